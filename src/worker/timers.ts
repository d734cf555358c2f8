/**
 * Durable timers: absolute deadlines that append an event when they pass. A timer decides nothing about its own
 * importance; `decide` looks at the change and may find that the deadline no longer matters. Nothing is asked of
 * the forge, so a forge in trouble delays no deadline; and a timer in trouble delays no other.
 */
import { isoNow } from '../clock.ts';
import { dueTimers, fireTimer, type DueTimer } from '../store/timers.ts';
import { act } from './act.ts';
import { SYSTEM_ACTOR } from './gather.ts';
import type { House } from './house.ts';
import { readRepo } from './project.ts';

const BATCH = 500;

/** How many fired. Throws after the last one when some could not. */
export async function fireDueTimers(house: House): Promise<number> {
  const due = await dueTimers(house.db, isoNow(house.clock), BATCH);
  const failures: unknown[] = [];
  for (const timer of due) {
    try {
      await fire(house, timer);
    } catch (error) {
      failures.push(error);
      const { workspace, change, name } = timer;
      house.log.error(
        { action: 'timer_failed', workspace, change, timer: name, err: error },
        'a deadline could not be recorded',
      );
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${String(failures.length)} timers could not be fired`);
  return due.length;
}

/** The act itself rings what is due; a timer that says nothing by now is struck off all the same. */
async function fire(house: House, timer: DueTimer): Promise<void> {
  const { workspace, change } = timer;
  const repo = await readRepo(house, workspace, change);
  if (repo === null) throw new Error(`timer ${timer.name} belongs to no change`);
  await act(house, {
    workspace,
    forge: null,
    repo,
    actor: SYSTEM_ACTOR,
    change,
    intentions: [],
    source: { kind: 'timer', delivery: null },
    occurredAt: timer.dueAt,
    beside: (tx) => fireTimer(tx, timer),
  });
}
