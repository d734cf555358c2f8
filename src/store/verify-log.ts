/**
 * Proves a workspace's log from the database, page by page. Events above the
 * head and texts that belong to no event are looked for as well: the chain
 * ends at the head and starts from events, and would never meet them.
 */
import { beginChain, checkLink, endChain } from '../core/audit/chain.ts';
import type { ChainDepth, ChainProblem, ChainVerdict } from '../core/audit/chain.ts';
import type { ChainPoint } from '../core/audit/link.ts';
import { readLinks, readRawRows } from './read-log.ts';
import { sessionOf } from './session.ts';
import type { Tx } from './in-workspace.ts';
import { readHead } from './workspaces.ts';

export type LogClaim = {
  /** A point proven before; what lies before it is not read again. */
  readonly after?: ChainPoint;
  readonly depth?: ChainDepth;
};

/** Up to the head as it is now; appends that come meanwhile are left for the next time. */
export async function verifyLog(tx: Tx, claim: LogClaim = {}): Promise<ChainVerdict> {
  // The head first: rows up to it are there already, and do not change.
  const head = await readHead(tx);
  let progress = beginChain(tx.workspace, claim.after);
  const range = { from: progress.point.seq + 1, to: head.seq };
  const rows = claim.depth === 'links' ? readLinks(tx, range) : readRawRows(tx, range);
  for await (const row of rows) {
    const step = checkLink(progress, row, claim.depth);
    if (step.kind === 'broken')
      return { kind: 'broken', events: progress.events, problem: step.problem };
    progress = step.progress;
  }
  const verdict = endChain(progress, head);
  if (verdict.kind === 'broken') return verdict;
  const stray =
    (await findAboveHead(tx)) ?? (claim.depth === 'links' ? null : await findStrayText(tx));
  return stray === null ? verdict : { kind: 'broken', events: progress.events, problem: stray };
}

/** One statement, so that an append meanwhile is seen with its head or not at all. */
async function findAboveHead(tx: Tx): Promise<ChainProblem | null> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<{ head: number; above: number | null }>({
    name: 'find_above_head',
    text: `SELECT w.head_seq AS head,
                  (SELECT min(e.seq) FROM events e WHERE e.workspace = $1 AND e.seq > w.head_seq) AS above
             FROM workspaces w WHERE w.workspace = $1`,
    values: [workspace],
  });
  const [row] = rows;
  if (row === undefined || row.above === null) return null;
  const found = `an event above it, ${String(row.above)}`;
  return { seq: row.above, where: 'head', expected: `no event after ${String(row.head)}`, found };
}

async function findStrayText(tx: Tx): Promise<ChainProblem | null> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<{ seq: number; name: string }>({
    name: 'find_stray_text',
    text: `SELECT seq, name FROM texts t
            WHERE workspace = $1
              AND NOT EXISTS (SELECT FROM events e WHERE e.workspace = t.workspace AND e.seq = t.seq)
            ORDER BY seq LIMIT 1`,
    values: [workspace],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const where = `text ${row.name}`;
  return { seq: row.seq, where, expected: 'an event that has it', found: 'no such event' };
}
