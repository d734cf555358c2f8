/**
 * Which changes a workspace has, by its log up to one head, together with the proof of that log; and each of them folded
 * anew. Exports and explanations start here: not from the projection, which can be wrong, but from the events, which
 * cannot be without being noticed.
 *
 * What must stay true: everything that is told about one population is told up to the same head, whatever is
 * appended meanwhile. One change is held at a time, however long the log is.
 */
import type { ChainVerdict } from '../core/audit/chain.ts';
import type { StoredEvent } from '../core/audit/event.ts';
import type { ChainPoint } from '../core/audit/link.ts';
import { evolve } from '../core/change/evolve.ts';
import type { Change } from '../core/change/state.ts';
import type { Tx } from '../store/in-workspace.ts';
import { readEvents } from '../store/read-log.ts';
import { verifyLog } from '../store/verify-log.ts';
import { readHead } from '../store/workspaces.ts';

export type ChangeHistory = {
  readonly change: Change;
  /** Every event of it, oldest first. */
  readonly events: readonly StoredEvent[];
};

export type Population = {
  readonly workspace: string;
  /** Up to which event all of this holds. */
  readonly head: ChainPoint;
  readonly verdict: ChainVerdict;
  /** Of all changes, ascending. */
  readonly numbers: readonly number[];
};

/** Throws when an event cannot be read; `verifyLog` says which and why. */
export async function readPopulation(tx: Tx): Promise<Population> {
  const verdict = await verifyLog(tx);
  const head = verdict.kind === 'intact' ? verdict.head : await readHead(tx);
  const numbers = await changesWithin(tx, { from: 1, to: head.seq });
  return { workspace: tx.workspace, head, verdict, numbers };
}

/** Numbers of the changes that have an event in the range, ascending. */
export async function changesWithin(
  tx: Tx,
  range: { readonly from: number; readonly to: number },
): Promise<readonly number[]> {
  const numbers = new Set<number>();
  for await (const { change } of readEvents(tx, range)) if (change !== null) numbers.add(change);
  return [...numbers].toSorted((left, right) => left - right);
}

/** One change, up to an event or as it is now; null when the log knows none of this number. */
export async function readHistory(
  tx: Tx,
  number: number,
  to?: number,
): Promise<ChangeHistory | null> {
  const events: StoredEvent[] = [];
  let change: Change | null = null;
  for await (const event of readEvents(tx, {
    change: number,
    ...(to === undefined ? {} : { to }),
  })) {
    events.push(event);
    change = evolve(change, event);
  }
  return change === null ? null : { change, events };
}
