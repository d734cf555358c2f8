/**
 * Durable timers. When one is due, somebody appends an event and, in the same
 * transaction, notes that it fired; so it fires once, and not at all when the
 * change was moved in the meantime. Due is judged by the caller's clock.
 *
 * Looking for due timers crosses workspaces: it runs as holdpoint_system,
 * which reads timers and writes none.
 */
import { asSystem } from './in-workspace.ts';
import { heldBy, sessionOf } from './session.ts';
import type { Database } from './database.ts';
import type { HeadLock } from './lock.ts';
import type { Tx } from './in-workspace.ts';

export type Timer = { readonly name: string; readonly dueAt: string };

export type DueTimer = Timer & {
  readonly workspace: string;
  readonly change: number;
  readonly version: number;
};

/** The timers of a change, all of them; those not named are cancelled. One that fired and has not moved stays fired. */
export async function replaceTimers(
  lock: HeadLock,
  change: number,
  timers: readonly Timer[],
): Promise<void> {
  const { session } = heldBy(lock);
  await session.client.query({
    name: 'replace_timers',
    text: `WITH wanted AS (
             SELECT * FROM unnest($3::text[], $4::timestamptz[]) AS w (name, due_at)
           ), cancelled AS (
             DELETE FROM timers t WHERE t.workspace = $1 AND t.change = $2
                AND NOT EXISTS (SELECT FROM wanted w WHERE w.name = t.name)
           )
           INSERT INTO timers AS known (workspace, change, name, due_at, version, fired)
           SELECT $1, $2, name, due_at, 1, false FROM wanted
           ON CONFLICT (workspace, change, name)
           DO UPDATE SET due_at = excluded.due_at, version = known.version + 1, fired = false
            WHERE known.due_at <> excluded.due_at`,
    values: [
      session.workspace,
      change,
      timers.map(({ name }) => name),
      timers.map(({ dueAt }) => dueAt),
    ],
  });
}

/** Across workspaces, the longest overdue first. */
export async function dueTimers(
  db: Database,
  now: string,
  limit: number,
): Promise<readonly DueTimer[]> {
  const { rows } = await asSystem(db, (client) =>
    client.query<DueTimer>({
      name: 'due_timers',
      text: `SELECT workspace, change, name, due_at AS "dueAt", version FROM timers
              WHERE NOT fired AND due_at <= $1 ORDER BY due_at, workspace, change LIMIT $2`,
      values: [now, limit],
    }),
  );
  return rows;
}

export async function hasDueTimers(db: Database, now: string): Promise<boolean> {
  return (await dueTimers(db, now, 1)).length > 0;
}

/** In the transaction that recorded it. Does nothing when the timer was moved, cancelled or has fired. */
export async function fireTimer(tx: Tx, timer: DueTimer): Promise<void> {
  const { client, workspace } = sessionOf(tx);
  await client.query({
    name: 'fire_timer',
    text: `UPDATE timers SET fired = true
            WHERE workspace = $1 AND change = $2 AND name = $3 AND version = $4 AND due_at = $5`,
    values: [workspace, timer.change, timer.name, timer.version, timer.dueAt],
  });
}
