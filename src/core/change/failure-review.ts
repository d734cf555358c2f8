/**
 * The review that a change owes which failed or was rolled back: why, by when, and what was found. An emergency owes the
 * same from its start on, and keeps it with what else it owes; `post-review.ts` makes one thing of the two.
 */
import type { Failure } from '../policy/rule.ts';
import type { Outage } from './outage.ts';
import type { Stamp } from './stamp.ts';

export type Reviewed = Stamp & { readonly findings: string; readonly outage: Outage | null };

export type FailureReview = {
  readonly why: Failure;
  readonly dueAt: string;
  readonly overdueSince: string | null;
  readonly review: Reviewed | null;
};
