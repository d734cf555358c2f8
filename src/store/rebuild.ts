/**
 * Folds the projection anew from the log, as if it had been lost, and says
 * where the stored one differed. Events are the truth: what differs is a fault
 * of the projection, never of the log. The fold is the core's, given as a
 * parameter; this file knows only how to carry it through.
 */
import { canonicalize } from '../core/audit/canonical.ts';
import type { JsonObject } from '../core/audit/canonical.ts';
import type { StoredEvent } from '../core/audit/event.ts';
import { loadSnapshot, saveChange } from './changes.ts';
import type { ChangeRow } from './changes.ts';
import { readEvents } from './read-log.ts';
import { sessionOf } from './session.ts';
import type { HeadLock } from './lock.ts';

export type Fold<S> = {
  /** Core's `evolve`. */
  readonly evolve: (state: S | null, event: StoredEvent) => S | null;
  /** The row a state is saved as; `lastEventAt` is when the change's last event was observed. */
  readonly project: (state: S, lastEventAt: string) => ChangeRow;
};

export type Difference = {
  readonly change: number;
  /** `missing`: there was no row; `additional`: a row without events; `different`: another state. */
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
    if (event.change === null) continue;
    const state = fold.evolve(folded.get(event.change)?.state ?? null, event);
    if (state !== null) folded.set(event.change, { state, at: event.observedAt });
  }
  const differences: Difference[] = [];
  for (const [change, { state, at }] of folded) {
    const row = fold.project(state, at);
    const stored = await loadSnapshot<JsonObject>(lock.tx, change);
    if (stored === null) differences.push({ change, how: 'missing' });
    else if (canonicalize(stored) !== canonicalize(row.snapshot))
      differences.push({ change, how: 'different' });
    await saveChange(lock, row);
  }
  for (const change of await removeOthers(lock, [...folded.keys()]))
    differences.push({ change, how: 'additional' });
  return { changes: folded.size, events, differences };
}

async function removeOthers(lock: HeadLock, kept: readonly number[]): Promise<readonly number[]> {
  const { client, workspace } = sessionOf(lock.tx);
  const { rows } = await client.query<{ number: number }>(
    `WITH unlinked AS (DELETE FROM pulls WHERE workspace = $1 AND change <> ALL ($2::bigint[]))
     DELETE FROM changes WHERE workspace = $1 AND number <> ALL ($2::bigint[]) RETURNING number`,
    [workspace, kept],
  );
  return rows.map(({ number }) => number).toSorted((left, right) => left - right);
}
