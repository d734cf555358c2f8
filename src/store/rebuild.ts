/**
 * Makes the projection anew from the log, as if it had been lost, and says
 * where the stored one differed: in any column of a change, in its pull
 * requests, in what it takes up or in its timers. Events are the truth: what differs is a fault of
 * the projection, never of the log. The fold is the core's, given as a
 * parameter; this file knows only how to carry it through.
 */
import type { StoredEvent } from '../core/audit/event.ts';
import { saveChange } from './changes.ts';
import type { ChangeRow } from './changes.ts';
import { readEvents } from './read-log.ts';
import { sessionOf } from './session.ts';
import { replaceTimers } from './timers.ts';
import type { Timer } from './timers.ts';
import type { HeadLock } from './lock.ts';
import type { Tx } from './in-workspace.ts';

export type Fold<S> = {
  /** Core's `evolve`. */
  readonly evolve: (state: S | null, event: StoredEvent) => S | null;
  /** The row a state is saved as; `lastEventAt` is when the change's last event was observed. */
  readonly project: (state: S, lastEventAt: string) => ChangeRow;
  /** What belongs to no change. */
  readonly beside?: (event: StoredEvent) => void;
  /** The deadlines a state waits for. */
  readonly timers: (state: S) => readonly Timer[];
};

export type Difference = {
  readonly change: number;
  /** `missing`: there was no row; `additional`: a row without events; `different`: it said something else. */
  readonly how: 'missing' | 'additional' | 'different';
};

export type RebuildReport = {
  readonly changes: number;
  readonly events: number;
  readonly differences: readonly Difference[];
};

/** Under the head lock, so that nothing is appended meanwhile. */
export async function rebuildChanges<S>(lock: HeadLock, fold: Fold<S>): Promise<RebuildReport> {
  const folded = new Map<number, { readonly state: S; readonly at: string }>();
  let events = 0;
  for await (const event of readEvents(lock.tx)) {
    events += 1;
    if (event.change === null) {
      fold.beside?.(event);
      continue;
    }
    const state = fold.evolve(folded.get(event.change)?.state ?? null, event);
    if (state !== null) folded.set(event.change, { state, at: event.observedAt });
  }
  const before = await readProjection(lock.tx);
  await clear(lock.tx, [...folded.keys()]);
  for (const [change, { state, at }] of folded) {
    await saveChange(lock, fold.project(state, at));
    await replaceTimers(lock, change, fold.timers(state));
  }
  const differences = compare(before, await readProjection(lock.tx));
  return { changes: folded.size, events, differences };
}

type Projected = { readonly number: number; readonly found: boolean; readonly digest: string };

/**
 * What is stored of each change, as a digest. When a row was written is not compared, nor whether a timer has rung:
 * the log tells neither.
 */
async function readProjection(tx: Tx): Promise<ReadonlyMap<number, Projected>> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<Projected>(
    `WITH known AS (
       SELECT number FROM changes WHERE workspace = $1
       UNION SELECT change FROM pulls WHERE workspace = $1
       UNION SELECT change FROM bookings WHERE workspace = $1
       UNION SELECT change FROM timers WHERE workspace = $1
     )
     SELECT k.number, c.number IS NOT NULL AS found,
            encode(sha256(convert_to(jsonb_build_array(
              to_jsonb(c) - 'updated_at',
              (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.repo_id, p.pull_number)
                 FROM pulls p WHERE p.workspace = $1 AND p.change = k.number),
              (SELECT jsonb_agg(to_jsonb(b) ORDER BY b.kind, b.subject)
                 FROM bookings b WHERE b.workspace = $1 AND b.change = k.number),
              (SELECT jsonb_agg(jsonb_build_array(t.name, t.due_at) ORDER BY t.name)
                 FROM timers t WHERE t.workspace = $1 AND t.change = k.number)
            )::text, 'UTF8')), 'hex') AS digest
       FROM known k LEFT JOIN changes c ON c.workspace = $1 AND c.number = k.number
      ORDER BY k.number`,
    [workspace],
  );
  return new Map(rows.map((row) => [row.number, row]));
}

/** Rows go before any is written, so that a wrong one cannot stand where a right one belongs. */
async function clear(tx: Tx, kept: readonly number[]): Promise<void> {
  const { client, workspace } = sessionOf(tx);
  await client.query('DELETE FROM pulls WHERE workspace = $1', [workspace]);
  await client.query('DELETE FROM bookings WHERE workspace = $1', [workspace]);
  await client.query('DELETE FROM past_changes WHERE workspace = $1', [workspace]);
  await client.query('DELETE FROM past_terms WHERE workspace = $1', [workspace]);
  await client.query('DELETE FROM changes WHERE workspace = $1', [workspace]);
  // A timer of a change that stays keeps what the log does not tell: that it has rung.
  await client.query('DELETE FROM timers WHERE workspace = $1 AND change <> ALL ($2::bigint[])', [
    workspace,
    kept,
  ]);
}

function compare(
  before: ReadonlyMap<number, Projected>,
  after: ReadonlyMap<number, Projected>,
): readonly Difference[] {
  const numbers = [...new Set([...before.keys(), ...after.keys()])].toSorted((a, b) => a - b);
  return numbers.flatMap((change): readonly Difference[] => {
    const [stored, right] = [before.get(change), after.get(change)];
    if (right === undefined) return [{ change, how: 'additional' }];
    if (stored?.found !== true) return [{ change, how: 'missing' }];
    return stored.digest === right.digest ? [] : [{ change, how: 'different' }];
  });
}
