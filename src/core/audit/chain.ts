/**
 * Proves, row by row, that a log is what was once appended: gapless, linked,
 * each hash over the stored bytes, each body readable, each remaining text and
 * name equal to its commitment. It works the same on rows of the database and
 * of an export, keeps no row, and stops at the first problem, saying where.
 *
 * What it cannot see: somebody who rewrites the rows *and* every hash after
 * them. That needs a head kept outside the database; pass it as `head`.
 */
import { readBody } from './body.ts';
import { sameBytes, toHex } from './bytes.ts';
import { checkContents } from './contents.ts';
import type { ContentsFinding } from './contents.ts';
import type { RawEventRow } from './event.ts';
import { GENESIS, HASH_BYTES, leafHash, linkHash } from './link.ts';
import type { ChainPoint } from './link.ts';

export type ChainProblem = {
  /** The event concerned; for a head that does not fit, the head's. */
  readonly seq: number;
  /** `seq`, `previous hash`, `hash`, `body`, `column type`, `actor`, `text plan`, `head`. */
  readonly where: string;
  readonly expected: string;
  readonly found: string;
};

export type ChainProgress = {
  readonly workspace: string;
  readonly point: ChainPoint;
  readonly events: number;
  /** Texts and names that were erased; their commitments are still in the chain. */
  readonly redacted: number;
};

export type ChainStep =
  | { readonly kind: 'linked'; readonly progress: ChainProgress }
  | { readonly kind: 'broken'; readonly problem: ChainProblem };

export type ChainVerdict =
  | {
      readonly kind: 'intact';
      readonly events: number;
      readonly redacted: number;
      readonly head: ChainPoint;
    }
  | { readonly kind: 'broken'; readonly events: number; readonly problem: ChainProblem };

/** `links` proves the stored bytes; `full` also that they can be read and that texts fit. */
export type ChainDepth = 'links' | 'full';

export const EMPTY_LOG: ChainPoint = { seq: 0, hash: GENESIS };

/** Starts at the beginning, or after a point proven before. */
export function beginChain(workspace: string, after: ChainPoint = EMPTY_LOG): ChainProgress {
  return { workspace, point: after, events: 0, redacted: 0 };
}

export function checkLink(
  progress: ChainProgress,
  row: RawEventRow,
  depth: ChainDepth = 'full',
): ChainStep {
  const seq = progress.point.seq + 1;
  if (row.seq !== seq)
    return broken({ seq, where: 'seq', expected: String(seq), found: String(row.seq) });
  if (!sameBytes(row.prevHash, progress.point.hash)) {
    return broken({
      seq,
      where: 'previous hash',
      expected: toHex(progress.point.hash),
      found: toHex(row.prevHash),
    });
  }
  const computed = linkHash(progress.workspace, seq, {
    prev: row.prevHash,
    leaf: leafHash(row.body),
  });
  if (!sameBytes(row.hash, computed))
    return broken({ seq, where: 'hash', expected: toHex(computed), found: toHex(row.hash) });
  const contents = depth === 'full' ? checkRow(row) : { kind: 'fits' as const, redacted: 0 };
  if (contents.kind === 'differs') return broken({ seq, ...contents.difference });
  return {
    kind: 'linked',
    progress: {
      workspace: progress.workspace,
      point: { seq, hash: row.hash },
      events: progress.events + 1,
      redacted: progress.redacted + contents.redacted,
    },
  };
}

/** Without a head only the rows themselves are proven: rows cut off the end go unnoticed. */
export function endChain(progress: ChainProgress, head: ChainPoint | null): ChainVerdict {
  const { point, events, redacted } = progress;
  if (head !== null) {
    const found = headProblem(point, head);
    if (found !== null) return { kind: 'broken', events, problem: found };
  }
  return { kind: 'intact', events, redacted, head: point };
}

export type ChainClaim = {
  readonly workspace: string;
  readonly head: ChainPoint | null;
  readonly after?: ChainPoint;
  readonly depth?: ChainDepth;
};

/** For rows at hand. Rows that arrive page by page go through `beginChain`, `checkLink`, `endChain`. */
export function verifyChain(rows: Iterable<RawEventRow>, claim: ChainClaim): ChainVerdict {
  let progress = beginChain(claim.workspace, claim.after);
  for (const row of rows) {
    const step = checkLink(progress, row, claim.depth);
    if (step.kind === 'broken')
      return { kind: 'broken', events: progress.events, problem: step.problem };
    progress = step.progress;
  }
  return endChain(progress, claim.head);
}

export function describeProblem(problem: ChainProblem): string {
  return `event ${String(problem.seq)}, ${problem.where}: expected ${problem.expected}, found ${problem.found}`;
}

function checkRow(row: RawEventRow): ContentsFinding {
  const read = readBody(row.body);
  if (read.kind === 'unreadable') {
    return {
      kind: 'differs',
      difference: { where: 'body', expected: 'a canonical event body', found: read.why },
    };
  }
  return checkContents(row, read.body);
}

function headProblem(point: ChainPoint, head: ChainPoint): ChainProblem | null {
  const { seq } = head;
  if (head.hash.length !== HASH_BYTES) {
    return {
      seq,
      where: 'head',
      expected: `${String(HASH_BYTES)} bytes of hash`,
      found: `${String(head.hash.length)} bytes`,
    };
  }
  if (seq !== point.seq)
    return {
      seq,
      where: 'head',
      expected: `${String(seq)} events`,
      found: `${String(point.seq)} events`,
    };
  if (sameBytes(head.hash, point.hash)) return null;
  return { seq, where: 'head', expected: toHex(head.hash), found: toHex(point.hash) };
}

function broken(problem: ChainProblem): ChainStep {
  return { kind: 'broken', problem };
}
