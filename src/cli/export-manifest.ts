/**
 * The manifest that lies beside an exported file, read from outside: whatever it says is a claim to be compared.
 *
 * What must stay true: no manifest and one that does not fit are told apart. The first is said; the second is no
 * answer, because whoever could make it misfit could also hide what is missing.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fromHex } from '../core/audit/bytes.ts';
import type { ChainPoint } from '../core/audit/link.ts';
import { MANIFEST_FILE, MANIFEST_SCHEMA } from '../evidence/manifest.ts';
import { FORMATS } from '../evidence/row-text.ts';
import type { Format } from '../evidence/row-text.ts';
import { CannotTellError } from './command.ts';

export type DescribedFile = {
  readonly name: string;
  readonly table: string;
  readonly format: Format;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
};

export type Described = {
  readonly workspace: string;
  readonly files: readonly DescribedFile[];
  /** Sequence number of the first event of the exported log, and where it has to end. */
  readonly first: number;
  readonly last: ChainPoint;
  /** What was wrong with the log already when it was exported. */
  readonly problem: string | null;
};

/** Null when there is none beside the file. */
export async function readManifest(path: string): Promise<Described | null> {
  const place = join(dirname(path), MANIFEST_FILE);
  const text = await readFile(place, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw misfit(path, 'it cannot be read');
  });
  if (text === null) return null;
  const told = { path, fields: parse(path, text) };
  if (told.fields['schema'] !== MANIFEST_SCHEMA || told.fields['schema_version'] !== 1)
    throw misfit(path, `expected ${MANIFEST_SCHEMA}, version 1`);
  const { files, events, verification } = told.fields;
  const range = { path, fields: fieldsOf(events) };
  const hash = fromHex(word(range, 'last_hash'));
  if (hash === null) throw misfit(path, 'last_hash: expected lower-case hex');
  if (!Array.isArray(files)) throw misfit(path, 'files: expected a list');
  return {
    workspace: word(told, 'workspace'),
    files: files.map((file) => readFileRow({ path, fields: fieldsOf(file) })),
    first: count(range, 'first_seq'),
    last: { seq: count(range, 'last_seq'), hash },
    problem: readProblem({ path, fields: fieldsOf(verification) }),
  };
}

/** Not a yes, and no accusation either. */
export function misfit(path: string, why: string): CannotTellError {
  return new CannotTellError(
    `the manifest beside ${basename(path)} does not fit it: ${why}. Fetch the one it was exported with, or move this one away to verify the file alone.`,
  );
}

type Fields = Readonly<Record<string, unknown>>;
type Told = { readonly path: string; readonly fields: Fields };

function readFileRow(told: Told): DescribedFile {
  const [name, table] = [word(told, 'name'), word(told, 'table')];
  const format = FORMATS.find((known) => known === told.fields['format']);
  // The name decides how a file is proven: a log that is passed off as a table would not be.
  if (format === undefined || name !== `${table}.${format}` || name !== basename(name))
    throw misfit(told.path, 'files: expected names made of table and format');
  const [rows, bytes] = [count(told, 'rows'), count(told, 'bytes')];
  return { name, table, format, rows, bytes, sha256: word(told, 'sha256') };
}

function readProblem(told: Told): string | null {
  if (word(told, 'result') === 'intact') return null;
  const { problem } = told.fields;
  return typeof problem === 'string' ? problem : 'it does not say how';
}

function word({ path, fields }: Told, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw misfit(path, `${name}: expected a text`);
  return value;
}

function count({ path, fields }: Told, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw misfit(path, `${name}: expected a whole number`);
  return value;
}

function parse(path: string, text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw misfit(path, 'it is no JSON');
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
