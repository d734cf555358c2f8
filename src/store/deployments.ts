/**
 * Deployments as they were told of, with the change that each was found to belong to: those that wait for our word, and
 * where a commit went before.
 *
 * What must stay true: whatever order the forge tells in, a row has what was told last by the forge's own time; a
 * decision is made once.
 */
import { and, asc, eq, gte, isNotNull, isNull, lt, sql, type SQL } from 'drizzle-orm';
import type { DeploymentAnswer, MatchedBy, Receipt } from '../core/change/deployment-note.ts';
import type { Change } from '../core/change/state.ts';
import { findChangesByPullCommit } from './changes.ts';
import type { Tx } from './in-workspace.ts';
import { changes } from './schema.ts';
import { deployments } from './schema-deploy.ts';
import { ormOf } from './session.ts';

export type DeploymentRow = Omit<typeof deployments.$inferSelect, 'workspace'>;
export type DeploymentAt = Pick<DeploymentRow, 'repoId' | 'id'>;

/** What is told when a deployment is met; `state` and the rest of what comes later has verbs of its own. */
export type DeploymentMet = Omit<
  DeploymentRow,
  | 'state'
  | 'stateAt'
  | 'finishedAt'
  | 'requestedAt'
  | 'runId'
  | 'decision'
  | 'receipt'
  | 'receiptCodes'
  | 'reports'
  | 'reported'
>;

/** Told again, what it is matched to is said anew, unless it is decided or ended. */
export async function saveDeployment(tx: Tx, met: DeploymentMet): Promise<DeploymentRow> {
  const { workspace } = tx;
  const { matchedChange, matchMethod, inWindow, changeState, environmentId, production } = met;
  const { starterId, starterLogin } = met;
  const starter = starterId === null ? {} : { starterId, starterLogin };
  const isOpen = and(isNull(deployments.decision), isNull(deployments.finishedAt));
  const [row] = await ormOf(tx)
    .insert(deployments)
    .values({ workspace, ...met, state: '', stateAt: met.createdAt, reports: 0 })
    .onConflictDoUpdate({
      target: [deployments.workspace, deployments.repoId, deployments.id],
      set: {
        ...{ matchedChange, matchMethod, inWindow, changeState, environmentId, production },
        ...starter,
      },
      ...(isOpen === undefined ? {} : { setWhere: isOpen }),
    })
    .returning();
  const found = row ?? (await findDeployment(tx, met));
  if (found === null) throw new Error('a deployment that was just saved is not there');
  return withoutWorkspace(found);
}

export async function findDeployment(tx: Tx, at: DeploymentAt): Promise<DeploymentRow | null> {
  const [row] = await ormOf(tx).select().from(deployments).where(isAt(tx, at));
  return row === undefined ? null : withoutWorkspace(row);
}

/** It waits for our word from now on, or did before. */
export async function awaitWord(
  tx: Tx,
  at: DeploymentAt,
  asked: { readonly requestedAt: string; readonly runId: string },
): Promise<void> {
  await ormOf(tx)
    .update(deployments)
    .set(asked)
    .where(and(isAt(tx, at), isNull(deployments.requestedAt)));
}

/** One that belonged to no change belongs to this one. */
export async function matchAgain(
  tx: Tx,
  at: DeploymentAt,
  { change, by }: { readonly change: Pick<Change, 'number' | 'state'>; readonly by: MatchedBy },
): Promise<void> {
  await ormOf(tx)
    .update(deployments)
    .set({ matchedChange: change.number, matchMethod: by, changeState: change.state })
    .where(and(isAt(tx, at), isNull(deployments.matchedChange)));
}

/** It was not heard: the same reason may be told again. */
export async function dropReport(tx: Tx, at: DeploymentAt): Promise<void> {
  await ormOf(tx).update(deployments).set({ reported: null }).where(isAt(tx, at));
}

/** What was told later is not put back by what was told before. */
export async function moveDeployment(
  tx: Tx,
  at: DeploymentAt,
  {
    state,
    stateAt,
    ended,
  }: { readonly state: string; readonly stateAt: string; readonly ended: boolean },
): Promise<void> {
  const finishedAt = ended ? { finishedAt: stateAt } : {};
  await ormOf(tx)
    .update(deployments)
    .set({ state, stateAt, ...finishedAt })
    .where(and(isAt(tx, at), sql`${deployments.stateAt} <= ${stateAt}`));
}

export type Decision = { readonly answer: DeploymentAnswer; readonly receipt: Receipt | null };

/** True for whoever says it first. */
export async function decideDeployment(
  tx: Tx,
  at: DeploymentAt,
  { answer: decision, receipt }: Decision,
): Promise<boolean> {
  const rows = await ormOf(tx)
    .update(deployments)
    .set({
      decision,
      receipt: receipt?.would ?? null,
      receiptCodes: receipt === null ? null : receipt.codes.join(' '),
    })
    .where(and(isAt(tx, at), isNull(deployments.decision)))
    .returning({ id: deployments.id });
  return rows.length > 0;
}

/** One more report of why it waits: its number; null where it was told just that, or was told so often already. */
export async function claimReport(
  tx: Tx,
  at: DeploymentAt,
  { reported, most }: { readonly reported: string; readonly most: number },
): Promise<number | null> {
  const isNew = sql`${deployments.reported} IS DISTINCT FROM ${reported}`;
  const [row] = await ormOf(tx)
    .update(deployments)
    .set({ reported, reports: sql`${deployments.reports} + 1` })
    .where(and(isAt(tx, at), lt(deployments.reports, most), isNew))
    .returning({ reports: deployments.reports });
  return row?.reports ?? null;
}

/** Those that wait, the oldest first. `since`: the forge gave up on older ones. */
export async function listWaiting(tx: Tx, since: string): Promise<readonly DeploymentRow[]> {
  const waits = and(
    isNotNull(deployments.requestedAt),
    isNull(deployments.decision),
    isNull(deployments.finishedAt),
    gte(deployments.requestedAt, since),
  );
  const rows = await ormOf(tx)
    .select()
    .from(deployments)
    .where(and(eq(deployments.workspace, tx.workspace), waits))
    .orderBy(asc(deployments.requestedAt));
  return rows.map(withoutWorkspace);
}

/** Those that were created within it, the oldest first; null: without a bound. */
export async function listDeployments(
  tx: Tx,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): Promise<readonly DeploymentRow[]> {
  const { createdAt, repoId, id } = deployments;
  const isWithin = and(
    eq(deployments.workspace, tx.workspace),
    from === null ? undefined : gte(createdAt, from),
    to === null ? undefined : lt(createdAt, to),
  );
  const rows = await ormOf(tx)
    .select()
    .from(deployments)
    .where(isWithin)
    .orderBy(asc(createdAt), asc(repoId), asc(id));
  return rows.map(withoutWorkspace);
}

/** Ids of environments to which this commit was deployed with success. */
export async function listDeployedTo(
  tx: Tx,
  { repoId, sha }: { readonly repoId: string; readonly sha: string },
): Promise<readonly string[]> {
  const rows = await ormOf(tx)
    .selectDistinct({ environmentId: deployments.environmentId })
    .from(deployments)
    .where(
      and(
        eq(deployments.workspace, tx.workspace),
        eq(deployments.repoId, repoId),
        eq(deployments.sha, sha),
        eq(deployments.state, 'success'),
      ),
    );
  return rows.flatMap(({ environmentId }) => environmentId ?? []);
}

/** Numbers of the changes that a deployment can be meant by: of its commit, and those that run. */
export async function findDeployable(
  tx: Tx,
  { repoId, sha }: { readonly repoId: string; readonly sha: string },
): Promise<{ readonly ofCommit: readonly number[]; readonly running: readonly number[] }> {
  const ofCommit = await findChangesByPullCommit(tx, repoId, sha);
  const rows = await ormOf(tx)
    .select({ number: changes.number })
    .from(changes)
    .where(and(eq(changes.workspace, tx.workspace), eq(changes.state, 'in_progress')));
  return { ofCommit, running: rows.map(({ number }) => number) };
}

function isAt({ workspace }: Tx, { repoId, id }: DeploymentAt): SQL | undefined {
  return and(
    eq(deployments.workspace, workspace),
    eq(deployments.repoId, repoId),
    eq(deployments.id, id),
  );
}

function withoutWorkspace(row: DeploymentRow & { readonly workspace?: string }): DeploymentRow {
  const { workspace: _, ...rest } = row;
  return rest;
}
