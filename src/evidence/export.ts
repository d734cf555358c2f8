/**
 * Writes audit tables and the manifest that makes them evidence. All tables tell of one population, up to one head.
 *
 * What must stay true: a row is written as it is read, one change after the other, so that a log of any length fits; the
 * digest in the manifest is of the bytes that were written, not of what was meant.
 */
import { createHash } from 'node:crypto';
import { toHex } from '../core/audit/bytes.ts';
import { GENESIS } from '../core/audit/link.ts';
import { isBefore } from '../core/change/moment.ts';
import type { Policy } from '../core/policy/policy.ts';
import { listDeployments } from '../store/deployments.ts';
import { listPolicies } from '../store/policies.ts';
import type { Tx } from '../store/in-workspace.ts';
import { readEvents, readRawRows } from '../store/read-log.ts';
import { listUnauthorised, type UnauthorisedRow } from '../store/unauthorised.ts';
import { APPROVALS_TABLE, decisionsOf } from './approvals-table.ts';
import { CHANGES_TABLE } from './changes-table.ts';
import { DEPLOYMENTS_TABLE } from './deployments-table.ts';
import { writeEventLine } from './event-line.ts';
import { EVENTS_TABLE } from './events-table.ts';
import type { EventSubject } from './events-table.ts';
import { EXCEPTIONS_TABLE, exceptionsOf } from './exceptions-table.ts';
import { manifestOf } from './manifest.ts';
import type { Manifest, ManifestFile, Period, Range } from './manifest.ts';
import { changesWithin, readHistory, readPopulation } from './population.ts';
import type { ChangeHistory, Population } from './population.ts';
import { headerText, rowText } from './row-text.ts';
import type { Format } from './row-text.ts';
import { STEPS_TABLE, stepsOf } from './steps-table.ts';
import { cellsOf } from './table.ts';
import type { Table } from './table.ts';
import { UNAUTHORISED_TABLE } from './unauthorised-table.ts';

export const TABLES = [
  'changes',
  'approvals',
  'steps',
  'exceptions',
  'deployments',
  'unauthorised_changes',
  'events',
] as const;
export type TableName = (typeof TABLES)[number];

export type ExportRequest = {
  readonly tables: readonly TableName[];
  readonly format: Format;
  readonly period: Period;
  /** Of changes that were decided under none that was kept: the built-in one. */
  readonly policy: Policy;
  readonly version: string;
  readonly now: string;
};

/** Receives the text of a file in pieces, in order. */
export type Sink = (file: string, text: string) => Promise<void>;

type Scope = {
  readonly tx: Tx;
  readonly request: ExportRequest;
  readonly population: Population;
  /** Every policy that was in force, by version. */
  readonly policies: ReadonlyMap<string, Policy>;
  /** Of changes with an event in the period. */
  readonly numbers: readonly number[];
  /** The events of the period: gapless, so that they can be proven. */
  readonly range: Range;
};

export async function exportTables(tx: Tx, request: ExportRequest, sink: Sink): Promise<Manifest> {
  const population = await readPopulation(tx);
  const range = await findRange(tx, population, request.period);
  const numbers = await changesWithin(tx, { from: Math.max(range.first, 1), to: range.last });
  const kept = await listPolicies(tx);
  const policies = new Map(kept.map(({ version, content }) => [version, content]));
  const scope = { tx, request, population, policies, numbers, range };
  const files: ManifestFile[] = [];
  for (const table of request.tables) files.push(await exportTable(scope, table, sink));
  const { period, tables, policy, version, now } = request;
  return manifestOf({
    population,
    files,
    period,
    range,
    tables,
    policyVersion: policy.version,
    version,
    now,
  });
}

/** From the first event recorded in the period to the last: recording times rise with the sequence. */
async function findRange(tx: Tx, { head }: Population, { from, to }: Period): Promise<Range> {
  if (from === null && to === null) {
    return { first: Math.min(1, head.seq), last: head.seq, lastHash: toHex(head.hash) };
  }
  let first = 0;
  let last = 0;
  let lastHash = toHex(GENESIS);
  for await (const { seq, hash, observedAt } of readEvents(tx, { to: head.seq })) {
    const before = from !== null && isBefore(observedAt, from);
    const after = to !== null && !isBefore(observedAt, to);
    if (before || after) continue;
    if (first === 0) first = seq;
    last = seq;
    lastHash = hash;
  }
  return { first, last, lastHash };
}

async function exportTable(scope: Scope, name: TableName, sink: Sink): Promise<ManifestFile> {
  const { policies, population, request, tx } = scope;
  const { workspace } = population;
  const { policy } = request;
  switch (name) {
    case 'changes':
      return writeRows(scope, CHANGES_TABLE, {
        sink,
        rows: rowsOf(scope, (history) => [
          { ...history, workspace, policy: policies.get(history.change.policy) ?? policy },
        ]),
      });
    case 'approvals':
      return writeRows(scope, APPROVALS_TABLE, {
        sink,
        rows: rowsOf(scope, decisionsOf),
      });
    case 'steps':
      return writeRows(scope, STEPS_TABLE, { sink, rows: rowsOf(scope, stepsOf) });
    case 'exceptions':
      return writeRows(scope, EXCEPTIONS_TABLE, {
        sink,
        rows: rowsOf(scope, exceptionsOf),
      });
    case 'deployments':
      return writeRows(scope, DEPLOYMENTS_TABLE, {
        sink,
        rows: await listDeployments(tx, request.period),
      });
    case 'unauthorised_changes':
      return writeRows(scope, UNAUTHORISED_TABLE, { sink, rows: await unauthorisedIn(scope) });
    case 'events':
      return scope.request.format === 'csv'
        ? writeRows(scope, EVENTS_TABLE, { sink, rows: eventsOf(scope) })
        : writeLog(scope, sink);
  }
}

type Writing<S> = { readonly sink: Sink; readonly rows: Iterable<S> | AsyncIterable<S> };

async function writeRows<S>(
  { request }: Scope,
  table: Table<S>,
  { sink, rows }: Writing<S>,
): Promise<ManifestFile> {
  const { format } = request;
  const columns = table.columns.map(({ name }) => name);
  const file = countingFile(`${table.name}.${format}`, sink);
  await file.write(headerText(format, columns), 0);
  for await (const row of rows) await file.write(rowText(format, columns, cellsOf(table, row)), 1);
  return { ...file.close(), table: table.name, format, columns };
}

/** One change at a time: its history is let go before the next is read. */
async function* rowsOf<S>(
  { tx, population, numbers }: Scope,
  of: (history: ChangeHistory) => readonly S[],
): AsyncGenerator<S> {
  for (const number of numbers) {
    const history = await readHistory(tx, number, population.head.seq);
    if (history !== null) yield* of(history);
  }
}

async function* eventsOf({ tx, population, range }: Scope): AsyncGenerator<EventSubject> {
  for await (const event of readEvents(tx, { from: Math.max(range.first, 1), to: range.last }))
    yield { workspace: population.workspace, event };
}

/** Those that were seen first in the period. */
async function unauthorisedIn({ tx, range }: Scope): Promise<readonly UnauthorisedRow[]> {
  const rows = await listUnauthorised(tx);
  return rows.filter(({ seq }) => seq >= range.first && seq <= range.last);
}

const LOG_COLUMNS = ['workspace', 'seq', 'prev_hash', 'hash', 'body', 'actor', 'texts'];

async function writeLog({ tx, population, range }: Scope, sink: Sink): Promise<ManifestFile> {
  const file = countingFile('events.jsonl', sink);
  await file.write('', 0);
  for await (const row of readRawRows(tx, { from: Math.max(range.first, 1), to: range.last })) {
    await file.write(writeEventLine(population.workspace, row), 1);
  }
  return { ...file.close(), table: 'events', format: 'jsonl', columns: LOG_COLUMNS };
}

type CountingFile = {
  readonly write: (text: string, rows: number) => Promise<void>;
  readonly close: () => Pick<ManifestFile, 'name' | 'rows' | 'bytes' | 'sha256'>;
};

function countingFile(name: string, sink: Sink): CountingFile {
  const digest = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  return {
    write: async (text, added) => {
      digest.update(text, 'utf8');
      bytes += Buffer.byteLength(text, 'utf8');
      rows += added;
      await sink(name, text);
    },
    close: () => ({ name, rows, bytes, sha256: digest.digest('hex') }),
  };
}
