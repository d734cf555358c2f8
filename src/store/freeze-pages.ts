/**
 * When the comment in which a freeze explains itself has to be looked at, and what was written there.
 *
 * What must stay true: a look that was wanted while the comment was drawn is not lost by it.
 */
import type { OpenedFreeze } from '../core/time/opened-freeze.ts';
import type { Database } from './database.ts';
import { asSystem } from './in-workspace.ts';
import type { Tx } from './in-workspace.ts';
import { sessionOf } from './session.ts';

export type FreezePage = {
  readonly opened: OpenedFreeze;
  readonly passed: readonly number[];
  readonly version: number;
  readonly comment: string | null;
  readonly shown: string | null;
};

export type DuePage = { readonly workspace: string; readonly number: number };

/** Across workspaces, the longest waiting first. */
export async function duePages(
  db: Database,
  now: string,
  limit: number,
): Promise<readonly DuePage[]> {
  const { rows } = await asSystem(db, (client) =>
    client.query<DuePage>({
      name: 'due_pages',
      text: 'SELECT workspace, number FROM freezes WHERE look_at <= $1 ORDER BY look_at LIMIT $2',
      values: [now, limit],
    }),
  );
  return rows;
}

export async function readPage(tx: Tx, number: number): Promise<FreezePage | null> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<FreezePage>({
    name: 'read_freeze_page',
    text: `SELECT snapshot AS opened, passed, version, comment, shown FROM freezes
            WHERE workspace = $1 AND number = $2`,
    values: [workspace, number],
  });
  const [row] = rows;
  // Of a list of numbers the driver makes texts.
  return row === undefined ? null : { ...row, passed: row.passed.map(Number) };
}

export type PageShown = Pick<FreezePage, 'version' | 'comment' | 'shown'> & {
  readonly lookAt: string | null;
};

/** What came meanwhile is looked at as it was wanted. */
export async function settlePage(
  tx: Tx,
  number: number,
  { version, comment, shown, lookAt }: PageShown,
): Promise<void> {
  const { client, workspace } = sessionOf(tx);
  await client.query({
    name: 'settle_freeze_page',
    text: `UPDATE freezes SET comment = $4, shown = $5,
                  look_at = CASE WHEN version = $3 THEN $6::timestamptz ELSE look_at END
            WHERE workspace = $1 AND number = $2`,
    values: [workspace, number, version, comment, shown, lookAt],
  });
}

/** It could not be looked at: what came meanwhile waits with it. */
export async function putOffPage(tx: Tx, number: number, lookAt: string): Promise<void> {
  const { client, workspace } = sessionOf(tx);
  await client.query({
    name: 'put_off_freeze_page',
    text: 'UPDATE freezes SET look_at = $3 WHERE workspace = $1 AND number = $2',
    values: [workspace, number, lookAt],
  });
}

export type Moving = {
  readonly now: string;
  readonly change: number;
  /** Freezes that it was let through. */
  readonly passed: readonly number[];
  /** Windows that it has, or had; null: it has none. */
  readonly windows: readonly { readonly start: string; readonly end: string }[];
};

/** A change has moved: freezes that it may lie in are looked at again, and remember whom they let through. */
export async function touchFreezes(tx: Tx, moving: Moving): Promise<boolean> {
  const { client, workspace } = sessionOf(tx);
  const { now, change, passed, windows } = moving;
  const { rowCount } = await client.query({
    name: 'touch_freezes',
    text: `UPDATE freezes SET
                  passed = CASE WHEN number = ANY ($4::bigint[]) AND NOT $3::bigint = ANY (passed)
                                THEN passed || $3::bigint ELSE passed END,
                  look_at = CASE WHEN issue IS NULL THEN NULL ELSE least(look_at, $2::timestamptz) END,
                  version = version + 1
            WHERE workspace = $1
              AND (number = ANY ($4::bigint[])
                   OR ends_at > $2::timestamptz - interval '3 days' AND EXISTS (SELECT FROM unnest($5::timestamptz[], $6::timestamptz[]) AS w (s, e)
                               WHERE w.s < ends_at AND starts_at < w.e))`,
    values: [
      workspace,
      now,
      change,
      passed,
      windows.map(({ start }) => start),
      windows.map(({ end }) => end),
    ],
  });
  return (rowCount ?? 0) > 0;
}
