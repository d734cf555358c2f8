/**
 * Whether an approval still speaks of the code that would be merged. As a rule any push takes it away. It stays where
 * the new head holds exactly the same files, and where a rule of the policy says which pushes it does not mind.
 *
 * What must stay true: what was not known when it was seen keeps nothing. A head that belongs to no linked pull request
 * any more was approved for something else.
 */
import type { Facts } from './facts.ts';
import { isPull } from './pull-key.ts';
import type { Approval } from './spoken.ts';
import type { Change, LinkedPull } from './state.ts';

/** Which pushes leave approvals standing. */
export type Tolerance = {
  readonly voidedByPush: boolean;
  readonly ignoreUpdateMerges: boolean;
  /** Ids of machines whose pushes are not minded. */
  readonly makers: readonly string[];
};

const STRICT: Tolerance = { voidedByPush: true, ignoreUpdateMerges: false, makers: [] };

export type Scene = { readonly change: Change; readonly facts: Facts };

/** Given to these heads, on their way to where they would be merged now. */
export function bindsHeads(
  approval: Approval,
  { change, facts }: Scene,
  tolerance: Tolerance = STRICT,
): boolean {
  const known = change.pulls.flatMap((pull) => [pull.head, ...earlierHeads(pull)]);
  if (!approval.heads.every((head) => known.includes(head))) return false;
  return change.pulls.every((pull) => bindsPull(approval, { pull, facts, tolerance }));
}

type Bound = {
  readonly pull: LinkedPull;
  readonly facts: Facts;
  readonly tolerance: Tolerance;
};

export function bindsPull(approval: Approval, { pull, facts, tolerance }: Bound): boolean {
  if (!isSinceRetargeting(approval, pull)) return false;
  const own = [pull.head, ...earlierHeads(pull)].filter((head) => approval.heads.includes(head));
  if (own.length === 0) return isShut(pull, facts);
  return own.some((head) => covers(approval, { head, pull, tolerance }));
}

/** At a closed pull request nobody looks, and it may come back. */
export function isShut(linked: LinkedPull, { pulls }: Facts): boolean {
  const seen = pulls.find((pull) => isPull(pull, linked));
  return seen !== undefined && !seen.open && !seen.merged;
}

function isSinceRetargeting({ seq }: Pick<Approval, 'seq'>, { retargeted }: LinkedPull): boolean {
  return retargeted === null || retargeted.seq < seq;
}

type Way = {
  readonly head: string;
  readonly pull: LinkedPull;
  readonly tolerance: Tolerance;
};

function covers(approval: Approval, { head, pull, tolerance }: Way): boolean {
  if (head === pull.head) return true;
  const now = pull.pushes.at(-1);
  const at = approval.heads.indexOf(head);
  if (isSame(approval.trees[at], now?.tree)) return true;
  if (!tolerance.voidedByPush) return true;
  const isKept = isSame(approval.contents[at], now?.content);
  const since = pull.pushes.slice(pull.pushes.findLastIndex(({ from }) => from === head));
  return since.every(({ merges, makers }) => {
    if (tolerance.ignoreUpdateMerges && merges && isKept) return true;
    return makers.length > 0 && makers.every((id) => tolerance.makers.includes(id));
  });
}

function isSame(then: string | undefined, now: string | null | undefined): boolean {
  return then !== undefined && then !== '' && then === now;
}

function earlierHeads({ pushes }: LinkedPull): readonly string[] {
  return pushes.map(({ from }) => from);
}
