/**
 * Locks of environments: one at a time for each, set by one act and lifted by another.
 *
 * What must stay true: of two that lock at once one does, and the same act told twice has locked once.
 */
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { EnvironmentLock } from '../core/deploy/deploying.ts';
import type { Tx } from './in-workspace.ts';
import { environmentLocks } from './schema-deploy.ts';
import { ormOf } from './session.ts';

/** Stands for all environments. */
const ALL = '*';

/** Null: it is locked now, by this claim. Otherwise the lock that was there before. */
export async function claimLock(
  tx: Tx,
  { environment, reason, by, at, url }: EnvironmentLock,
  claim: string,
): Promise<EnvironmentLock | null> {
  const { workspace } = tx;
  const values = { environment: environment ?? ALL, reason, byId: by.id, byLogin: by.login, url };
  await ormOf(tx)
    .insert(environmentLocks)
    .values({ workspace, ...values, lockedAt: at, claim })
    .onConflictDoNothing();
  const [row] = await ormOf(tx)
    .select()
    .from(environmentLocks)
    .where(isOn(tx, [environment ?? ALL]));
  return row === undefined || row.claim === claim ? null : lockOf(row);
}

/** Null: it was not locked. */
export async function releaseLock(
  tx: Tx,
  environment: string | null,
): Promise<EnvironmentLock | null> {
  const [row] = await ormOf(tx)
    .delete(environmentLocks)
    .where(isOn(tx, [environment ?? ALL]))
    .returning();
  return row === undefined ? null : lockOf(row);
}

/** Of one environment those that are on it and on all; without one every lock. */
export async function listLocks(tx: Tx, environment?: string): Promise<readonly EnvironmentLock[]> {
  const isMeant =
    environment === undefined
      ? eq(environmentLocks.workspace, tx.workspace)
      : isOn(tx, [environment, ALL]);
  const rows = await ormOf(tx)
    .select()
    .from(environmentLocks)
    .where(isMeant)
    .orderBy(asc(environmentLocks.lockedAt));
  return rows.map(lockOf);
}

function isOn({ workspace }: Tx, environments: readonly string[]): ReturnType<typeof and> {
  return and(
    eq(environmentLocks.workspace, workspace),
    inArray(environmentLocks.environment, [...environments]),
  );
}

function lockOf(row: typeof environmentLocks.$inferSelect): EnvironmentLock {
  const { environment, reason, byId, byLogin, lockedAt, url } = row;
  const on = environment === ALL ? null : environment;
  return { environment: on, reason, by: { id: byId, login: byLogin }, at: lockedAt, url };
}
