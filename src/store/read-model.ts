/**
 * Questions that pages, metrics and exports ask of the projection. Reading
 * only; everything here can be made again from the log.
 */
import { and, asc, count, desc, eq, gt, ilike, inArray, lt, or } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { changes } from './schema.ts';
import { ormOf } from './session.ts';
import type { Tx } from './in-workspace.ts';

/** What lists show; the snapshot has the rest. */
export type ListedChange = {
  readonly number: number;
  readonly repoId: string;
  readonly repoName: string;
  readonly issueNumber: number;
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
};

export type ChangeFilter = {
  readonly states?: readonly string[];
  readonly closed?: boolean;
  readonly category?: string;
  readonly risk?: string;
  readonly repoId?: string;
  /** Author or operator, by id. */
  readonly person?: string;
  /** Part of the title, upper or lower case. */
  readonly words?: string;
  /** Numbers below this one only: the next page. */
  readonly before?: number;
  readonly limit: number;
};

const LISTED = {
  number: changes.number,
  repoId: changes.repoId,
  repoName: changes.repoName,
  issueNumber: changes.issueNumber,
  state: changes.state,
  closed: changes.closed,
  category: changes.category,
  risk: changes.risk,
  priority: changes.priority,
  title: changes.title,
  authorId: changes.authorId,
  operatorId: changes.operatorId,
  windowStart: changes.windowStart,
  windowEnd: changes.windowEnd,
  openedAt: changes.openedAt,
  updatedAt: changes.updatedAt,
};

const MOST_ROWS = 500;

/** Newest number first. */
export async function listChanges(tx: Tx, filter: ChangeFilter): Promise<readonly ListedChange[]> {
  return ormOf(tx)
    .select(LISTED)
    .from(changes)
    .where(and(eq(changes.workspace, tx.workspace), ...conditions(filter)))
    .orderBy(desc(changes.number))
    .limit(Math.min(filter.limit, MOST_ROWS));
}

/** Changes whose window overlaps the half-open span, earliest first. */
export async function listCalendar(
  tx: Tx,
  span: { readonly from: string; readonly to: string },
): Promise<readonly ListedChange[]> {
  return ormOf(tx)
    .select(LISTED)
    .from(changes)
    .where(
      and(
        eq(changes.workspace, tx.workspace),
        lt(changes.windowStart, span.to),
        gt(changes.windowEnd, span.from),
      ),
    )
    .orderBy(asc(changes.windowStart), asc(changes.number));
}

export async function countByState(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const rows = await ormOf(tx)
    .select({ state: changes.state, changes: count() })
    .from(changes)
    .where(eq(changes.workspace, tx.workspace))
    .groupBy(changes.state);
  return new Map(rows.map((row) => [row.state, row.changes]));
}

function conditions(filter: ChangeFilter): readonly (SQL | undefined)[] {
  const { states, closed, category, risk, repoId, person, words, before } = filter;
  return [
    states === undefined ? undefined : inArray(changes.state, [...states]),
    closed === undefined ? undefined : eq(changes.closed, closed),
    category === undefined ? undefined : eq(changes.category, category),
    risk === undefined ? undefined : eq(changes.risk, risk),
    repoId === undefined ? undefined : eq(changes.repoId, repoId),
    person === undefined
      ? undefined
      : or(eq(changes.authorId, person), eq(changes.operatorId, person)),
    words === undefined ? undefined : ilike(changes.title, `%${literally(words)}%`),
    before === undefined ? undefined : lt(changes.number, before),
  ];
}

/** So that % and _ in a search mean themselves. NUL is no character to PostgreSQL. */
function literally(words: string): string {
  return words
    .toWellFormed()
    .replaceAll('\0', '')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '\\%')
    .replaceAll('_', '\\_');
}
