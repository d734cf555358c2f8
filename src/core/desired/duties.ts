/**
 * What is still owed after the work: the review of an emergency or a failure, and of an emergency the authoriser's
 * confirmation and the tasks of its policy, each by an absolute deadline.
 */
import { openDuties } from '../change/duties.ts';
import { toMs } from '../change/moment.ts';
import { postReviewOf, type PostReview } from '../change/post-review.ts';
import type { Change } from '../change/state.ts';

/** Of an emergency, or of a change that failed. */
export type ReviewOwed = Pick<PostReview, 'why' | 'dueAt' | 'overdueSince'>;

export type DutiesOwed = {
  readonly ids: readonly string[];
  readonly dueAt: string;
  readonly overdue: boolean;
};

export type PostReviewStatus = 'none' | 'due' | 'overdue';

/** The review is owed from the start of an emergency, or the end of what failed, until somebody has written it. */
export function postReviewStatus(change: Change): PostReviewStatus {
  const owed = postReviewOf(change);
  if (owed === null || owed.review !== null) return 'none';
  return owed.overdueSince === null ? 'due' : 'overdue';
}

export function owesAuthorisation(change: Change): boolean {
  return change.emergency !== null && change.emergency.authorised === null;
}

/** The same with its deadline, while it is owed. */
export function reviewOwed(change: Change): ReviewOwed | null {
  const owed = postReviewOf(change);
  if (owed === null || owed.review !== null) return null;
  const { why, dueAt, overdueSince } = owed;
  return { why, dueAt, overdueSince };
}

/** How many of the tasks are open, by when the next is due, and whether one is late already. */
export function dutiesOwed(change: Change): DutiesOwed | null {
  const open = openDuties(change);
  const [first] = open.toSorted((left, right) => toMs(left.dueAt) - toMs(right.dueAt));
  if (first === undefined) return null;
  const overdue = open.some(({ overdueSince }) => overdueSince !== null);
  return { ids: open.map(({ id }) => id), dueAt: first.dueAt, overdue };
}

/** Whoever looks after changes that are over keeps looking after one that owes something. */
export function owesAnything(change: Change): boolean {
  return (
    owesAuthorisation(change) ||
    postReviewStatus(change) !== 'none' ||
    openDuties(change).length > 0
  );
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
