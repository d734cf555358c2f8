/**
 * Proves an exported log. When the manifest of the export lies beside the file, the file must be the one it
 * describes and must end where it says; without a manifest, rows cut off at the end cannot be noticed, and that is
 * said.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fromHex, toHex } from '../core/audit/bytes.ts';
import type { ChainPoint } from '../core/audit/link.ts';
import { linesOf, verifyFile } from '../evidence/verify-file.ts';
import type { FileVerdict } from '../evidence/verify-file.ts';
import { CannotTellError } from './command.ts';
import type { LogReport, Witness } from './verify-report.ts';
import { witnessProblem } from './verify-report.ts';

type Described = { readonly sha256: string; readonly head: ChainPoint };

export async function verifyExport(
  path: string,
  witnesses: readonly Witness[],
): Promise<LogReport> {
  const source = basename(path);
  const described = await readManifest(path);
  const broken = (events: number, workspace: string | null, problem: string): LogReport => ({
    result: 'broken',
    source,
    workspace,
    events,
    problem,
  });
  const verdict = await readVerdict(path, described, witnesses);
  if (verdict.kind === 'empty') {
    const problem = 'the file holds no events, so nothing can be proven';
    return { result: 'unknown', source, workspace: null, events: 0, problem };
  }
  if (verdict.kind === 'broken') {
    const { workspace, events, line, problem } = verdict;
    return broken(events, workspace, `line ${String(line)}: ${problem}`);
  }
  const { workspace, events, redacted, from } = verdict;
  const unseen = witnessProblem(witnesses, verdict.seen);
  if (unseen !== null) return broken(events, workspace, unseen);
  // The chain may fit although a byte beside it was changed: line ends, or what no proof covers.
  if (described !== null && (await digestOf(path)) !== described.sha256) {
    return broken(events, workspace, OTHER_FILE);
  }
  const head = { seq: verdict.head.seq, hash: toHex(verdict.head.hash) };
  const found = witnesses.length;
  const proven = { source, workspace, events, from, redacted, head, witnesses: found } as const;
  const caveat = described === null ? { caveat: NO_MANIFEST } : {};
  return { result: 'intact', ...proven, ...caveat };
}

const OTHER_FILE =
  'the file is not the one that the manifest beside it describes: its digest differs';
const NO_MANIFEST = 'no manifest beside the file, so events cut off at its end would go unnoticed';

async function readVerdict(
  path: string,
  described: Described | null,
  witnesses: readonly Witness[],
): Promise<FileVerdict> {
  const wanted = new Set(witnesses.map(({ seq }) => seq));
  const lines = linesOf(createReadStream(path, 'utf8') as AsyncIterable<string>);
  return reading(path, () => verifyFile(lines, { head: described?.head ?? null, wanted }));
}

/** Null when there is none beside the file, or it describes other files. */
async function readManifest(path: string): Promise<Described | null> {
  const text = await readFile(join(dirname(path), 'manifest.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const manifest = parse(text);
  const file = listOf(manifest['files'])
    .map(fieldsOf)
    .find(({ name }) => name === basename(path));
  const events = fieldsOf(manifest['events']);
  const { last_seq: seq, last_hash: last } = events;
  const hash = typeof last === 'string' ? fromHex(last) : null;
  if (file === undefined || typeof file['sha256'] !== 'string') return null;
  if (typeof seq !== 'number' || hash === null) return null;
  return { sha256: file['sha256'], head: { seq, hash } };
}

function parse(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw new CannotTellError(
      'the manifest beside the file cannot be read; move it away to verify the file alone.',
    );
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

async function digestOf(path: string): Promise<string> {
  return reading(path, async () => {
    const digest = createHash('sha256');
    for await (const piece of createReadStream(path)) digest.update(piece as Uint8Array);
    return digest.digest('hex');
  });
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new CannotTellError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
