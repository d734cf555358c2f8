/** The reconciler's notebook, kept in PostgreSQL: one short transaction a page or a line. */
import type { Change } from '../core/change/state.ts';
import { loadSnapshot } from '../store/changes.ts';
import { markClean } from '../store/dirty.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { readEvents } from '../store/read-log.ts';
import type { Database } from '../store/database.ts';
import { dropSurface, listSurfaces, putSurface } from '../store/surfaces.ts';
import { readMarkerKey } from '../store/workspaces.ts';
import type { Book, Page, RefusalEvent } from './book.ts';

export function storeBook(db: Database, workspace: string): Book {
  return {
    read: (change) => inWorkspace(db, workspace, (tx) => readPage(tx, change)),
    write: (change, row) => inWorkspace(db, workspace, (tx) => putSurface(tx, change, row)),
    drop: (change, surface) => inWorkspace(db, workspace, (tx) => dropSurface(tx, change, surface)),
    refusal: (change, seq) => inWorkspace(db, workspace, (tx) => readRefusal(tx, change, seq)),
    settle: (change, version) => inWorkspace(db, workspace, (tx) => markClean(tx, change, version)),
  };
}

async function readPage(tx: Tx, number: number): Promise<Page | null> {
  const change = await loadSnapshot<Change>(tx, number);
  if (change === null) return null;
  const rows = await listSurfaces(tx, number);
  return { change, version: change.lastSeq, markerKey: await readMarkerKey(tx), surfaces: new Map(rows.map((row) => [row.surface, row])) };
}

async function readRefusal(tx: Tx, change: number, seq: number): Promise<RefusalEvent | null> {
  for await (const event of readEvents(tx, { change, from: seq, to: seq })) {
    return { data: event.data, facts: event.texts['facts'] ?? null, login: event.actor.login };
  }
  return null;
}
