/**
 * Proves a workspace's log from the database, page by page. Texts that belong
 * to no event are looked for as well: the chain starts from events and would
 * never meet them.
 */
import { beginChain, checkLink, endChain } from '../core/audit/chain.ts';
import type { ChainDepth, ChainVerdict } from '../core/audit/chain.ts';
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
  const stray =
    verdict.kind === 'broken' || claim.depth === 'links' ? null : await findStrayText(tx, head.seq);
  if (stray === null) return verdict;
  const problem = { ...stray, expected: 'an event that has it', found: 'no such event' };
  return { kind: 'broken', events: progress.events, problem };
}

async function findStrayText(
  tx: Tx,
  to: number,
): Promise<{ readonly seq: number; readonly where: string } | null> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<{ seq: number; name: string }>({
    name: 'find_stray_text',
    text: `SELECT seq, name FROM texts t
            WHERE workspace = $1 AND seq <= $2
              AND NOT EXISTS (SELECT FROM events e WHERE e.workspace = t.workspace AND e.seq = t.seq)
            ORDER BY seq LIMIT 1`,
    values: [workspace, to],
  });
  const [row] = rows;
  return row === undefined ? null : { seq: row.seq, where: `text ${row.name}` };
}
