/**
 * Freezes that were opened by issue or on the command line, as gates and lists ask for them.
 *
 * What must stay true: written under the head lock, so that nobody starts beside a freeze that was opened before; of
 * those that are over the last few days are told as well, for what was done then is still being heard of.
 */
import type { OpenedFreeze } from '../core/time/opened-freeze.ts';
import { endOf } from '../core/time/opened-freeze.ts';
import type { Tx } from './in-workspace.ts';
import type { HeadLock } from './lock.ts';
import { heldBy, sessionOf } from './session.ts';

type Row = { readonly snapshot: OpenedFreeze };

/** The earliest first. */
export async function listFreezes(tx: Tx, now: string): Promise<readonly OpenedFreeze[]> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<Row>({
    name: 'list_freezes',
    text: `SELECT snapshot FROM freezes
            WHERE workspace = $1 AND ends_at > $2::timestamptz - interval '3 days' ORDER BY number`,
    values: [workspace, now],
  });
  return rows.map(({ snapshot }) => snapshot);
}

export async function findFreeze(tx: Tx, number: number): Promise<OpenedFreeze | null> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<Row>(
    'SELECT snapshot FROM freezes WHERE workspace = $1 AND number = $2',
    [workspace, number],
  );
  return rows[0]?.snapshot ?? null;
}

/** The last one that was opened in an issue; null: none ever was. */
export async function findFreezeIn(
  tx: Tx,
  repoId: string,
  issue: number,
): Promise<OpenedFreeze | null> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<Row>({
    name: 'find_freeze_in',
    text: `SELECT snapshot FROM freezes
            WHERE workspace = $1 AND repo_id = $2 AND issue = $3 ORDER BY number DESC LIMIT 1`,
    values: [workspace, repoId, issue],
  });
  return rows[0]?.snapshot ?? null;
}

export async function nextFreezeNumber(lock: HeadLock): Promise<number> {
  const { session } = heldBy(lock);
  const { rows } = await session.client.query<{ readonly number: number }>(
    'SELECT coalesce(max(number), 0) + 1 AS number FROM freezes WHERE workspace = $1',
    [session.workspace],
  );
  return rows[0]?.number ?? 1;
}

/** Its comment is looked at again. */
export async function saveFreeze(lock: HeadLock, opened: OpenedFreeze, now: string): Promise<void> {
  const { session } = heldBy(lock);
  const { number, place, terms } = opened;
  await session.client.query({
    name: 'save_freeze',
    text: `INSERT INTO freezes AS known (workspace, number, repo_id, issue, starts_at, ends_at, snapshot, look_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (workspace, number) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at,
             snapshot = excluded.snapshot, look_at = excluded.look_at, version = known.version + 1`,
    values: [
      session.workspace,
      number,
      place?.repoId ?? null,
      place?.issue ?? null,
      terms.start,
      endOf(opened),
      JSON.stringify(opened),
      place === null ? null : now,
    ],
  });
}

/** Those of which the log knows nothing. */
export async function dropFreezesBut(lock: HeadLock, known: readonly number[]): Promise<void> {
  const { session } = heldBy(lock);
  await session.client.query(
    'DELETE FROM freezes WHERE workspace = $1 AND NOT number = ANY ($2::bigint[])',
    [session.workspace, known],
  );
}

/** Changes that have not ended and may lie in this time; whoever shows them looks closer. */
export async function findInTime(
  tx: Tx,
  { start, end }: { readonly start: string; readonly end: string },
): Promise<readonly number[]> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<{ readonly number: number }>({
    name: 'find_in_time',
    text: `SELECT number FROM changes
            WHERE workspace = $1 AND NOT closed
              AND (window_start IS NULL OR state = 'in_progress' OR (window_start < $3 AND window_end > $2))
            ORDER BY number DESC LIMIT 1000`,
    values: [workspace, start, end],
  });
  return rows.map(({ number }) => number);
}
