/**
 * Wake-ups, and nothing but: each names something to look at, none carries work. Losing or doubling one changes
 * nothing, because the pulse finds what was not woken; what has to wait is left to the pulse, which knows when.
 * Names of tasks stand here once.
 */
import { createHash } from 'node:crypto';
import type { Database } from '../store/database.ts';
import type { Tx } from '../store/in-workspace.ts';
import { wake } from '../store/jobs.ts';

export const TASKS = {
  route: 'route',
  take: 'take',
  reconcile: 'reconcile',
  timers: 'timers',
  deadLetters: 'dead_letters',
  catchUp: 'catch_up',
  sweep: 'sweep',
  forget: 'forget',
  freezePages: 'freeze_pages',
} as const;

/**
 * Few queues on purpose: the queue library locks all idle queues in each fetch. Taking and showing have their own, so
 * that a change whose writes wait for the forge never holds up what people say.
 */
function queueOf(task: 'take' | 'reconcile', name: string): string {
  return `${task}${String(createHash('sha256').update(name).digest().readUInt16BE(0) % 32)}`;
}

export async function wakeRoute(db: Database): Promise<void> {
  await wakeOne(db, TASKS.route);
}

export async function wakeTake(db: Database, lane: string): Promise<void> {
  await wake(db, TASKS.take, { lane }, { key: `take:${lane}`, queue: queueOf('take', lane) });
}

export type ReconcileWake = { readonly workspace: string; readonly change: number };

/** Inside a transaction the wake-up is part of it. */
export async function wakeReconcile(on: Database | Tx, what: ReconcileWake): Promise<void> {
  const { workspace, change } = what;
  const name = `${workspace}:${String(change)}`;
  const options = { key: `reconcile:${name}`, queue: queueOf('reconcile', name) };
  await wake(on, TASKS.reconcile, { workspace, change }, options);
}

export async function wakeTimers(db: Database): Promise<void> {
  await wakeOne(db, TASKS.timers);
}

export async function wakeDeadLetters(db: Database): Promise<void> {
  await wakeOne(db, TASKS.deadLetters);
}

export async function wakeCatchUp(db: Database): Promise<void> {
  await wakeOne(db, TASKS.catchUp);
}

export async function wakeSweep(db: Database): Promise<void> {
  await wakeOne(db, TASKS.sweep);
}

export async function wakeForget(db: Database): Promise<void> {
  await wakeOne(db, TASKS.forget);
}

/** Inside a transaction the wake-up is part of it. */
export async function wakeFreezePages(on: Database | Tx): Promise<void> {
  await wakeOne(on, TASKS.freezePages);
}

/** One job of its kind, in a queue of its own. */
async function wakeOne(db: Database | Tx, task: string): Promise<void> {
  await wake(db, task, {}, { key: task, queue: task });
}
