/**
 * Proves an exported log without the database: the links, the bytes, and every text that was not erased.
 *
 * What must stay true: a line that cannot be read is damage, not an excuse; an empty file proves nothing. A file that
 * begins in the middle proves only what it holds, and says from where.
 */
import { beginChain, checkLink, describeProblem, endChain } from '../core/audit/chain.ts';
import type { ChainProgress } from '../core/audit/chain.ts';
import { toHex } from '../core/audit/bytes.ts';
import type { ChainPoint } from '../core/audit/link.ts';
import { readEventLine } from './event-line.ts';

export type FileVerdict =
  | {
      readonly kind: 'intact';
      readonly workspace: string;
      readonly events: number;
      readonly redacted: number;
      /** Sequence number of the first event; above 1 when the file begins in the middle. */
      readonly from: number;
      readonly head: ChainPoint;
      /** Hashes by sequence number, of the events that were asked for. */
      readonly seen: ReadonlyMap<number, string>;
    }
  | {
      readonly kind: 'broken';
      readonly workspace: string | null;
      readonly events: number;
      readonly line: number;
      readonly problem: string;
    }
  | { readonly kind: 'empty' };

export type FileClaim = {
  /** Where the log ended when the file was written, from the manifest. */
  readonly head: ChainPoint | null;
  /** Sequence numbers whose hashes the caller wants to compare. */
  readonly wanted: ReadonlySet<number>;
};

export async function verifyFile(
  lines: AsyncIterable<string> | Iterable<string>,
  claim: FileClaim,
): Promise<FileVerdict> {
  const seen = new Map<number, string>();
  let progress: ChainProgress | null = null;
  let from = 0;
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text === '' || text === '\r') continue;
    const read = readEventLine(text);
    const damaged = (problem: string): FileVerdict => ({
      kind: 'broken',
      workspace: progress?.workspace ?? null,
      events: progress?.events ?? 0,
      line: number,
      problem,
    });
    if (read.kind === 'unreadable') return damaged(`the line cannot be read: ${read.why}`);
    const { workspace, row } = read.line;
    if (progress === null) {
      from = row.seq;
      progress =
        row.seq === 1
          ? beginChain(workspace)
          : beginChain(workspace, { seq: row.seq - 1, hash: row.prevHash });
    }
    if (workspace !== progress.workspace)
      return damaged(
        `expected workspace ${progress.workspace}, found ${JSON.stringify(workspace.slice(0, 60))}`,
      );
    const step = checkLink(progress, row);
    if (step.kind === 'broken') return damaged(describeProblem(step.problem));
    progress = step.progress;
    if (claim.wanted.has(row.seq)) seen.set(row.seq, toHex(row.hash));
  }
  if (progress === null) return { kind: 'empty' };
  const { workspace, events } = progress;
  const verdict = endChain(progress, claim.head);
  if (verdict.kind === 'broken')
    return {
      kind: 'broken',
      workspace,
      events,
      line: number,
      problem: describeProblem(verdict.problem),
    };
  return {
    kind: 'intact',
    workspace,
    events,
    redacted: verdict.redacted,
    from,
    head: verdict.head,
    seen,
  };
}

/**
 * Split at \n and nowhere else: files written before other line ends were escaped hold them inside of texts. A \r
 * before it is white space to JSON.
 */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let begun: string[] = [];
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      yield begun.join('') + piece.slice(from, end);
      begun = [];
      from = end + 1;
    }
    begun.push(piece.slice(from));
  }
  yield begun.join('');
}
