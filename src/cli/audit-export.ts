/**
 * `audit export`: audit tables as files with a manifest, or one table on stdout.
 *
 * What must stay true: a file appears under its name only when it is complete; a log that is not intact is exported
 * all the same, but says so in the manifest and in the exit code.
 */
import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_POLICY } from '../core/policy/default-policy.ts';
import { exportTables, TABLES } from '../evidence/export.ts';
import type { ExportRequest, Sink, TableName } from '../evidence/export.ts';
import { MANIFEST_FILE } from '../evidence/manifest.ts';
import type { Manifest, Period } from '../evidence/manifest.ts';
import { FORMATS } from '../evidence/row-text.ts';
import type { Format } from '../evidence/row-text.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { chooseWorkspace } from './choose.ts';
import { JSON_OPTION, NO, printJson, UsageError, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, Given, Io } from './command.ts';
import { readPeriod } from './period.ts';
import { counted } from './terminal.ts';

export const AUDIT_EXPORT: CliCommand = {
  name: 'audit export',
  args: '',
  sentence: 'Writes the audit tables, with a manifest of what they contain.',
  options: [
    {
      name: 'format',
      kind: 'text',
      value: FORMATS.join('|'),
      sentence: 'csv for people, jsonl for machines and for audit verify; csv when not said.',
    },
    {
      name: 'table',
      kind: 'texts',
      value: TABLES.join('|'),
      sentence: 'Which table; may be repeated, all of them when not said.',
    },
    {
      name: 'out',
      kind: 'text',
      value: '<folder>',
      sentence: 'Where to write; without it, one table is printed and there is no manifest.',
    },
    {
      name: 'from',
      kind: 'text',
      value: '<date>',
      sentence: 'Only changes with an event from then on: 2026-11-01, or an instant in UTC.',
    },
    {
      name: 'to',
      kind: 'text',
      value: '<date>',
      sentence: 'Only changes with an event before then.',
    },
    WORKSPACE_OPTION,
    { ...JSON_OPTION, sentence: 'Print the manifest.' },
  ],
  exits: '0 exported, 1 exported although the log is broken, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const tables = readTables(given);
    const format = readFormat(given);
    const period = readPeriod(given);
    const out = given.text('out');
    if (out === null && (tables.length !== 1 || given.flag('json'))) {
      throw new UsageError('name a folder with --out, or exactly one --table to print it');
    }
    const manifest = await exportTo(io, given, { tables, format, period, out });
    if (out === null)
      io.err('holdpoint audit export: printed without a manifest; --out writes one.\n');
    else report(io, given, { manifest, out });
    return manifest.verification.result === 'intact' ? YES : NO;
  },
};

type Wanted = {
  readonly tables: readonly TableName[];
  readonly format: Format;
  readonly period: Period;
  readonly out: string | null;
};

async function exportTo(io: Io, given: Given, wanted: Wanted): Promise<Manifest> {
  const { tables, format, period, out } = wanted;
  const request: ExportRequest = {
    tables,
    format,
    period,
    policy: DEFAULT_POLICY,
    version: io.version,
    now: io.now(),
  };
  const { db, close } = await io.openStore();
  const folder = out === null ? null : await openFolder(out);
  const print: Sink = (_file, text) => {
    io.out(text);
    return Promise.resolve();
  };
  try {
    const workspace = await chooseWorkspace(db, given);
    const manifest = await inWorkspace(db, workspace, (tx) =>
      exportTables(tx, request, folder?.sink ?? print),
    );
    await folder?.finish(manifest);
    return manifest;
  } finally {
    await folder?.close();
    await close();
  }
}

type Folder = {
  readonly sink: Sink;
  readonly finish: (manifest: Manifest) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Files are written beside their names and moved there at the end, the manifest last. */
async function openFolder(path: string): Promise<Folder> {
  await mkdir(path, { recursive: true });
  const files = new Map<string, FileHandle>();
  const unfinished = (name: string): string => join(path, `.${name}.unfinished`);
  const close = async (): Promise<void> => {
    for (const file of files.values()) await file.close();
    files.clear();
  };
  return {
    sink: async (name, text) => {
      const file = files.get(name) ?? (await open(unfinished(name), 'w'));
      files.set(name, file);
      await file.write(text);
    },
    finish: async (manifest) => {
      await close();
      for (const { name } of manifest.files) await rename(unfinished(name), join(path, name));
      await writeFile(join(path, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
    },
    close,
  };
}

function report(
  io: Io,
  given: Given,
  { manifest, out }: { readonly manifest: Manifest; readonly out: string },
): void {
  if (given.flag('json')) {
    printJson(io, manifest);
    return;
  }
  const { files, verification, numbers } = manifest;
  for (const { name, rows, sha256 } of files)
    io.out(`${join(out, name)}  ${counted(rows, 'row')}  sha256 ${sha256}\n`);
  io.out(
    `${join(out, MANIFEST_FILE)}  log ${verification.result}, ${counted(numbers.count, 'change')}, ${counted(numbers.gaps.length, 'missing number')}\n`,
  );
  if (verification.problem !== null)
    io.err(`holdpoint audit export: the log is broken: ${verification.problem}\n`);
}

function readTables(given: Given): readonly TableName[] {
  const wanted = given.texts('table').flatMap((text) => text.split(','));
  if (wanted.length === 0) return TABLES;
  for (const name of wanted) {
    if (!TABLES.some((table) => table === name))
      throw new UsageError(`--table: expected ${TABLES.join(', ')}; found ${JSON.stringify(name)}`);
  }
  return TABLES.filter((table) => wanted.includes(table));
}

function readFormat(given: Given): Format {
  const wanted = given.text('format') ?? 'csv';
  const format = FORMATS.find((known) => known === wanted);
  if (format === undefined)
    throw new UsageError(
      `--format: expected ${FORMATS.join(' or ')}, found ${JSON.stringify(wanted)}`,
    );
  return format;
}
