/**
 * Fills a workspace with changes by the hundred thousand, in bulk, and says how far it is: a log whose chain is made by
 * the code that makes every chain, and the projection that folding it gives.
 *
 * What must stay true: `audit verify` passes on what it made, and `rebuild` finds nothing that differs; a test asks both
 * of a small one. The same steps make the same record. Nobody else may write
 * to the workspace meanwhile: a bench, never a way in.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { toHex } from '../../src/core/audit/bytes.ts';
import { writeRows } from './copy-rows.ts';
import { ENDED, keepEnded, tablesOf } from './record-rows.ts';
import { seeded } from './seeded.ts';
import { keyOf, makeChanges, type Making, type Person } from './written-changes.ts';

export type Growth = {
  /** The owner's. */
  readonly url: string;
  readonly workspace: string;
  /** Until the next number of the workspace is above this. */
  readonly upTo: number;
  readonly now: string;
  readonly tell?: (line: string) => void;
};

/** Written in one transaction, read by one COPY a table. */
const PIECE = 1_000;

export async function growRecord(growth: Growth): Promise<void> {
  const client = new pg.Client(growth.url);
  await client.connect();
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-rows-'));
  // The server may run under another account.
  await chmod(folder, 0o755);
  try {
    await client.query(ENDED);
    await grow(client, folder, growth);
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
    await rm(folder, { recursive: true });
  }
}

/** The server takes one piece in while the next is made. */
async function grow(client: pg.Client, folder: string, growth: Growth): Promise<void> {
  const { workspace, upTo, now, tell = () => undefined } = growth;
  const began = performance.now();
  const { next, ...stand } = await standOf(client, workspace);
  const making: Making = { workspace, now, chance: seeded(next), ...stand };
  let written: Promise<unknown> = Promise.resolve();
  for (let from = next; from <= upTo; from += PIECE) {
    const to = Math.min(from + PIECE - 1, upTo);
    const known = making.people.size;
    const changes = makeChanges(making, from, to);
    const tables = tablesOf(making, changes, [...making.people.values()].slice(known));
    await written;
    const copies = await Promise.all(
      tables.map((rows) => writeRows(join(folder, rows.table), rows)),
    );
    const { seq, hash } = making.head;
    const head = `UPDATE workspaces SET head_seq = ${String(seq)}, head_hash = '\\x${toHex(hash)}', next_number = ${String(to + 1)} WHERE workspace = '${workspace}'`;
    written = client.query(['BEGIN', ...copies, keepEnded(workspace), head, 'COMMIT'].join(';'));
    const seconds = Math.round((performance.now() - began) / 1_000);
    if (to % 10_000 === 0 || to === upTo)
      tell(`${String(to)} of ${String(upTo)} changes, ${String(seq)} events, ${String(seconds)} s`);
  }
  await written;
}

async function standOf(
  client: pg.Client,
  workspace: string,
): Promise<Pick<Making, 'people' | 'head'> & { readonly next: number }> {
  const { rows } = await client.query<{ seq: string; hash: Uint8Array; next: string }>(
    'SELECT head_seq AS seq, head_hash AS hash, next_number AS next FROM workspaces WHERE workspace = $1',
    [workspace],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no workspace ${workspace}`);
  const known = await client.query<Person>(
    'SELECT id, login, salt, commitment FROM people WHERE workspace = $1 AND login IS NOT NULL',
    [workspace],
  );
  return {
    next: Number(row.next),
    head: { seq: Number(row.seq), hash: row.hash },
    people: new Map(known.rows.map((person) => [keyOf(person), person])),
  };
}
