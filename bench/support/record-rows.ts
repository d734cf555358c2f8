/**
 * Rows of changes for a bulk load, table by table, with the columns that the store writes one by one.
 */
import { fromHex } from '../../src/core/audit/bytes.ts';
import { timersOf } from '../../src/core/change/timers.ts';
import type { ChangeRow } from '../../src/store/changes.ts';
import type { Cell, Rows } from './copy-rows.ts';
import type { Making, Person, Sealed, Written } from './written-changes.ts';

/** For what `past-terms` is filled from once it is there. */
export const ENDED =
  'CREATE TEMP TABLE ended (number bigint, repo_id text, title text, words text, facets json)';

/** As `save-past.ts` keeps them, many at once. */
export function keepEnded(workspace: string): string {
  return `INSERT INTO past_terms (workspace, repo_id, term, number)
     SELECT '${workspace}', repo_id, term, number
       FROM ended, LATERAL (SELECT 'word:' || word FROM past_words(title, words)
                            UNION SELECT json_array_elements_text(facets)) AS t (term)
      ORDER BY 2, 3, 4;
     TRUNCATE ended`;
}

export function tablesOf(
  { workspace, now }: Pick<Making, 'workspace' | 'now'>,
  all: readonly Written[],
  added: readonly Person[],
): readonly Rows[] {
  const sealed = all.flatMap((one) => one.sealed);
  const rows = all.map(({ row }) => row);
  return [
    {
      table: 'people',
      columns: 'workspace, id, commitment, login, salt',
      rows: added.map(({ id, commitment, login, salt }) => [
        workspace,
        id,
        commitment,
        login,
        salt,
      ]),
    },
    {
      table: 'events',
      columns: EVENT_COLUMNS,
      rows: sealed.map((one) => eventRow(workspace, one)),
    },
    {
      table: 'texts',
      columns: 'workspace, seq, name, salt, text',
      rows: sealed.flatMap(({ seq, texts }) =>
        texts.map(({ name, salt, text }): Cell[] => [workspace, seq, name, salt, text]),
      ),
    },
    {
      table: 'changes',
      columns: CHANGE_COLUMNS,
      rows: rows.map((row) => changeRow(workspace, row)),
    },
    {
      table: 'bookings',
      columns: 'workspace, change, kind, subject, starts_at, ends_at',
      rows: rows.flatMap((row) => bookingRows(workspace, row)),
    },
    {
      table: 'timers',
      columns: 'workspace, change, name, due_at, version, fired',
      rows: all.flatMap(({ change }) =>
        timersOf(change).map(({ name, dueAt }): Cell[] => [
          workspace,
          change.number,
          name,
          dueAt,
          1,
          Date.parse(dueAt) <= Date.parse(now),
        ]),
      ),
    },
    {
      table: 'past_changes',
      columns: 'workspace, number, title, outcome, ran_seconds, rollback_seconds',
      rows: rows.flatMap((row) => pastRows(workspace, row)),
    },
    {
      table: 'ended',
      columns: 'number, repo_id, title, words, facets',
      rows: rows.flatMap(endedRows),
    },
  ];
}

const EVENT_COLUMNS =
  'workspace, seq, change, type, actor_id, actor_name, prev_hash, hash, body, occurred_at, observed_at';

function eventRow(workspace: string, { seq, prev, hash, body, columns }: Sealed): readonly Cell[] {
  const { change, type, actorId, actorName, occurredAt, observedAt } = columns;
  return [
    workspace,
    seq,
    change,
    type,
    actorId,
    fromHex(actorName),
    prev,
    hash,
    body,
    occurredAt,
    observedAt,
  ];
}

const CHANGE_COLUMNS = `workspace, number, repo_id, repo_name, issue_number, issue_id, state, closed, category, risk, priority,
  title, author_id, operator_id, window_start, window_end, opened_at, updated_at, version, hash, fold, snapshot`;

function changeRow(workspace: string, row: ChangeRow): readonly Cell[] {
  return [
    ...[
      workspace,
      row.number,
      row.repoId,
      row.repoName,
      row.issueNumber,
      row.issueId,
      row.state,
      row.closed,
    ],
    ...[
      row.category,
      row.risk,
      row.priority,
      row.title,
      row.authorId,
      row.operatorId,
      row.windowStart,
      row.windowEnd,
    ],
    ...[row.openedAt, row.updatedAt, row.version, row.hash, row.fold, JSON.stringify(row.snapshot)],
  ];
}

function bookingRows(
  workspace: string,
  { number, bookings }: ChangeRow,
): readonly (readonly Cell[])[] {
  return bookings.map(({ kind, subject, startsAt, endsAt }) => [
    ...[workspace, number, kind, subject, startsAt],
    startsAt === null ? null : (endsAt ?? 'infinity'),
  ]);
}

function pastRows(workspace: string, { past }: ChangeRow): readonly (readonly Cell[])[] {
  if (past === undefined || past === null) return [];
  const { number, title, outcome, ranSeconds, rollbackSeconds } = past.past;
  return [[workspace, number, title, outcome, ranSeconds, rollbackSeconds]];
}

function endedRows({ past }: ChangeRow): readonly (readonly Cell[])[] {
  if (past === undefined || past === null) return [];
  const {
    past: { number, title },
    repoId,
    found,
  } = past;
  return [[number, repoId, title, found.words, JSON.stringify(found.facets)]];
}
