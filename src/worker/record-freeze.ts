/**
 * What was decided of a freeze, written: the event in the chain, the freeze as gates meet it, and everybody whom it
 * concerns told to look: changes that lie in its time, as it was and as it is now, and its own comment.
 */
import type { JsonObject } from '../core/audit/canonical.ts';
import type { NewEvent } from '../core/audit/event.ts';
import { evolveFreeze, type FreezeEvent } from '../core/time/freeze-event.ts';
import { endOf, type OpenedFreeze } from '../core/time/opened-freeze.ts';
import { wantLook } from '../store/dirty.ts';
import { append } from '../store/event-log.ts';
import { findInTime, saveFreeze } from '../store/freezes.ts';
import type { HeadLock } from '../store/lock.ts';
import { wakeFreezePages, wakeReconcile } from './wakes.ts';

export type FreezeSaid = Omit<NewEvent, 'type' | 'data' | 'texts' | 'change'>;

export async function recordFreeze(
  lock: HeadLock,
  before: OpenedFreeze | null,
  { type, data, texts, ...said }: FreezeEvent & FreezeSaid,
): Promise<OpenedFreeze> {
  const { tx } = lock;
  // JSON by construction: ids, codes, numbers, times and lists of them.
  const event = { ...said, type, data: data as JsonObject, texts, change: null };
  const after = (await append(lock, [event])).reduce(evolveFreeze, before);
  if (after === null) throw new Error('an event of a freeze left none');
  const at = said.observedAt;
  await saveFreeze(lock, after, at);
  const near = new Set<number>();
  for (const one of before === null ? [after] : [before, after])
    for (const change of await findInTime(tx, { start: one.terms.start, end: endOf(one) }))
      near.add(change);
  for (const change of near) {
    await wantLook(tx, change, at);
    await wakeReconcile(tx, { workspace: tx.workspace, change });
  }
  await wakeFreezePages(tx);
  return after;
}
