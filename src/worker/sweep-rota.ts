/**
 * Which open changes a sweep reads whole. To read all of them each time would cost more the more are open, and nearly
 * all of it would tell nothing. So these are read: what moved on the forge since the last sweep; what has a pull request
 * that may still be merged, because reviews, checks and lost rights there leave no trace on the issue; and of the quiet
 * ones those that were not read for longest.
 *
 * What must stay true: no open change is left out for ever. With n quiet ones each is read at least every n/20 sweeps,
 * and one that could not be read is the first of them next time.
 */
import type { Change } from '../core/change/state.ts';
import { isoNow } from '../clock.ts';
import { listOpenChanges } from '../store/changes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { dropWatermark, listWatermarks, writeWatermark } from '../store/watermarks.ts';
import type { House } from './house.ts';
import { loadChange } from './project.ts';

const MOST_QUIET = 20;
const PREFIX = 'swept:';

export type Rota = { readonly house: House; readonly workspace: string };

export async function chooseChanges(
  { house, workspace }: Rota,
  moved: ReadonlySet<number>,
): Promise<readonly number[]> {
  const open = await inWorkspace(house.db, workspace, async (tx) => {
    const found: Change[] = [];
    for (const number of await listOpenChanges(tx)) {
      const change = await loadChange(tx, number);
      if (change !== null) found.push(change);
    }
    return found;
  });
  const read = await listWatermarks(house.db, workspace, PREFIX);
  const numbers = new Set(open.map(({ number }) => String(number)));
  for (const ended of [...read.keys()].filter((number) => !numbers.has(number)))
    await dropWatermark(house.db, workspace, `${PREFIX}${ended}`);
  const isDue = (change: Change): boolean =>
    moved.has(change.number) || change.pulls.some(({ merged }) => !merged);
  const lastRead = ({ number }: Change): number => Date.parse(read.get(String(number)) ?? '') || 0;
  const quiet = open
    .filter((change) => !isDue(change))
    .toSorted((a, b) => lastRead(a) - lastRead(b))
    .slice(0, MOST_QUIET);
  return [...open.filter(isDue), ...quiet].map(({ number }) => number);
}

export async function noteRead({ house, workspace }: Rota, change: number): Promise<void> {
  const name = `${PREFIX}${String(change)}`;
  await writeWatermark(house.db, { forge: workspace, name, at: isoNow(house.clock) });
}

export async function noteUnread({ house, workspace }: Rota, change: number): Promise<void> {
  await dropWatermark(house.db, workspace, `${PREFIX}${String(change)}`);
}
