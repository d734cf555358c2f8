/** The groups of merge queues that wait for an answer: what is asked again when one of their members moves. */
import { and, eq, lt } from 'drizzle-orm';
import type { Tx } from './in-workspace.ts';
import { mergeGroups } from './schema-policy.ts';
import { ormOf } from './session.ts';

export type GroupRow = {
  readonly repoId: string;
  readonly repoName: string;
  readonly headSha: string;
  readonly members: readonly number[] | null;
  readonly formedAt: string;
};

/** `forget`: groups that were formed before then are gone, though nobody told. */
export async function saveGroup(tx: Tx, row: GroupRow, forget: string): Promise<void> {
  const { workspace } = tx;
  await ormOf(tx)
    .delete(mergeGroups)
    .where(and(eq(mergeGroups.workspace, workspace), lt(mergeGroups.formedAt, forget)));
  await ormOf(tx)
    .insert(mergeGroups)
    .values({ workspace, ...row })
    .onConflictDoUpdate({
      target: [mergeGroups.workspace, mergeGroups.repoId, mergeGroups.headSha],
      set: { members: row.members },
    });
}

export async function listGroups(tx: Tx): Promise<readonly GroupRow[]> {
  return ormOf(tx)
    .select({
      repoId: mergeGroups.repoId,
      repoName: mergeGroups.repoName,
      headSha: mergeGroups.headSha,
      members: mergeGroups.members,
      formedAt: mergeGroups.formedAt,
    })
    .from(mergeGroups)
    .where(eq(mergeGroups.workspace, tx.workspace));
}

export async function dropGroup(tx: Tx, repoId: string, headSha: string): Promise<void> {
  const { workspace } = tx;
  const isIt = and(
    eq(mergeGroups.workspace, workspace),
    eq(mergeGroups.repoId, repoId),
    eq(mergeGroups.headSha, headSha),
  );
  await ormOf(tx).delete(mergeGroups).where(isIt);
}
