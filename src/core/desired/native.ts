/**
 * What the forge itself can show of a change beside our own words: what blocks its issue, which type it is of. It is a
 * mirror for people who look there; gates judge by the record alone, and a forge that has none of it lacks nothing.
 *
 * What must stay true: only issues of changes are named; a pull request can neither block nor be blocked.
 */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { dependenciesOf, findDependency } from '../time/dependencies.ts';

/** A kind of issue that an organisation may have; how it is spelled there does not matter. */
export const CHANGE_TYPE = 'change';

export type DesiredNative = {
  /** The forge's ids of the issues that it waits for. */
  readonly blockers: readonly string[];
};

/** Null: nothing there is ours to touch. */
export function nativeOf(change: Change, facts: Facts): DesiredNative | null {
  if (change.own !== null || change.ended !== null || facts.neighbours === undefined) return null;
  const { upstream } = facts.neighbours;
  const blockers = dependenciesOf(change, facts.pulls)
    .filter(({ mergeOnly }) => !mergeOnly)
    .flatMap((one) => findDependency(one, upstream)?.issueId ?? [])
    .filter((id) => id !== change.issueId);
  return { blockers: [...new Set(blockers)] };
}
