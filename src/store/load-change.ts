/**
 * The state of a change as this version of the code folds it. The stored snapshot is it, unless an older version wrote
 * it: then its events are folded anew each time, until the next event of the change, or `holdpoint rebuild`, saves it.
 */
import { evolve, FOLD } from '../core/change/evolve.ts';
import type { Change } from '../core/change/state.ts';
import { loadSnapshots } from './changes.ts';
import type { Snapshot } from './changes.ts';
import type { Tx } from './in-workspace.ts';
import { readEvents } from './read-log.ts';

export async function loadChange(tx: Tx, number: number): Promise<Change | null> {
  const [change = null] = await loadChanges(tx, [number]);
  return change;
}

type Stored = Snapshot<Change> | undefined;

async function asFolded(tx: Tx, number: number, stored: Stored): Promise<Change | null> {
  if (stored === undefined || stored.fold === FOLD) return stored?.snapshot ?? null;
  let change: Change | null = null;
  for await (const event of readEvents(tx, { change: number })) change = evolve(change, event);
  return change;
}

/** Those that are there, in the order in which they are named. */
export async function loadChanges(tx: Tx, numbers: readonly number[]): Promise<readonly Change[]> {
  const stored = await loadSnapshots<Change>(tx, numbers);
  const found: Change[] = [];
  for (const number of numbers) {
    const change = await asFolded(tx, number, stored.get(number));
    if (change !== null) found.push(change);
  }
  return found;
}
