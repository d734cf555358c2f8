/**
 * Which review of each person stands. A later comment does not take an approval back; a later decision does, and
 * so does a dismissal. Drafts nobody submitted are not there.
 */
import type { PullReview } from '../../core/change/facts.ts';
import type { NoticeActor, ReviewSeen } from '../../core/intent/notice.ts';
import { actorSeen } from './seen.ts';
import {
  fieldOf,
  idAt,
  instantAt,
  instantOrNullAt,
  parseRecord,
  plainTextAt,
  textAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';

export type ReviewStanding = Omit<PullReview, 'by'> & {
  readonly by: NoticeActor;
  /** As GitHub told it. */
  readonly told: Json;
};

const STATES: ReadonlyMap<string, PullReview['state']> = new Map([
  ['APPROVED', 'approved'],
  ['CHANGES_REQUESTED', 'changes_requested'],
  ['COMMENTED', 'commented'],
  ['DISMISSED', 'dismissed'],
]);

/** `reviews` in the order they were submitted, as GitHub lists them. */
export function standingReviews(reviews: readonly unknown[]): readonly ReviewStanding[] {
  const byPerson = new Map<string, ReviewStanding>();
  for (const review of reviews.flatMap((value) => reviewSeen(value) ?? [])) {
    const before = byPerson.get(review.by.id);
    const onlyTalks =
      review.state === 'commented' && before !== undefined && before.state !== 'commented';
    if (!onlyTalks) byPerson.set(review.by.id, review);
  }
  return [...byPerson.values()];
}

function reviewSeen(value: unknown): ReviewStanding | null {
  const review = parseRecord(value, 'review');
  const state = STATES.get(textAt(review, 'state').toUpperCase());
  if (state === undefined || instantOrNullAt(review, 'submitted_at') === null) return null;
  return {
    by: actorSeen(fieldOf(review, 'user')),
    state,
    // Null once the commit is gone (force-push): then it is no commit, and never equal to a head.
    commit: textOrNullAt(review, 'commit_id') ?? '',
    at: instantAt(review, 'submitted_at'),
    told: review,
  };
}

/** With what only the review itself says, and not its verdict. */
export function wholeReview({ told, ...standing }: ReviewStanding): ReviewSeen {
  return {
    ...standing,
    id: idAt(told, 'id'),
    body: plainTextAt(told, 'body'),
    url: textOrNullAt(told, 'html_url') ?? '',
  };
}
