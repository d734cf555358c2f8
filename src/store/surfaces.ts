/**
 * The reconciler's memory of what it wrote where. Memory, not truth: a row
 * that is lost is found again on the forge by its marker. Rows are the
 * reconciler's own, one writer a change, so they need no head lock; what an
 * act asks for (`wantSurface`) is noted with the act, under it.
 */
import { and, asc, eq, gt } from 'drizzle-orm';
import { surfaces } from './schema.ts';
import { heldBy, ormOf } from './session.ts';
import type { HeadLock } from './lock.ts';
import type { Tx } from './in-workspace.ts';

export type SurfaceRow = {
  readonly surface: string;
  readonly forgeId: string | null;
  /** Of the text written last. */
  readonly digest: string | null;
  /** Set before a create, cleared by its answer. */
  readonly intentAt: string | null;
  readonly writtenAt: string | null;
  readonly attempts: number;
  readonly problem: string | null;
};

export async function listSurfaces(tx: Tx, change: number): Promise<readonly SurfaceRow[]> {
  return ormOf(tx)
    .select({
      surface: surfaces.surface,
      forgeId: surfaces.forgeId,
      digest: surfaces.digest,
      intentAt: surfaces.intentAt,
      writtenAt: surfaces.writtenAt,
      attempts: surfaces.attempts,
      problem: surfaces.problem,
    })
    .from(surfaces)
    .where(ofChange(tx, change))
    .orderBy(asc(surfaces.surface));
}

/** The whole row, as it is to be from now on. */
export async function putSurface(tx: Tx, change: number, row: SurfaceRow): Promise<void> {
  const { surface, ...rest } = row;
  await ormOf(tx)
    .insert(surfaces)
    .values({ workspace: tx.workspace, change, surface, ...rest })
    .onConflictDoUpdate({
      target: [surfaces.workspace, surfaces.change, surfaces.surface],
      set: rest,
    });
}

/** Noted once: a surface that is known already stays as it is. */
export async function wantSurface(lock: HeadLock, change: number, surface: string): Promise<void> {
  const { session } = heldBy(lock);
  await ormOf(lock.tx)
    .insert(surfaces)
    .values({ workspace: session.workspace, change, surface })
    .onConflictDoNothing();
}

export async function dropSurface(tx: Tx, change: number, surface: string): Promise<void> {
  await ormOf(tx)
    .delete(surfaces)
    .where(and(ofChange(tx, change), eq(surfaces.surface, surface)));
}

/** The change moved: writes are counted from zero again. */
export async function forgetAttempts(lock: HeadLock, change: number): Promise<void> {
  await ormOf(lock.tx)
    .update(surfaces)
    .set({ attempts: 0 })
    .where(and(ofChange(heldBy(lock).session, change), gt(surfaces.attempts, 0)));
}

function ofChange(where: { readonly workspace: string }, change: number): ReturnType<typeof and> {
  return and(eq(surfaces.workspace, where.workspace), eq(surfaces.change, change));
}
