/**
 * `audit verify`: is the log what was once appended? From the database, or from an export without any database.
 *
 * What must stay true: nothing to verify is not a yes. Hashes that an auditor has from elsewhere (a record comment,
 * a check run) can be given as witnesses; they catch a log that was rewritten from one event on, which no log can
 * show by itself.
 */
import { describeProblem } from '../core/audit/chain.ts';
import { toHex } from '../core/audit/bytes.ts';
import { readRawRows } from '../store/read-log.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import type { Database } from '../store/database.ts';
import { verifyLog } from '../store/verify-log.ts';
import { chooseWorkspaces } from './choose.ts';
import {
  CANNOT_TELL,
  JSON_OPTION,
  NO,
  printJson,
  UsageError,
  WORKSPACE_OPTION,
  YES,
} from './command.ts';
import type { CliCommand, ExitCode, Given, Io } from './command.ts';
import { verifyExport } from './verify-export.ts';
import type { LogReport, Report, Witness } from './verify-report.ts';
import { reportText, witnessProblem } from './verify-report.ts';

export const AUDIT_VERIFY: CliCommand = {
  name: 'audit verify',
  args: '',
  sentence: 'Proves that the log is what was once written, and says where it is not.',
  options: [
    {
      name: 'file',
      kind: 'text',
      value: '<file>',
      sentence:
        'An exported log instead of the database, a table beside its manifest, or a manifest.json for all of its files.',
    },
    { ...WORKSPACE_OPTION, sentence: 'Only this workspace; all of them when not said.' },
    {
      name: 'witness',
      kind: 'texts',
      value: '<event>:<hash>',
      sentence:
        'An event and its hash as seen elsewhere; the beginning of the hash is enough. May be repeated.',
    },
    JSON_OPTION,
  ],
  exits: '0 intact, or as the manifest describes; 1 broken; 2 wrong use; 3 could not tell',
  run: async (given, io) => {
    const witnesses = given.texts('witness').map(readWitness);
    const file = given.text('file');
    const reports =
      file === null ? await verifyStore(given, io, witnesses) : await verifyExport(file, witnesses);
    if (given.flag('json')) printJson(io, { result: resultOf(reports), logs: reports });
    else io.out(reports.map(reportText).join(''));
    return exitOf(reports);
  },
};

/** `21:9f3c81…`: at least eight digits, or chance could fit. */
function readWitness(text: string): Witness {
  const parts = /^(?<seq>\d{1,15}):(?<hash>[0-9a-f]{8,64})$/u.exec(text.toLowerCase())?.groups;
  if (parts === undefined)
    throw new UsageError(
      `--witness: expected <event>:<hash> with at least eight hex digits, found ${JSON.stringify(text)}`,
    );
  return { seq: Number(parts['seq']), hash: parts['hash'] ?? '' };
}

async function verifyStore(
  given: Given,
  io: Io,
  witnesses: readonly Witness[],
): Promise<readonly LogReport[]> {
  const { db, close } = await io.openStore();
  try {
    const workspaces = await chooseWorkspaces(db, given);
    if (witnesses.length > 0 && workspaces.length > 1)
      throw new UsageError(
        '--witness needs --workspace: event numbers are counted in each workspace',
      );
    const reports: LogReport[] = [];
    for (const { workspace } of workspaces)
      reports.push(await verifyWorkspace(db, workspace, witnesses));
    return reports;
  } finally {
    await close();
  }
}

async function verifyWorkspace(
  db: Database,
  workspace: string,
  witnesses: readonly Witness[],
): Promise<LogReport> {
  return inWorkspace(db, workspace, async (tx) => {
    const verdict = await verifyLog(tx);
    const { events } = verdict;
    if (verdict.kind === 'broken') {
      return {
        result: 'broken',
        source: 'database',
        workspace,
        events,
        problem: describeProblem(verdict.problem),
      };
    }
    const seen = new Map<number, string>();
    for (const { seq } of witnesses) {
      for await (const row of readRawRows(tx, { from: seq, to: seq }))
        seen.set(seq, toHex(row.hash));
    }
    const problem = witnessProblem(witnesses, seen);
    if (problem !== null)
      return { result: 'broken', source: 'database', workspace, events, problem };
    const head = { seq: verdict.head.seq, hash: toHex(verdict.head.hash) };
    return {
      result: 'intact',
      source: 'database',
      workspace,
      events,
      from: 1,
      redacted: verdict.redacted,
      head,
      witnesses: witnesses.length,
    };
  });
}

type Answer = 'intact' | 'as_described' | 'broken' | 'unknown';

function resultOf(reports: readonly Report[]): Answer {
  const results = new Set(reports.map(({ result }) => result));
  if (results.has('broken') || results.has('not_as_described')) return 'broken';
  if (results.has('unknown')) return 'unknown';
  return results.has('intact') ? 'intact' : 'as_described';
}

function exitOf(reports: readonly Report[]): ExitCode {
  switch (resultOf(reports)) {
    case 'intact':
    case 'as_described':
      return YES;
    case 'broken':
      return NO;
    case 'unknown':
      return CANNOT_TELL;
  }
}
