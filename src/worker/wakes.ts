/**
 * Wake-ups, and nothing but: each names something to look at, none carries work. Losing or doubling one changes
 * nothing, because the pulse finds what was not woken. Names of tasks stand here once.
 */
import { createHash } from 'node:crypto';
import { systemClock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import { wake } from '../store/jobs.ts';

export const TASKS = { route: 'route', take: 'take', reconcile: 'reconcile', timers: 'timers', catchUp: 'catch_up', sweep: 'sweep' } as const;

/** Few queues on purpose: the queue library locks all idle queues in each fetch. */
function queueOf(name: string): string {
  return `q${String(createHash('sha256').update(name).digest().readUInt16BE(0) % 64)}`;
}

export async function wakeRoute(db: Database): Promise<void> {
  await wake(db, TASKS.route, {}, { key: TASKS.route, queue: TASKS.route });
}

export async function wakeTake(db: Database, lane: string, afterMs = 0): Promise<void> {
  await wake(db, TASKS.take, { lane }, { key: `take:${lane}`, queue: queueOf(lane), ...later(afterMs) });
}

export type ReconcileWake = { readonly workspace: string; readonly change: number; readonly afterMs?: number };

export async function wakeReconcile(db: Database, what: ReconcileWake): Promise<void> {
  const { workspace, change, afterMs = 0 } = what;
  const name = `${workspace}:${String(change)}`;
  await wake(db, TASKS.reconcile, { workspace, change }, { key: `reconcile:${name}`, queue: queueOf(name), ...later(afterMs) });
}

/** Jobs live in the machine's time, not in the change's: a wait is a wait. */
function later(afterMs: number): { readonly runAt?: Date } {
  return afterMs <= 0 ? {} : { runAt: new Date(systemClock.now().getTime() + afterMs) };
}

export async function wakeTimers(db: Database): Promise<void> {
  await wake(db, TASKS.timers, {}, { key: TASKS.timers, queue: TASKS.timers });
}

export async function wakeCatchUp(db: Database): Promise<void> {
  await wake(db, TASKS.catchUp, {}, { key: TASKS.catchUp, queue: TASKS.catchUp });
}

export async function wakeSweep(db: Database): Promise<void> {
  await wake(db, TASKS.sweep, {}, { key: TASKS.sweep, queue: TASKS.sweep });
}
