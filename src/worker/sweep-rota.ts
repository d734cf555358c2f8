/**
 * Which changes a sweep reads whole. To read all of them each time would cost more the more are open, and nearly all of
 * it would tell nothing. So these are read: what moved on the forge since the last sweep, ended or not; what has a pull request that
 * may still be merged, because reviews, checks and lost rights there leave no trace on the issue; what lacks a delivery,
 * which may have been worked off or set aside since; and of the quiet ones those that were not tried for longest.
 *
 * What must stay true: no open change is left out for ever. With n quiet ones each is tried at least every n/20 sweeps,
 * whether the others can be read or not; and what moved is owed a look until it could be read.
 */
import type { Change } from '../core/change/state.ts';
import { isoNow } from '../clock.ts';
import { listOpenChanges } from '../store/changes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { loadChange } from '../store/load-change.ts';
import { dropWatermark, listWatermarks, writeWatermark } from '../store/watermarks.ts';
import type { House } from './house.ts';

const MOST_QUIET = 20;
const TRIED = 'swept:';
/** Since when a change that moved could not be read. */
const OWED = 'owed:';

export type Rota = { readonly house: House; readonly workspace: string };
export type Turn = { readonly number: number; readonly moved: boolean };

export async function chooseChanges(
  rota: Rota,
  movedNow: ReadonlySet<number>,
): Promise<readonly Turn[]> {
  const { house, workspace } = rota;
  const owed = await listWatermarks(house.db, workspace, OWED);
  const moved = new Set([...movedNow, ...[...owed.keys()].map(Number)]);
  const open = await openChanges(rota);
  const tried = await listWatermarks(house.db, workspace, TRIED);
  const numbers = new Set(open.map(({ number }) => String(number)));
  for (const ended of [...tried.keys()].filter((number) => !numbers.has(number)))
    await dropWatermark(house.db, workspace, `${TRIED}${ended}`);
  const lastTried = ({ number }: Change): number =>
    Date.parse(tried.get(String(number)) ?? '') || 0;
  const still = open.filter(({ number }) => !moved.has(number));
  const quiet = still
    .filter((change) => !isWatched(change))
    .toSorted((a, b) => lastTried(a) - lastTried(b))
    .slice(0, MOST_QUIET);
  return [
    ...[...moved].map((number) => ({ number, moved: true })),
    ...[...still.filter(isWatched), ...quiet].map(({ number }) => ({ number, moved: false })),
  ];
}

async function openChanges({ house, workspace }: Rota): Promise<readonly Change[]> {
  return inWorkspace(house.db, workspace, async (tx) => {
    const found: Change[] = [];
    for (const number of await listOpenChanges(tx)) {
      const change = await loadChange(tx, number);
      if (change !== null) found.push(change);
    }
    return found;
  });
}

function isWatched({ pulls, stopped }: Change): boolean {
  return stopped.length > 0 || pulls.some(({ merged }) => !merged);
}

/** Tried is tried: one that cannot be read waits for its next turn like the others. */
export async function noteTried(
  { house, workspace }: Rota,
  { number, moved }: Turn,
  isRead: boolean,
): Promise<void> {
  const mark = { forge: workspace, at: isoNow(house.clock) };
  await writeWatermark(house.db, { ...mark, name: `${TRIED}${String(number)}` });
  if (!moved) return;
  const owed = `${OWED}${String(number)}`;
  await (isRead
    ? dropWatermark(house.db, workspace, owed)
    : writeWatermark(house.db, { ...mark, name: owed }));
}
