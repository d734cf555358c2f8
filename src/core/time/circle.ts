/**
 * The way by which a change waits for itself: from it, over what it waits for, back to it. The shortest one, so that
 * people see at once which line to take out.
 */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { dependenciesOf, findDependency } from './dependencies.ts';

/** Numbers from the change back to itself; null: there is no such way, as far as it was looked. */
export function circleOf(
  change: Change,
  { neighbours, pulls }: Pick<Facts, 'neighbours' | 'pulls'>,
): readonly number[] | null {
  const { upstream = [] } = neighbours ?? {};
  const { number } = change;
  const own = dependenciesOf(change, pulls).flatMap((one) => {
    // A change is not upstream of itself: its own name, or its own issue, leads home at once.
    const { on } = one;
    const isItself =
      on.kind === 'change'
        ? on.number === number
        : on.repoId === change.repoId && on.issue === change.issue;
    return isItself ? [number] : (findDependency(one, upstream)?.number ?? []);
  });
  const next = new Map(upstream.map((one) => [one.number, one.waitsFor]));
  const seen = new Set<number>();
  let paths = own.map((one): readonly number[] => [number, one]);
  while (paths.length > 0) {
    const home = paths.find((path) => path.at(-1) === number);
    if (home !== undefined) return home;
    paths = paths.flatMap((path) => {
      const last = path.at(-1) ?? number;
      if (seen.has(last)) return [];
      seen.add(last);
      return (next.get(last) ?? []).map((one) => [...path, one]);
    });
  }
  return null;
}
