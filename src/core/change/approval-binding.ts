/**
 * Whether an approval that is being given can be bound to what stands now. When it cannot be established what its
 * giver saw, it is refused: a second look costs a minute, a wrong approval may cost a night.
 *
 * What must stay true: an approval in the same second as an edit or a push is not one; a review counts only for the
 * commit that was reviewed, only while that commit is the head, and only when the change stood by then on every pull
 * request that would be approved with it.
 */
import { openPulls, unreadPulls } from '../gate/linked-pulls.ts';
import type { OpenPull } from '../gate/linked-pulls.ts';
import { planReadable } from '../gate/plan-readable.ts';
import { obstacle } from './answer.ts';
import type { Answer, Case } from './answer.ts';
import { bindsPresentPlan, boundDigest, hasNewBase } from './binding.ts';
import { isBefore } from './moment.ts';

export function staleApproval(asked: Case<'approve'>): Answer | null {
  const { change, facts } = asked;
  if (boundDigest(change) === null) {
    const { facts: said = {} } = planReadable.judge({ change, facts, purpose: 'approve' });
    return obstacle('plan_unreadable', said);
  }
  if (isOfAnotherPlan(asked)) {
    return obstacle('approval_stale', { what: ['plan'], edited_at: change.substantiveAt });
  }
  return staleHeads(asked);
}

/** A word from before the start is about the plan as it stood then, however late it is told. */
function isOfAnotherPlan({ change, facts }: Case<'approve'>): boolean {
  const { started, digest, digestInForce, substantiveAt } = change;
  const isEarly = started !== null && !isBefore(started.at, facts.occurredAt);
  if (!bindsPresentPlan(change) && !isEarly) return false;
  if (!isBefore(substantiveAt, facts.occurredAt)) return true;
  return isEarly && digest !== digestInForce;
}

function staleHeads({ change, command, facts }: Case<'approve'>): Answer | null {
  const unread = unreadPulls(change, facts);
  if (unread.length > 0)
    return obstacle('evidence_unavailable', { unknown: 'pulls', pulls: unread });
  const { among = [] } = command;
  if (among.length > 1) return obstacle('stale_review', { why: 'several', changes: among });
  const open = openPulls(change, facts);
  const reviewed = open.filter(({ seen }) => seen.head === command.commit);
  if (command.channel === 'review' && reviewed.length === 0) {
    const heads = open.map(({ seen }) => seen.head);
    return obstacle('stale_review', {
      commit: command.commit ?? '',
      pulls: open.map(({ name }) => name),
      heads,
    });
  }
  // An approval speaks of every open pull request, whichever of them was reviewed.
  const unseen = open.filter(isUnseenBefore(facts.occurredAt));
  if (command.channel === 'review' && unseen.length > 0)
    return obstacle('stale_review', { why: 'unseen', pulls: unseen.map(({ name }) => name) });
  const moved = open
    .filter(({ linked, seen }) => {
      const isReviewed = seen.head === command.commit && seen.head === linked.head;
      return !isReviewed || hasNewBase(linked, seen);
    })
    .filter(hasMovedSince(facts.occurredAt));
  if (moved.length === 0) return null;
  const from = moved.map(({ linked }) => linked.head);
  const to = moved.map(({ seen }) => seen.head);
  return obstacle('ref_changed', { pulls: moved.map(({ name }) => name), from, to });
}

/**
 * Whoever reviewed before the pull request showed the change has not spoken about that, nor about where it would go
 * when it was turned since. Forges tell whole seconds: a link and a check as old as the review may have been seen; a
 * turn as old as the review may not.
 */
function isUnseenBefore(at: string): (pull: OpenPull) => boolean {
  return ({ linked, seen }) => {
    const { shownSince = linked.linked.at } = seen;
    if (linked.retargeted !== null && !isBefore(linked.retargeted.at, at)) return true;
    const since = [linked.linked.at, shownSince];
    return since.some((one) => one === null || isBefore(at, one));
  };
}

/** The head was not yet there when the approval was given, or we have not been told of a newer one. */
function hasMovedSince(at: string): (pull: OpenPull) => boolean {
  return ({ linked, seen }) =>
    seen.head !== linked.head || hasNewBase(linked, seen) || !isBefore(linked.headAt, at);
}
