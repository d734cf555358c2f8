/**
 * Locks of environments: one at a time for each, set by one act and lifted by another.
 *
 * What must stay true: of two that lock at once one does, and the same act told twice has locked once. Names count
 * without their case, as they do in a policy and at forges.
 */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
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
  const name = (environment ?? ALL).toLowerCase();
  const values = { environment: name, reason, byId: by.id, byLogin: by.login, url };
  await ormOf(tx)
    .insert(environmentLocks)
    .values({ workspace, ...values, lockedAt: at, claim })
    .onConflictDoNothing();
  const [row] = await ormOf(tx)
    .select()
    .from(environmentLocks)
    .where(isOn(tx, [name]))
    .orderBy(asc(environmentLocks.lockedAt));
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

/** Of one environment those that are on it, by whichever of its names, and on all; without one every lock. */
export async function listLocks(
  tx: Tx,
  names?: readonly string[],
): Promise<readonly EnvironmentLock[]> {
  const isMeant =
    names === undefined ? eq(environmentLocks.workspace, tx.workspace) : isOn(tx, [...names, ALL]);
  const rows = await ormOf(tx)
    .select()
    .from(environmentLocks)
    .where(isMeant)
    .orderBy(asc(environmentLocks.lockedAt));
  return rows.map(lockOf);
}

function isOn({ workspace }: Tx, names: readonly string[]): ReturnType<typeof and> {
  const meant = names.map((name) => name.toLowerCase());
  return and(
    eq(environmentLocks.workspace, workspace),
    inArray(sql`lower(${environmentLocks.environment})`, meant),
  );
}

function lockOf(row: typeof environmentLocks.$inferSelect): EnvironmentLock {
  const { environment, reason, byId, byLogin, lockedAt, url } = row;
  const on = environment === ALL ? null : environment;
  return { environment: on, reason, by: { id: byId, login: byLogin }, at: lockedAt, url };
}
