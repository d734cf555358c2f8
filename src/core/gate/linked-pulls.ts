/**
 * The linked pull requests that still matter for a gate: those that could be read and are not merged or closed yet.
 * A pull request that is neither cannot bring anything into production any more, or has already.
 */
import { hasNewBase, pullName } from '../change/binding.ts';
import type { Facts, PullFacts } from '../change/facts.ts';
import { isBefore } from '../change/moment.ts';
import { isInScope, isPull } from '../change/pull-key.ts';
import type { Change, LinkedPull } from '../change/state.ts';

export type OpenPull = {
  readonly name: string;
  readonly linked: LinkedPull;
  readonly seen: PullFacts;
};

export function openPulls(change: Change, facts: Facts): readonly OpenPull[] {
  const asked = change.pulls.filter((linked) => isInScope(linked, facts));
  return asked.flatMap((linked) => {
    const seen = facts.pulls.find((pull) => isPull(pull, linked));
    return seen?.open === true && !seen.merged ? [{ name: pullName(linked), linked, seen }] : [];
  });
}

/** Linked, but the forge would not say how it stands. */
export function unreadPulls(change: Change, facts: Facts): readonly string[] {
  return change.pulls
    .filter((linked) => !facts.pulls.some((pull) => isPull(pull, linked)))
    .map(pullName);
}

/** Nothing could be merged now that did not belong to the emergency before it ended first, reopened since or not. */
export function isFromBeforeTheEnd(change: Change, facts: Facts): boolean {
  const endedAt = change.emergency?.endedAt ?? null;
  if (endedAt === null) return true;
  const known = ({ linked, seen }: OpenPull): boolean =>
    seen.head === linked.head && !hasNewBase(linked, seen) && !isBefore(endedAt, linked.headAt);
  return unreadPulls(change, facts).length === 0 && openPulls(change, facts).every(known);
}
