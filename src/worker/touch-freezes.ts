/**
 * A change that has moved may be hit by a freeze now, or no more, or was let through one: the comments of such freezes
 * are looked at again, in the same transaction.
 */
import type { Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import { windowFor } from '../core/gate/window-for.ts';
import { freezesPassed } from '../core/time/opened-freeze.ts';
import { touchFreezes } from '../store/freeze-pages.ts';
import type { Tx } from '../store/in-workspace.ts';
import { wakeFreezePages } from './wakes.ts';

type Moved = {
  readonly before: Change | null;
  readonly after: Change;
  readonly facts: Pick<Facts, 'now' | 'neighbours'>;
};

export async function touchFreezesOf(tx: Tx, { before, after, facts }: Moved): Promise<void> {
  const { now } = facts;
  const told = (change: Change | null): string =>
    JSON.stringify([change?.state, change && windowFor(change), change?.overrides]);
  if (told(before) === told(after)) return;
  const windows = [before, after].flatMap((change) => (change && windowFor(change)) ?? []);
  const running = after.state === 'in_progress' ? [{ start: now, end: later(now) }] : [];
  const touched = await touchFreezes(tx, {
    ...{ now, change: after.number },
    passed: freezesPassed(after.overrides),
    windows: [...windows, ...running],
  });
  if (touched) await wakeFreezePages(tx);
}

function later(now: string): string {
  return new Date(Date.parse(now) + 1).toISOString();
}
