/**
 * A change that moves may move the answer on a pull request that it shares with others, and a pull request that was
 * taken off it is answered by the others alone: they are looked at as well, in the same transaction. So are those that
 * rest on a template which a change has suspended, or which may be used again.
 */
import type { Change } from '../core/change/state.ts';
import { findChangesByPull } from '../store/changes.ts';
import { wantLook } from '../store/dirty.ts';
import type { Tx } from '../store/in-workspace.ts';
import { listMadeOf } from '../store/templates.ts';
import { wakeReconcile } from './wakes.ts';

export type Moved = { readonly before: Change | null; readonly after: Change; readonly at: string };

export async function wakeNeighbours(tx: Tx, { before, after, at }: Moved): Promise<void> {
  const numbers = new Set<number>();
  for (const { repoId, number } of [...(before?.pulls ?? []), ...after.pulls])
    for (const change of await findChangesByPull(tx, repoId, number)) numbers.add(change);
  for (const change of await restingOn(tx, { before, after })) numbers.add(change);
  numbers.delete(after.number);
  for (const change of numbers) {
    await wantLook(tx, change, at);
    await wakeReconcile(tx, { workspace: tx.workspace, change });
  }
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
