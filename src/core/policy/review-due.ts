/**
 * Whether the policy document itself should have been read again by now. Shown wherever the policy is; holds nobody up.
 * The policy that ships with the app is not theirs who have no other: its date is for whoever publishes the app.
 */
import type { Policy } from './policy.ts';

/** The date on which its review was due, once that day is over; null otherwise. */
export function reviewDueSince({ document, version }: Policy, now: string): string | null {
  if (version.startsWith('builtin:')) return null;
  const due = document?.nextReview ?? null;
  return due !== null && due < now.slice(0, 10) ? due : null;
}
