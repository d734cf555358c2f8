/**
 * Durable timers: absolute deadlines that append an event when they pass. A timer decides nothing about its own
 * importance; `decide` looks at the change and may find that the deadline no longer matters.
 */
import type { TimerName } from '../core/change/command.ts';
import { isoNow } from '../clock.ts';
import { dueTimers, fireTimer } from '../store/timers.ts';
import { act } from './act.ts';
import { SYSTEM_ACTOR } from './gather.ts';
import type { House } from './house.ts';
import { readRepo } from './project.ts';
import { wakeReconcile } from './wakes.ts';

const BATCH = 100;
const NAMES: readonly TimerName[] = ['window_open', 'window_end', 'posthoc_due'];

/** How many fired. */
export async function fireDueTimers(house: House): Promise<number> {
  const due = await dueTimers(house.db, isoNow(house.clock), BATCH);
  for (const timer of due) {
    const name = NAMES.find((known) => known === timer.name);
    const repo = await readRepo(house, timer.workspace, timer.change);
    if (name === undefined || repo === null) throw new Error(`timer ${timer.name} of change ${String(timer.change)} belongs to nothing known`);
    const forge = await house.app.forge(timer.workspace);
    await act(house, {
      forge,
      repo,
      actor: SYSTEM_ACTOR,
      change: timer.change,
      intentions: [{ change: timer.change, command: { type: 'timer', name }, key: `timer:${String(timer.change)}:${name}:${timer.dueAt}`, ref: null, url: null }],
      source: { kind: 'timer', delivery: null },
      occurredAt: timer.dueAt,
      inSameTransaction: (tx) => fireTimer(tx, timer),
    });
    await wakeReconcile(house.db, { workspace: timer.workspace, change: timer.change });
  }
  return due.length;
}
