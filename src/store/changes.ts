/**
 * The projection: one row a change, with its folded state as a snapshot and
 * the fields that lists filter on. It is written in the transaction that
 * appended the events it was folded from, and never by anybody who does not
 * hold the head lock.
 */
import { and, asc, desc, eq, or } from 'drizzle-orm';
import type { JsonObject } from '../core/audit/canonical.ts';
import type { Booking } from '../core/time/booking.ts';
import { savePast } from './save-past.ts';
import type { PastRow } from './save-past.ts';
import { changes, pulls } from './schema.ts';
import { heldBy, ormOf, sessionOf } from './session.ts';
import type { HeadLock } from './lock.ts';
import type { Tx } from './in-workspace.ts';

export type PullRow = {
  readonly repoId: string;
  readonly repoName: string;
  readonly number: number;
  readonly headSha: string;
  readonly mergeSha: string | null;
};

export type ChangeRow = {
  readonly number: number;
  readonly repoId: string;
  readonly repoName: string;
  readonly issueNumber: number;
  readonly issueId: string;
  readonly state: string;
  readonly closed: boolean;
  readonly category: string | null;
  readonly risk: string | null;
  readonly priority: string | null;
  readonly title: string;
  readonly authorId: string;
  readonly operatorId: string | null;
  readonly windowStart: string | null;
  readonly windowEnd: string | null;
  readonly openedAt: string;
  readonly updatedAt: string;
  /** Sequence number and hash of the change's last event. */
  readonly version: number;
  readonly hash: string;
  /** Which form the folded state has. */
  readonly fold: number;
  /** The folded state, as plain JSON. */
  readonly snapshot: JsonObject;
  /** Every pull request the change is linked to; those not named are forgotten. */
  readonly pulls: readonly PullRow[];
  /** By which others find it; those not named are forgotten. */
  readonly bookings: readonly Booking[];
  /** How it ended, for those who plan the next one; null: it has not; absent: and it never had. */
  readonly past?: PastRow | null;
};

const SAVE = `
  WITH linked AS (
    SELECT * FROM unnest($22::text[], $23::text[], $24::bigint[], $25::text[], $27::text[])
      AS l (repo_id, repo_name, pull_number, head_sha, merge_sha)
  ), gone AS (
    DELETE FROM pulls p WHERE p.workspace = $1 AND p.change = $2
      AND NOT EXISTS (SELECT FROM linked l WHERE l.repo_id = p.repo_id AND l.pull_number = p.pull_number)
  ), kept AS (
    INSERT INTO pulls (workspace, change, repo_id, repo_name, pull_number, head_sha, merge_sha)
    SELECT $1, $2, * FROM linked
    ON CONFLICT (workspace, repo_id, pull_number, change)
    DO UPDATE SET repo_name = excluded.repo_name, head_sha = excluded.head_sha,
      merge_sha = excluded.merge_sha
  ), taken AS (
    SELECT * FROM unnest($28::text[], $29::text[], $30::timestamptz[], $31::timestamptz[])
      AS t (kind, subject, starts_at, ends_at)
  ), freed AS (
    DELETE FROM bookings b WHERE b.workspace = $1 AND b.change = $2
      AND NOT EXISTS (SELECT FROM taken t WHERE t.kind = b.kind AND t.subject = b.subject)
  ), booked AS (
    INSERT INTO bookings (workspace, change, kind, subject, starts_at, ends_at)
    SELECT $1, $2, * FROM taken
    ON CONFLICT (workspace, change, kind, subject)
    DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at
  )
  INSERT INTO changes (workspace, number, repo_id, repo_name, issue_number, issue_id, state, closed, category, risk, priority,
                       title, author_id, operator_id, window_start, window_end, opened_at, updated_at, version, hash, snapshot,
                       fold)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $26)
  ON CONFLICT (workspace, number) DO UPDATE SET
    repo_id = excluded.repo_id, repo_name = excluded.repo_name, issue_number = excluded.issue_number,
    issue_id = excluded.issue_id, state = excluded.state, closed = excluded.closed, category = excluded.category,
    risk = excluded.risk, priority = excluded.priority, title = excluded.title, author_id = excluded.author_id,
    operator_id = excluded.operator_id, window_start = excluded.window_start, window_end = excluded.window_end,
    opened_at = excluded.opened_at, updated_at = excluded.updated_at, version = excluded.version,
    hash = excluded.hash, snapshot = excluded.snapshot, fold = excluded.fold`;

/** Nobody knows until when, or it is very long. */
const RUNNING = 'infinity';

export async function saveChange(lock: HeadLock, row: ChangeRow): Promise<void> {
  const { session } = heldBy(lock);
  await session.client.query({
    name: 'save_change',
    text: SAVE,
    values: [
      session.workspace,
      row.number,
      row.repoId,
      row.repoName,
      row.issueNumber,
      row.issueId,
      row.state,
      row.closed,
      row.category,
      row.risk,
      row.priority,
      row.title,
      row.authorId,
      row.operatorId,
      row.windowStart,
      row.windowEnd,
      row.openedAt,
      row.updatedAt,
      row.version,
      row.hash,
      JSON.stringify(row.snapshot),
      row.pulls.map(({ repoId }) => repoId),
      row.pulls.map(({ repoName }) => repoName),
      row.pulls.map(({ number }) => number),
      row.pulls.map(({ headSha }) => headSha),
      row.fold,
      row.pulls.map(({ mergeSha }) => mergeSha),
      row.bookings.map(({ kind }) => kind),
      row.bookings.map(({ subject }) => subject),
      row.bookings.map(({ startsAt }) => startsAt),
      row.bookings.map(({ startsAt, endsAt }) => (startsAt === null ? null : (endsAt ?? RUNNING))),
    ],
  });
  if (row.past !== undefined) await savePast(lock, row.number, row.past);
}

export type Snapshot<T> = { readonly snapshot: T; readonly fold: number };

/** Snapshots as they were saved, by number; the caller knows their shape, because only `saveChange` writes them. */
export async function loadSnapshots<T>(
  tx: Tx,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, Snapshot<T>>> {
  if (numbers.length === 0) return new Map();
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<Snapshot<T> & { readonly number: number }>({
    name: 'load_snapshots',
    text: 'SELECT number, snapshot, fold FROM changes WHERE workspace = $1 AND number = ANY ($2::bigint[])',
    values: [workspace, numbers],
  });
  return new Map(rows.map(({ number, ...one }) => [number, one]));
}

/** Of the workspace, or of one of its repositories. */
export async function listOpenChanges(tx: Tx, repoId?: string): Promise<readonly number[]> {
  const here = repoId === undefined ? [] : [eq(changes.repoId, repoId)];
  const rows = await ormOf(tx)
    .select({ number: changes.number })
    .from(changes)
    .where(and(eq(changes.workspace, tx.workspace), eq(changes.closed, false), ...here))
    .orderBy(asc(changes.number));
  return rows.map(({ number }) => number);
}

/** Open changes, wherever they live, with a linked pull request in this repository. */
export async function listOpenChangesWithPullsIn(
  tx: Tx,
  repoId: string,
): Promise<readonly number[]> {
  const isOf = and(eq(changes.workspace, pulls.workspace), eq(changes.number, pulls.change));
  const rows = await ormOf(tx)
    .selectDistinct({ number: changes.number })
    .from(changes)
    .innerJoin(pulls, isOf)
    .where(
      and(eq(changes.workspace, tx.workspace), eq(changes.closed, false), eq(pulls.repoId, repoId)),
    );
  return rows.map(({ number }) => number);
}

/** Repositories that changes were opened in, each by the name that it had last. */
export async function listRepositories(
  tx: Tx,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return ormOf(tx)
    .selectDistinctOn([changes.repoId], { id: changes.repoId, name: changes.repoName })
    .from(changes)
    .where(eq(changes.workspace, tx.workspace))
    .orderBy(changes.repoId, desc(changes.number));
}

/** The newest first, ended or not. */
export async function listLastChanges(
  tx: Tx,
  repoId: string,
  limit: number,
): Promise<readonly number[]> {
  const rows = await ormOf(tx)
    .select({ number: changes.number })
    .from(changes)
    .where(and(eq(changes.workspace, tx.workspace), eq(changes.repoId, repoId)))
    .orderBy(desc(changes.number))
    .limit(limit);
  return rows.map(({ number }) => number);
}

/** The newest: a pull request that was closed and opened again is another change each time. */
export async function findChangeByIssue(
  tx: Tx,
  repoId: string,
  issueNumber: number,
): Promise<number | null> {
  const [row] = await ormOf(tx)
    .select({ number: changes.number })
    .from(changes)
    .where(
      and(
        eq(changes.workspace, tx.workspace),
        eq(changes.repoId, repoId),
        eq(changes.issueNumber, issueNumber),
      ),
    )
    .orderBy(desc(changes.number))
    .limit(1);
  return row?.number ?? null;
}

/** Newest change first. */
export async function findChangesByPull(
  tx: Tx,
  repoId: string,
  pullNumber: number,
): Promise<readonly number[]> {
  const rows = await ormOf(tx)
    .select({ change: pulls.change })
    .from(pulls)
    .where(
      and(eq(pulls.workspace, tx.workspace), eq(pulls.repoId, repoId), eq(pulls.pull, pullNumber)),
    )
    .orderBy(desc(pulls.change));
  return rows.map(({ change }) => change);
}

/** Changes with a linked pull request whose head is this commit; newest first. */
export async function findChangesByHead(
  tx: Tx,
  repoId: string,
  sha: string,
): Promise<readonly number[]> {
  const rows = await ormOf(tx)
    .selectDistinct({ change: pulls.change })
    .from(pulls)
    .where(and(eq(pulls.workspace, tx.workspace), eq(pulls.repoId, repoId), eq(pulls.headSha, sha)))
    .orderBy(desc(pulls.change));
  return rows.map(({ change }) => change);
}

/** Changes with a linked pull request whose head is this commit, or whose merge made it; newest first. */
export async function findChangesByPullCommit(
  tx: Tx,
  repoId: string,
  sha: string,
): Promise<readonly number[]> {
  const isCommit = or(eq(pulls.headSha, sha), eq(pulls.mergeSha, sha));
  const rows = await ormOf(tx)
    .selectDistinct({ change: pulls.change })
    .from(pulls)
    .where(and(eq(pulls.workspace, tx.workspace), eq(pulls.repoId, repoId), isCommit))
    .orderBy(desc(pulls.change));
  return rows.map(({ change }) => change);
}
