/**
 * What the forge itself can show of a change beside our own words: what blocks its issue, its type, values of fields. It is a
 * mirror for people who look there; gates judge by the record alone, and a forge that has none of it lacks nothing.
 *
 * What must stay true: only issues of changes are named; a pull request can neither block nor be blocked.
 */
import { planShown } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { dependenciesOf, findDependency } from '../time/dependencies.ts';

/** A kind of issue that an organisation may have; how it is spelled there does not matter. */
export const CHANGE_TYPE = 'change';

export type DesiredNative = {
  /** The forge's ids of the issues that it waits for; null: it has ended, and they stay as they are. */
  readonly blockers: readonly string[] | null;
  /** For fields of these names, where somebody made them; whole instants, of which a date keeps the day. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
};

/** Null: nothing there is ours to touch. */
export function nativeOf(change: Change, facts: Facts): DesiredNative | null {
  if (change.own !== null || facts.neighbours === undefined) return null;
  const blockers = change.ended === null ? blockersOf(change, facts) : null;
  return { blockers, fields: fieldsOf(change) };
}

function blockersOf(change: Change, { neighbours, pulls }: Facts): readonly string[] {
  const upstream = neighbours?.upstream ?? [];
  const ids = dependenciesOf(change, pulls)
    .filter(({ mergeOnly }) => !mergeOnly)
    .flatMap((one) => findDependency(one, upstream)?.issueId ?? [])
    .filter((id) => id !== change.issueId);
  return [...new Set(ids)];
}

function fieldsOf(change: Change): DesiredNative['fields'] {
  const window = change.window ?? planShown(change)?.window ?? null;
  return [
    { name: 'Change state', value: change.state.replaceAll('_', ' ') },
    { name: 'Change risk', value: change.risk },
    { name: 'Change start', value: window?.start ?? null },
    { name: 'Change end', value: window?.end ?? null },
  ].flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
}
