/**
 * The review after the fact, as one thing for whoever owes it, gives it or reads it: of an emergency from its start on,
 * of a change that failed or was rolled back from its end.
 *
 * What must stay true: nothing owes two of them. What is owed keeps its deadline, and a reopening takes it from nobody.
 */
import type { Failure } from '../policy/rule.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import type { FailureReview } from './failure-review.ts';
import { addHours } from './moment.ts';
import type { Change } from './state.ts';

export type PostReview = Omit<FailureReview, 'why'> & { readonly why: Failure | 'emergency' };

export function postReviewOf({ emergency, failureReview }: Change): PostReview | null {
  if (emergency === null) return failureReview;
  const { reviewDueAt: dueAt, overdueSince, review } = emergency;
  return { why: 'emergency', dueAt, overdueSince, review };
}

/** What follows an end like this by the policy; nothing where a review is owed already. */
export function owingReview(
  { emergency, failureReview }: Change,
  { policy, occurredAt }: Facts,
  why: Failure,
): readonly ChangeEvent[] {
  const { after, withinHours } = policy.failureReview;
  const isOpen = failureReview !== null && failureReview.review === null;
  if (emergency !== null || isOpen || !after.includes(why)) return [];
  const dueAt = addHours(occurredAt, withinHours);
  return [{ type: 'review_owed', data: { why, dueAt }, texts: {} }];
}
