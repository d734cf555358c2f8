/**
 * Commits on which somebody else reported under a name of ours: the memory of a workspace for what no change could
 * tell, and of how often it was answered, so that nobody is fought without end.
 */
import { and, eq, gt, lt, sql, type SQL } from 'drizzle-orm';
import type { ForgedReport, OurName } from '../core/change/forged.ts';
import type { Tx } from './in-workspace.ts';
import { forgedReports } from './schema-policy.ts';
import { ormOf } from './session.ts';

export type ForgedPlace = { readonly repoId: string; readonly sha: string; readonly name: OurName };

export type ForgedRow = ForgedPlace &
  Pick<ForgedReport, 'via' | 'says' | 'by'> & {
    readonly times: number;
    readonly lastAt: string;
    readonly hasStatus: boolean;
    readonly answered: string | null;
  };

/** `forget`: what nobody repeated since then is not remembered any more. Returns how often it happened here. */
export async function noteForged(
  tx: Tx,
  place: Omit<ForgedPlace, 'name'> & { readonly report: ForgedReport },
  { now, forget }: { readonly now: string; readonly forget: string },
): Promise<number> {
  const { workspace } = tx;
  const { repoId, sha, report } = place;
  const { name, via, says, by } = report;
  await ormOf(tx)
    .delete(forgedReports)
    .where(and(eq(forgedReports.workspace, workspace), lt(forgedReports.lastAt, forget)));
  const last = { via, says, byId: by.id, byLogin: by.login, lastAt: now };
  const isStatus = via === 'status';
  const first = { times: 1, answers: 0, answersSince: now, hasStatus: isStatus, answered: null };
  const [row] = await ormOf(tx)
    .insert(forgedReports)
    .values({ workspace, repoId, sha, name, ...last, ...first })
    .onConflictDoUpdate({
      target: [
        forgedReports.workspace,
        forgedReports.repoId,
        forgedReports.sha,
        forgedReports.name,
      ],
      set: {
        ...last,
        times: sql`${forgedReports.times} + 1`,
        ...(isStatus ? { hasStatus: true, answered: null } : {}),
      },
    })
    .returning({ times: forgedReports.times });
  return row?.times ?? 1;
}

export async function findForged(tx: Tx, place: ForgedPlace): Promise<ForgedRow | null> {
  const rows = await ormOf(tx).select().from(forgedReports).where(isAt(tx, place));
  const [row] = rows;
  if (row === undefined) return null;
  const { byId, byLogin, ...rest } = row;
  return { ...rest, by: { id: byId, login: byLogin } };
}

/** One more answer over somebody else's; false when there were so many since `since` that no other is given. */
export async function claimAnswer(
  tx: Tx,
  place: ForgedPlace,
  { now, since, most }: { readonly now: string; readonly since: string; readonly most: number },
): Promise<boolean> {
  const renewed = await ormOf(tx)
    .update(forgedReports)
    .set({ answers: 1, answersSince: now })
    .where(and(isAt(tx, place), lt(forgedReports.answersSince, since)))
    .returning({ sha: forgedReports.sha });
  if (renewed.length > 0) return true;
  const claimed = await ormOf(tx)
    .update(forgedReports)
    .set({ answers: sql`${forgedReports.answers} + 1` })
    .where(and(isAt(tx, place), lt(forgedReports.answers, most)))
    .returning({ sha: forgedReports.sha });
  return claimed.length > 0;
}

export async function noteAnswered(tx: Tx, place: ForgedPlace, answered: string): Promise<void> {
  await ormOf(tx).update(forgedReports).set({ answered }).where(isAt(tx, place));
}

/** Of one repository, since a moment; the newest first. */
export async function listForged(
  tx: Tx,
  { repoId, since }: { readonly repoId: string; readonly since: string },
): Promise<readonly ForgedRow[]> {
  const { workspace } = tx;
  const rows = await ormOf(tx)
    .select()
    .from(forgedReports)
    .where(
      and(
        eq(forgedReports.workspace, workspace),
        eq(forgedReports.repoId, repoId),
        gt(forgedReports.lastAt, since),
      ),
    )
    .orderBy(sql`${forgedReports.lastAt} desc`);
  return rows.map(({ byId, byLogin, ...rest }) => ({ ...rest, by: { id: byId, login: byLogin } }));
}

function isAt({ workspace }: Tx, { repoId, sha, name }: ForgedPlace): SQL | undefined {
  return and(
    eq(forgedReports.workspace, workspace),
    eq(forgedReports.repoId, repoId),
    eq(forgedReports.sha, sha),
    eq(forgedReports.name, name),
  );
}
