/** Whether the policy document itself should have been read again by now. Shown wherever the policy is; holds nobody up. */
import type { Policy } from './policy.ts';

/** The date on which its review was due, once that day is over; null otherwise. */
export function reviewDueSince({ document }: Policy, now: string): string | null {
  const due = document?.nextReview ?? null;
  return due !== null && due < now.slice(0, 10) ? due : null;
}
