/**
 * What went past every gate, as it stands: one row while nobody has answered, counted up by later sightings.
 *
 * What must stay true: a row is written under the head lock, beside the event that tells the same.
 */
import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { AnswerRefusal, UnauthorisedAnswer } from '../core/deploy/answer-unauthorised.ts';
import type { Sighting } from '../core/deploy/unauthorised.ts';
import type { Person } from '../core/change/stamp.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import type { Tx } from './in-workspace.ts';
import type { HeadLock } from './lock.ts';
import { policies } from './schema-policy.ts';
import { unauthorisedChanges as table } from './schema-unauthorised.ts';
import { ormOf } from './session.ts';

export type UnauthorisedRow = Omit<typeof table.$inferSelect, 'workspace'>;

/** The open record of the same kind, place and doer. */
export async function findUnauthorised(
  tx: Tx,
  repoId: string,
  { kind, place, by }: Sighting,
): Promise<UnauthorisedRow | null> {
  const same = and(
    ...[eq(table.repoId, repoId), eq(table.place, place)],
    ...[eq(table.actorId, by.id), eq(table.kind, kind), eq(table.state, 'open')],
  );
  return only(tx, same);
}

export async function findUnauthorisedByIssue(
  tx: Tx,
  repoId: string,
  issue: number,
): Promise<UnauthorisedRow | null> {
  return only(tx, and(eq(table.repoId, repoId), eq(table.issue, issue)));
}

export async function readUnauthorised(tx: Tx, seq: number): Promise<UnauthorisedRow | null> {
  return only(tx, eq(table.seq, seq));
}

/** The first that was seen comes first. */
export async function listUnauthorised(tx: Tx): Promise<readonly UnauthorisedRow[]> {
  const rows = await ormOf(tx)
    .select()
    .from(table)
    .where(eq(table.workspace, tx.workspace))
    .orderBy(asc(table.seq));
  return rows.map(withoutWorkspace);
}

/** `seq`: of the event that tells of it. */
export async function openUnauthorised(
  { tx }: HeadLock,
  seq: number,
  { repo, sighting }: { readonly repo: RepoRef; readonly sighting: Sighting },
): Promise<void> {
  const { kind, place, by, at } = sighting;
  const answer = { byId: null, byLogin: null, answeredAt: null, change: null, reason: null };
  await ormOf(tx)
    .insert(table)
    .values({
      ...{ workspace: tx.workspace, seq, kind, place, repoId: repo.id, repoName: repo.name },
      ...{ actorId: by.id, actorLogin: by.login, firstSeen: at, times: 1, state: 'open' },
      ...{ refused: null, refusedLogin: null, issue: null, intentAt: null, version: 1, shown: 0 },
      ...seen(sighting),
      ...answer,
    });
}

export async function seeAgain({ tx }: HeadLock, seq: number, sighting: Sighting): Promise<void> {
  const times = sql`${table.times} + 1`;
  await change(tx, seq, { ...seen(sighting), times, version: NEXT });
}

export async function settleUnauthorised(
  { tx }: HeadLock,
  seq: number,
  {
    answer: { verb, change: stands, reason },
    by,
    at,
  }: { readonly answer: UnauthorisedAnswer; readonly by: Person; readonly at: string },
): Promise<void> {
  await change(tx, seq, {
    ...{ state: verb === 'justify' ? 'justified' : 'dismissed', byId: by.id, byLogin: by.login },
    ...{ answeredAt: at, change: stands, reason, refused: null, refusedLogin: null, version: NEXT },
  });
}

/** The same no to the same person is not told again. */
export async function refuseAnswer(
  { tx }: HeadLock,
  { seq, refused, refusedLogin }: UnauthorisedRow,
  no: { readonly code: AnswerRefusal; readonly login: string },
): Promise<void> {
  if (refused === no.code && refusedLogin === no.login) return;
  await change(tx, seq, { refused: no.code, refusedLogin: no.login, version: NEXT });
}

/** True for whoever begins to open its issue. `stale`: whoever began at this moment has given up since. */
export async function claimIssue(
  tx: Tx,
  seq: number,
  { now, stale }: { readonly now: string; readonly stale: string | null },
): Promise<boolean> {
  const isFree = stale === null ? isNull(table.intentAt) : eq(table.intentAt, stale);
  const rows = await ormOf(tx)
    .update(table)
    .set({ intentAt: now })
    .where(and(isAt(tx, seq), isNull(table.issue), isFree))
    .returning({ seq: table.seq });
  return rows.length > 0;
}

/** A clear no: nothing can appear later. */
export async function dropIssueClaim(tx: Tx, seq: number): Promise<void> {
  await change(tx, seq, { intentAt: null });
}

export async function forgetIssue(tx: Tx, seq: number): Promise<void> {
  await change(tx, seq, { issue: null, intentAt: null });
}

export async function keepIssue(tx: Tx, seq: number, issue: number): Promise<void> {
  await change(tx, seq, { issue });
}

export async function noteShown(tx: Tx, seq: number, version: number): Promise<void> {
  await change(tx, seq, { shown: version });
}

/** Whether any policy that was met here has pushes and merges looked at: asked before anything is read of the forge. */
export async function isWatched(tx: Tx): Promise<boolean> {
  const rows = await ormOf(tx)
    .select({ version: policies.version })
    .from(policies)
    .where(
      and(
        eq(policies.workspace, tx.workspace),
        sql`${policies.content} -> 'unauthorised' IS NOT NULL`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}

const NEXT = sql`${table.version} + 1`;

type Values = Parameters<ReturnType<ReturnType<typeof ormOf>['update']>['set']>[0];

async function change(tx: Tx, seq: number, values: Values): Promise<void> {
  await ormOf(tx).update(table).set(values).where(isAt(tx, seq));
}

function seen({
  sha,
  url,
  at,
  change: matchedChange,
}: Sighting): Pick<UnauthorisedRow, 'sha' | 'url' | 'lastSeen' | 'matchedChange'> {
  return { sha, url, lastSeen: at, matchedChange };
}

function isAt({ workspace }: Tx, seq: number): SQL | undefined {
  return and(eq(table.workspace, workspace), eq(table.seq, seq));
}

async function only(tx: Tx, which: SQL | undefined): Promise<UnauthorisedRow | null> {
  const [row] = await ormOf(tx)
    .select()
    .from(table)
    .where(and(eq(table.workspace, tx.workspace), which));
  return row === undefined ? null : withoutWorkspace(row);
}

function withoutWorkspace(row: typeof table.$inferSelect): UnauthorisedRow {
  const { workspace: _, ...rest } = row;
  return rest;
}
