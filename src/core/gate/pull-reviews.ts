/**
 * Where the category asks for reviews of the code itself: approving reviews at the present head, by humans with write
 * access who did not write it. A later review of the same person replaces an earlier one. One at an earlier head counts
 * where its approval of the change still stands, over pushes that the category does not mind.
 */
import { standingApprovals } from '../change/binding.ts';
import { bindsPull } from '../change/bound-heads.ts';
import type { Actor, PullReview } from '../change/facts.ts';
import { isBefore } from '../change/moment.ts';
import { findBar } from '../policy/bar.ts';
import { humansOf } from '../policy/humans.ts';
import { findRule, leastRole, mayUse } from '../policy/rights.ts';
import { ANY_PUSH_VOIDS, toleranceOf } from '../policy/tolerance.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Asked, Gate } from './gate.ts';
import { openPulls } from './linked-pulls.ts';
import type { OpenPull } from './linked-pulls.ts';

export const pullReviews: Gate = {
  id: 'pull_reviews',
  title: 'Pull requests reviewed',
  code: 'approval_missing',
  also: ['stale_review'],
  purposes: ['approve', 'start', 'merge'],
  wakesOn: [
    'pull_linked',
    'pull_head_moved',
    'review_submitted',
    'review_dismissed',
    'pull_changed',
  ],
  bypassedInEmergency: true,
  elsewhere: true,
  judge: (asked) => {
    const { change, facts } = asked;
    const open = openPulls(change, facts);
    if (open.length === 0) return notApplicable('no_pull_requests');
    const needed = findRule(facts.policy, change.category)?.pullReviewsNeeded ?? 1;
    if (needed === 0) return notApplicable('none_required');
    const short = open.filter(
      (pull) => independentReviews(asked, pull, isOfHead(asked, pull)) < needed,
    );
    if (short.length === 0) return met({ needed, pulls: open.map(({ name }) => name) });
    const said = { needed, pulls: short.map(({ name }) => name) };
    const older = short.filter((pull) => independentReviews(asked, pull, () => true) >= needed);
    const way = { who: leastRole(facts.policy, 'request_changes') };
    if (older.length < short.length) return unmet(said, way);
    return {
      ...unmet({ ...said, heads: short.map(({ seen }) => seen.head) }, way),
      code: 'stale_review',
    };
  },
};

function isOfHead(
  { change, facts }: Asked,
  { linked, seen }: OpenPull,
): (of: PullReview) => boolean {
  const { onPush = ANY_PUSH_VOIDS } = findRule(facts.policy, change.category) ?? {};
  const tolerance = toleranceOf(onPush, facts);
  const kept = standingApprovals(change).filter(
    (one) => linked.head === seen.head && bindsPull(one, { pull: linked, facts, tolerance }),
  );
  return ({ commit, by }) =>
    commit === seen.head || kept.some((one) => one.by.id === by.id && one.heads.includes(commit));
}

function independentReviews(
  { change, facts }: Asked,
  { seen, linked }: OpenPull,
  isMeant: (review: PullReview) => boolean,
): number {
  const { nameOf } = humansOf(facts);
  // A role in another repository is none in the one whose policy asks.
  const isThere = linked.repoId === (facts.scope ?? change.repoId);
  const rolesHere = (by: Actor): Actor['roles'] =>
    (isThere ? by : facts.people?.find(({ id }) => id === by.id))?.roles ?? [];
  // The plan's present text is another matter than the code.
  const code = { ...change, lastEditor: null };
  const counted = latestReviews(seen.reviews).filter(
    (review) =>
      review.state === 'approved' &&
      isMeant(review) &&
      review.by.kind === 'human' &&
      mayUse(facts.policy, 'request_changes', rolesHere(review.by)) &&
      findBar(code, facts, review.by.id) === null,
  );
  return new Set(counted.map(({ by }) => nameOf(by.id))).size;
}

/** A comment neither gives nor takes away an approval. */
function latestReviews(reviews: readonly PullReview[]): readonly PullReview[] {
  const latest = new Map<string, PullReview>();
  for (const review of reviews) {
    if (review.state === 'commented') continue;
    const earlier = latest.get(review.by.id);
    if (earlier === undefined || !isBefore(review.at, earlier.at)) latest.set(review.by.id, review);
  }
  return [...latest.values()];
}
