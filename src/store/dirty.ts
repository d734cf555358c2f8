/**
 * Marks what the forge does not show yet. A change is dirty while the version
 * wanted is above the version known to be shown; both only rise, so a run that
 * began before the latest event cannot declare the change clean.
 */
import { asSystem } from './in-workspace.ts';
import { storable } from './inbox.ts';
import { heldBy, sessionOf } from './session.ts';
import type { Database } from './database.ts';
import type { HeadLock } from './lock.ts';
import type { Tx } from './in-workspace.ts';

export type DirtyMark = {
  readonly number: number;
  readonly version: number;
  readonly since: string;
};

export type DirtyChange = DirtyMark & {
  readonly workspace: string;
  /** Looks that were put off, since the last one that settled. */
  readonly attempts: number;
  readonly problem: string | null;
};

/** `version` is the sequence number of the change's last event. */
export async function markDirty(lock: HeadLock, mark: DirtyMark): Promise<void> {
  const { session } = heldBy(lock);
  await session.client.query({
    name: 'mark_dirty',
    text: `INSERT INTO dirty AS known (workspace, change, version, since, clean)
           VALUES ($1, $2, $3, $4, 0)
           ON CONFLICT (workspace, change) DO UPDATE SET
             since = CASE WHEN known.version > known.clean THEN known.since ELSE excluded.since END,
             version = greatest(known.version, excluded.version),
             attempts = 0, next_attempt_at = NULL, problem = NULL`,
    values: [session.workspace, mark.number, mark.version, mark.since],
  });
}

export type DirtyDelay = {
  readonly number: number;
  readonly version: number;
  /** As it was read; a look that was wanted since is not put off. */
  readonly clean?: number;
  readonly retryAt: string;
  readonly problem: string | null;
};

/** What a run starts from. `clean` moves with every look that is asked for, so it tells whether one came meanwhile. */
export type Mark = { readonly version: number; readonly clean: number; readonly attempts: number };

/** Read before the state, so that it is never newer than what is shown. Null: there is nothing to show. */
export async function readMark(tx: Tx, number: number): Promise<Mark | null> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<Mark>({
    name: 'read_mark',
    text: 'SELECT version, clean, attempts FROM dirty WHERE workspace = $1 AND change = $2',
    values: [workspace, number],
  });
  return rows[0] ?? null;
}

/**
 * Whoever writes several rows of a change takes its mark first: then nobody waits for a row that somebody holds who
 * waits for one of theirs.
 */
export async function holdMark(tx: Tx, number: number): Promise<void> {
  const { client, workspace } = sessionOf(tx);
  await client.query({
    name: 'hold_mark',
    text: 'SELECT FROM dirty WHERE workspace = $1 AND change = $2 FOR UPDATE',
    values: [workspace, number],
  });
}

/** The forge shows what stood behind the mark. False when an event or a wanted look came meanwhile. */
export async function settleMark(tx: Tx, number: number, mark: Mark): Promise<boolean> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<{ clean: boolean }>({
    name: 'settle_mark',
    text: `UPDATE dirty SET clean = greatest(clean, $3::bigint), attempts = 0, next_attempt_at = NULL, problem = NULL
            WHERE workspace = $1 AND change = $2 AND clean = $4 RETURNING version <= clean AS clean`,
    values: [workspace, number, mark.version, mark.clean],
  });
  return rows[0]?.clean ?? false;
}

/** Not before `retryAt`; a newer event lifts the delay. */
export async function delayDirty(tx: Tx, delay: DirtyDelay): Promise<void> {
  const { client, workspace } = sessionOf(tx);
  await client.query({
    name: 'delay_dirty',
    text: `UPDATE dirty SET attempts = attempts + 1, next_attempt_at = $4, problem = $5
            WHERE workspace = $1 AND change = $2 AND version = $3 AND clean = coalesce($6, clean)`,
    values: [
      workspace,
      delay.number,
      delay.version,
      delay.retryAt,
      delay.problem === null ? null : storable(delay.problem),
      delay.clean ?? null,
    ],
  });
}

/** Across workspaces: what is dirty and may be looked at, the longest waiting first. */
export async function listDirty(
  db: Database,
  wanted: { readonly before: string; readonly limit: number },
): Promise<readonly DirtyChange[]> {
  const { rows } = await asSystem(db, (client) =>
    client.query<DirtyChange>({
      name: 'list_dirty',
      text: `SELECT workspace, change AS number, version, since, attempts, problem FROM dirty
              WHERE version > clean AND (next_attempt_at IS NULL OR next_attempt_at <= $1)
              ORDER BY since LIMIT $2`,
      values: [wanted.before, wanted.limit],
    }),
  );
  return rows;
}

/**
 * No event, but something to look at: a foreign edit, an answer owed. Makes the version wanted due again; each call
 * moves `clean`, so that a run which began before it cannot declare the change clean.
 */
export async function wantLook(tx: Tx, number: number, since: string): Promise<void> {
  await wantLookLater(tx, number, { since, notBefore: null });
}

export type Later = { readonly since: string; readonly notBefore: string | null };

/** A look that others may join. It never puts off one that was wanted at once, nor one that is due earlier. */
export async function wantLookLater(
  tx: Tx,
  number: number,
  { since, notBefore }: Later,
): Promise<void> {
  const { client, workspace } = sessionOf(tx);
  await client.query({
    name: 'want_look',
    text: `UPDATE dirty SET clean = least(clean, version) - 1, since = CASE WHEN version > clean THEN since ELSE $3 END,
                            next_attempt_at = CASE WHEN version > clean AND next_attempt_at IS NULL THEN NULL
                                                   WHEN $4::timestamptz IS NULL THEN NULL
                                                   ELSE least(next_attempt_at, $4::timestamptz) END,
                            attempts = 0, problem = NULL
            WHERE workspace = $1 AND change = $2`,
    values: [workspace, number, since, notBefore],
  });
}
