/**
 * The worker's day: tasks that wake-ups name, a pulse each second that finds what nobody woke, the forge's
 * delivery list every five minutes, a sweep every fifteen, and both once at the start. Replicas need no leader:
 * the queue runs one job of a name at a time, and doing any of this twice changes nothing.
 */
import type { Reconciled } from '../reconcile/reconcile.ts';
import { runJobs, type RunningJobs } from '../store/jobs.ts';
import { routeDeliveries } from '../store/inbox.ts';
import { startBeats, type Beats } from './beats.ts';
import { catchUp } from './catch-up.ts';
import { forgetOld } from './forget.ts';
import type { House } from './house.ts';
import { pulse } from './pulse.ts';
import { reconcileOne } from './reconcile-one.ts';
import { showFreezes } from './show-freezes.ts';
import { noteDeadLetters } from './stopped.ts';
import { sweep } from './sweep.ts';
import { takeLane } from './take-lane.ts';
import { fireDueTimers } from './timers.ts';
import { TASKS, wakeCatchUp, wakeForget, wakeSweep, wakeTake } from './wakes.ts';

export type Rhythm = {
  readonly pulseMs: number;
  readonly catchUpMs: number;
  readonly sweepMs: number;
  /** The first pause after a delivery failed. */
  readonly retryMs: number;
  /** How long what a check says waits for the next word of one. */
  readonly gatherMs: number;
};

export const DEFAULT_RHYTHM: Rhythm = {
  pulseMs: 1_000,
  catchUpMs: 300_000,
  sweepMs: 900_000,
  retryMs: 1_000,
  gatherMs: 5_000,
};

export type WorkerParts = {
  readonly house: House;
  readonly reconcile: (workspace: string, change: number) => Promise<Reconciled>;
  readonly rhythm: Rhythm;
  readonly concurrency: number;
  /** How long a delivery is kept after it was worked off. */
  readonly keptDays: number;
};

export type Worker = { readonly running: () => boolean; readonly stop: () => Promise<void> };

const ROUTE_BATCH = 200;
const FORGET_MS = 3_600_000;

export async function startWorker(parts: WorkerParts): Promise<Worker> {
  const { house, rhythm } = parts;
  const told = new Set<string>();
  const jobs = await runJobs(house.db, {
    concurrency: parts.concurrency,
    log: house.log,
    tasks: {
      [TASKS.route]: () => routeAll(house),
      [TASKS.take]: (payload) => takeLane(house, text(payload, 'lane')),
      [TASKS.reconcile]: (payload) =>
        reconcileOne(parts, text(payload, 'workspace'), whole(payload, 'change')),
      [TASKS.timers]: async () => void (await fireDueTimers(house)),
      [TASKS.deadLetters]: () => noteDeadLetters(house, told),
      [TASKS.catchUp]: async () => void (await catchUp(house)),
      [TASKS.sweep]: async () => void (await sweep(house)),
      [TASKS.freezePages]: () => showFreezes(house),
      [TASKS.forget]: async () => void (await forgetOld(house, parts.keptDays)),
    },
  });
  const beats = startBeats(house.log, [
    { everyMs: rhythm.pulseMs, beat: () => pulse(house, told) },
    { everyMs: rhythm.catchUpMs, beat: () => wakeCatchUp(house.db) },
    { everyMs: rhythm.sweepMs, beat: () => wakeSweep(house.db) },
    { everyMs: FORGET_MS, beat: () => wakeForget(house.db) },
  ]);
  await wakeCatchUp(house.db);
  await wakeSweep(house.db);
  await wakeForget(house.db);
  return { running: () => jobs.running(), stop: () => stop(beats, jobs) };
}

async function stop(beats: Beats, jobs: RunningJobs): Promise<void> {
  await beats.stop();
  await jobs.stop();
}

async function routeAll(house: House): Promise<void> {
  for (;;) {
    const routed = await routeDeliveries(house.db, ROUTE_BATCH, (row) => house.app.route(row));
    for (const lane of new Set(routed.lanes)) await wakeTake(house.db, lane);
    if (routed.count < ROUTE_BATCH) return;
  }
}

function text(payload: unknown, key: string): string {
  const value = field(payload, key);
  if (typeof value !== 'string') throw new Error(`a job's payload lacks the text ${key}`);
  return value;
}

function whole(payload: unknown, key: string): number {
  const value = field(payload, key);
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new Error(`a job's payload lacks the number ${key}`);
  return value;
}

function field(payload: unknown, key: string): unknown {
  return typeof payload === 'object' && payload !== null ? Reflect.get(payload, key) : undefined;
}
