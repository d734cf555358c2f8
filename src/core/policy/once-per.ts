/**
 * One question about a change and its facts is asked by many gates: it is answered once. The last few answers are kept
 * and no others, because whoever judges goes on to the next change and does not come back.
 *
 * What must stay true: an answer follows from the two objects alone, which nobody alters; so it may be forgotten at any
 * time, and found anew.
 */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';

/** The change at home, and as several other repositories see it. */
const KEPT = 8;

type Kept<T> = { readonly change: Change; readonly facts: Facts; readonly answer: T };

export function oncePer<T>(
  find: (change: Change, facts: Facts) => T,
): (change: Change, facts: Facts) => T {
  const kept: Kept<T>[] = [];
  return (change, facts) => {
    const known = kept.find((one) => one.change === change && one.facts === facts);
    if (known !== undefined) return known.answer;
    const answer = find(change, facts);
    kept.unshift({ change, facts, answer });
    kept.length = Math.min(kept.length, KEPT);
    return answer;
  };
}
