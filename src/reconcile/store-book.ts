/** The reconciler's notebook, kept in PostgreSQL: one short transaction a page or a line. */
import type { Change } from '../core/change/state.ts';
import { findChangesByHead, findChangesByPull } from '../store/changes.ts';
import { findPast } from '../store/find-past.ts';
import { loadChange } from '../store/load-change.ts';
import { holdMark, readMark, settleMark } from '../store/dirty.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { readEvents } from '../store/read-log.ts';
import type { Database } from '../store/database.ts';
import { dropSurface, listSurfaces, putSurface } from '../store/surfaces.ts';
import { readMarkerKey } from '../store/workspaces.ts';
import type { Book, Page, RefusalEvent, Tidying } from './book.ts';

export function storeBook(db: Database, workspace: string): Book {
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inWorkspace(db, workspace, work);
  return {
    read: (change) => within((tx) => readPage(tx, change)),
    neighbours: (change) => within((tx) => readNeighbours(tx, change)),
    past: (asked) => within((tx) => findPast(tx, asked)),
    write: (change, row) => within((tx) => putSurface(tx, change, row)),
    drop: (change, surface) => within((tx) => dropSurface(tx, change, surface)),
    tidy: (change, tidying) => within((tx) => tidy(tx, change, tidying)),
    refusal: (change, seq) => within((tx) => readRefusal(tx, change, seq)),
    settle: (change, mark, tidying) =>
      within(async (tx) => {
        const settled = await settleMark(tx, change, mark);
        await tidy(tx, change, tidying);
        return settled;
      }),
  };
}

/** The mark first: what it stands for is then in the state and in the rows that follow. */
async function readPage(tx: Tx, number: number): Promise<Page | null> {
  const mark = await readMark(tx, number);
  const change = await loadChange(tx, number);
  if (change === null || mark === null) return null;
  const rows = await listSurfaces(tx, number);
  return {
    change,
    mark,
    markerKey: await readMarkerKey(tx),
    surfaces: new Map(rows.map((row) => [row.surface, row])),
  };
}

async function readNeighbours(tx: Tx, change: Change): Promise<readonly Change[]> {
  const numbers = new Set<number>();
  for (const { repoId, number, head } of change.pulls) {
    for (const one of await findChangesByPull(tx, repoId, number)) numbers.add(one);
    for (const one of await findChangesByHead(tx, repoId, head)) numbers.add(one);
  }
  numbers.delete(change.number);
  const found: Change[] = [];
  for (const number of [...numbers].toSorted((a, b) => a - b)) {
    const other = await loadChange(tx, number);
    if (other !== null) found.push(other);
  }
  return found;
}

/** The mark before the rows, as in every act: in another order the two could wait for each other. */
async function tidy(tx: Tx, change: number, { put, drop }: Tidying): Promise<void> {
  await holdMark(tx, change);
  for (const row of put) await putSurface(tx, change, row);
  for (const surface of drop) await dropSurface(tx, change, surface);
}

async function readRefusal(tx: Tx, change: number, seq: number): Promise<RefusalEvent | null> {
  for await (const event of readEvents(tx, { change, from: seq, to: seq })) {
    return {
      data: event.data,
      facts: event.texts['facts'] ?? null,
      login: event.actor.login,
    };
  }
  return null;
}
