/**
 * Every change of a workspace, folded anew from its log up to one head, together with the proof of that log. Exports
 * and explanations start here: not from the projection, which can be wrong, but from the events, which cannot be
 * without being noticed.
 *
 * What must stay true: everything that is told about one population is told up to the same head, whatever is
 * appended meanwhile.
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
  /** By number, ascending. */
  readonly histories: readonly ChangeHistory[];
};

/** Throws when an event cannot be read; `verifyLog` says which and why. */
export async function readPopulation(tx: Tx): Promise<Population> {
  const verdict = await verifyLog(tx);
  const head = verdict.kind === 'intact' ? verdict.head : await readHead(tx);
  const folded = new Map<number, { change: Change; readonly events: StoredEvent[] }>();
  for await (const event of readEvents(tx, { to: head.seq })) {
    if (event.change === null) continue;
    const before = folded.get(event.change);
    const change = evolve(before?.change ?? null, event);
    if (before === undefined) folded.set(event.change, { change, events: [event] });
    else {
      before.change = change;
      before.events.push(event);
    }
  }
  const histories = [...folded.values()].toSorted(
    (left, right) => left.change.number - right.change.number,
  );
  return { workspace: tx.workspace, head, verdict, histories };
}

/** One change; null when the log knows none of this number. */
export async function readHistory(tx: Tx, number: number): Promise<ChangeHistory | null> {
  const events: StoredEvent[] = [];
  let change: Change | null = null;
  for await (const event of readEvents(tx, { change: number })) {
    events.push(event);
    change = evolve(change, event);
  }
  return change === null ? null : { change, events };
}
