/**
 * A change that moves may move the answer on a pull request that it shares with others, and a pull request that was
 * taken off it is answered by the others alone: they are looked at as well, in the same transaction. So are those that
 * rest on a template which a change has suspended, or which may be used again; those which it meets, or has met until now,
 * when what it takes up or who knows of it is another; and those which wait for it.
 */
import type { Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import { aroundOf } from '../core/time/around.ts';
import { bookingsOf } from '../core/time/booking.ts';
import { findChangesByPull } from '../store/changes.ts';
import { wantLook } from '../store/dirty.ts';
import type { Tx } from '../store/in-workspace.ts';
import { findBeside, findWaiting } from '../store/neighbours.ts';
import { listMadeOf } from '../store/templates.ts';
import { wakeReconcile } from './wakes.ts';

export type Moved = {
  readonly before: Change | null;
  readonly after: Change;
  readonly facts: Pick<Facts, 'now' | 'policy' | 'pulls'>;
};

export async function wakeNeighbours(tx: Tx, { before, after, facts }: Moved): Promise<void> {
  const numbers = new Set<number>();
  for (const { repoId, number } of [...(before?.pulls ?? []), ...after.pulls])
    for (const change of await findChangesByPull(tx, repoId, number)) numbers.add(change);
  for (const change of await restingOn(tx, { before, after })) numbers.add(change);
  if (isSeenOtherwise(before, after))
    for (const change of await seeing(tx, { before, after, facts })) numbers.add(change);
  numbers.delete(after.number);
  for (const change of numbers) {
    await wantLook(tx, change, facts.now);
    await wakeReconcile(tx, { workspace: tx.workspace, change });
  }
}

/** What others are told of it: when, what and who, how it stands, and who knows of a conflict. */
function isSeenOtherwise(before: Change | null, after: Change): boolean {
  const told = (change: Change | null): string =>
    JSON.stringify(
      change === null
        ? null
        : [change.state, bookingsOf(change), change.window, change.acknowledgements.length],
    );
  return told(before) !== told(after);
}

async function seeing(tx: Tx, { before, after, facts }: Moved): Promise<readonly number[]> {
  const beside = [before, after].flatMap((one) => (one === null ? [] : [aroundOf(one, facts)]));
  const found = new Set(await findWaiting(tx, after));
  for (const around of beside) for (const number of await findBeside(tx, around)) found.add(number);
  return [...found];
}

async function restingOn(
  tx: Tx,
  { before, after }: Pick<Moved, 'before' | 'after'>,
): Promise<readonly number[]> {
  const { suspended } = after.templateUse;
  const known = before?.templateUse.suspended ?? null;
  const isSame = suspended?.seq === known?.seq && suspended?.reviewed?.seq === known?.reviewed?.seq;
  return suspended === null || isSame ? [] : listMadeOf(tx, after.repoId, suspended.id);
}
