/** Folds what somebody said that a change waits for; the last word on each other change counts. */
import type { AwaitedEvent } from './awaited.ts';
import type { Folds } from './evolve-context.ts';
import type { Change } from './state.ts';

export const awaitedFolds: Folds<AwaitedEvent['type']> = {
  dependency_added: (change, { data }, { stamp }) => ({
    ...change,
    awaited: [...others(change, data.other), { ...stamp, ...data }],
  }),
  dependency_removed: (change, { data }) => ({ ...change, awaited: others(change, data.other) }),
};

function others({ awaited }: Change, other: number): Change['awaited'] {
  return awaited.filter((one) => one.other !== other);
}
