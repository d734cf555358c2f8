/**
 * What an emergency still owes after the work: the authoriser's confirmation and the review, each by the same
 * absolute deadline.
 */
import type { Change } from '../change/state.ts';

export type PostReviewStatus = 'none' | 'due' | 'overdue';

/** The review is owed from the start of an emergency until somebody has written it. */
export function postReviewStatus(change: Change): PostReviewStatus {
  const { emergency } = change;
  if (emergency === null || emergency.review !== null) return 'none';
  return emergency.overdueSince === null ? 'due' : 'overdue';
}

export function owesAuthorisation(change: Change): boolean {
  return change.emergency !== null && change.emergency.authorised === null;
}

/** Whoever looks after changes that are over keeps looking after one that owes something. */
export function owesAnything(change: Change): boolean {
  return owesAuthorisation(change) || postReviewStatus(change) !== 'none';
}

/** No step is taken any more: it was completed or called off, or is being rolled back. */
export function isOver({ state }: Change): boolean {
  return (
    state === 'completed' ||
    state === 'rolled_back' ||
    state === 'rejected' ||
    state === 'cancelled'
  );
}

/** Over, and a rollback is verified: there is evidence. */
export function hasEnded(change: Change): boolean {
  return change.ended !== null;
}
