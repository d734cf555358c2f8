/**
 * Proves exported files. A log proves itself, line by line; with the manifest of its export beside it, it must also be
 * the file described there, begin and end where it says. Without a manifest, rows cut off at the end cannot be noticed,
 * and that is said. A table proves nothing by itself: it is compared with the manifest.
 */
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { toHex } from '../core/audit/bytes.ts';
import { MANIFEST_FILE } from '../evidence/manifest.ts';
import { linesOf, verifyFile } from '../evidence/verify-file.ts';
import type { FileVerdict } from '../evidence/verify-file.ts';
import { CannotTellError, UsageError } from './command.ts';
import { misfit, readManifest } from './export-manifest.ts';
import type { Described, DescribedFile } from './export-manifest.ts';
import { describeDifference, measureFile } from './measure-file.ts';
import type { LogReport, Report, TableReport, Witness } from './verify-report.ts';
import { witnessProblem } from './verify-report.ts';

const NO_MANIFEST = 'no manifest beside the file, so events cut off at its end would go unnoticed';

/** The manifest itself stands for every file it describes. */
export async function verifyExport(
  path: string,
  witnesses: readonly Witness[],
): Promise<readonly Report[]> {
  await reading(path, () => access(path));
  const described = await readManifest(path);
  if (described === null) {
    if (!(await isLog(path)))
      throw new UsageError(
        `${path} is no log, and no manifest lies beside it to compare it with; name events.jsonl, or a file beside its manifest`,
      );
    return [await verifyLogFile({ path, witnesses }, null)];
  }
  const all = basename(path) === MANIFEST_FILE;
  const files = described.files.filter(({ name }) => all || name === basename(path));
  if (files.length === 0) throw misfit(path, 'it names no such file');
  if (witnesses.length > 0 && !files.some(isLogFile))
    throw new UsageError('--witness needs a log: events.jsonl');
  const reports: Report[] = [];
  for (const file of files) {
    const place = join(dirname(path), file.name);
    reports.push(
      isLogFile(file)
        ? await verifyLogFile({ path: place, witnesses }, { ...described, file })
        : await verifyTable(place, { ...described, file }),
    );
  }
  return reports;
}

type Claim = Described & { readonly file: DescribedFile };
type Asked = { readonly path: string; readonly witnesses: readonly Witness[] };

async function verifyLogFile(asked: Asked, claim: Claim | null): Promise<LogReport> {
  const { path, witnesses } = asked;
  const source = basename(path);
  const verdict = await readVerdict(asked, claim);
  if (verdict.kind === 'empty') {
    const problem = 'the file holds no events, so nothing can be proven';
    return { result: 'unknown', source, workspace: null, events: 0, problem };
  }
  const { workspace, events } = verdict;
  if (claim !== null && events > 0 && workspace !== claim.workspace)
    throw misfit(path, `it is of workspace ${JSON.stringify(claim.workspace.slice(0, 60))}`);
  if (verdict.kind === 'broken') {
    const problem = `line ${String(verdict.line)}: ${verdict.problem}`;
    return { result: 'broken', source, workspace, events, problem };
  }
  const { redacted, from, seen } = verdict;
  const problem =
    witnessProblem(witnesses, seen) ?? (claim === null ? null : await differs(path, claim, from));
  if (problem !== null) return { result: 'broken', source, workspace, events, problem };
  const head = { seq: verdict.head.seq, hash: toHex(verdict.head.hash) };
  const found = witnesses.length;
  const proven = { source, workspace: verdict.workspace, events, from, redacted, head } as const;
  const caveat = claim === null ? { caveat: NO_MANIFEST } : {};
  return { result: 'intact', ...proven, witnesses: found, ...caveat };
}

/** The chain may fit although a byte beside it was changed: line ends, or what no proof covers. */
async function differs(path: string, claim: Claim, from: number): Promise<string | null> {
  if (from !== claim.first)
    return `expected the log to begin at event ${String(claim.first)}, found event ${String(from)}`;
  return otherwise(path, claim);
}

async function verifyTable(path: string, claim: Claim): Promise<TableReport> {
  const { workspace, file } = claim;
  const { table, rows, sha256 } = file;
  const problem = await otherwise(path, claim);
  const about = { source: file.name, workspace, table } as const;
  return problem === null
    ? { result: 'as_described', ...about, rows, sha256 }
    : { result: 'not_as_described', ...about, problem };
}

async function otherwise(path: string, { file, problem }: Claim): Promise<string | null> {
  const found = await reading(path, () => measureFile(path, file.format));
  const difference = describeDifference(found, file);
  if (difference !== null)
    return `the file is not the one that the manifest beside it describes: ${difference}`;
  return problem === null ? null : `the log was broken when it was exported: ${problem}`;
}

function isLogFile({ table, format }: DescribedFile): boolean {
  return table === 'events' && format === 'jsonl';
}

/** By what every line of a log has, even a damaged one; in words of people such quotes are escaped. */
async function isLog(path: string): Promise<boolean> {
  return reading(path, async () => {
    for await (const line of linesOfFile(path)) {
      if (line.trim() !== '') return line.includes('"prev_hash"') || line.includes('"hash"');
    }
    return true;
  });
}

async function readVerdict({ path, witnesses }: Asked, claim: Claim | null): Promise<FileVerdict> {
  const wanted = new Set(witnesses.map(({ seq }) => seq));
  return reading(path, () => verifyFile(linesOfFile(path), { head: claim?.last ?? null, wanted }));
}

function linesOfFile(path: string): AsyncGenerator<string> {
  return linesOf(createReadStream(path, 'utf8') as AsyncIterable<string>);
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
