/**
 * The worker's day: tasks that wake-ups name, a pulse each second that finds what nobody woke, the forge's
 * delivery list every five minutes, a sweep every fifteen, and both once at the start. Replicas need no leader:
 * the queue runs one job of a name at a time, and doing any of this twice changes nothing.
 */
import { systemClock } from '../clock.ts';
import type { Reconciled } from '../reconcile/reconcile.ts';
import { delayDirty } from '../store/dirty.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { runJobs, type RunningJobs } from '../store/jobs.ts';
import { routeDeliveries } from '../store/inbox.ts';
import { catchUp } from './catch-up.ts';
import type { House } from './house.ts';
import { pulse } from './pulse.ts';
import { sweep } from './sweep.ts';
import { takeLane } from './take-lane.ts';
import { fireDueTimers } from './timers.ts';
import { TASKS, wakeCatchUp, wakeReconcile, wakeSweep, wakeTake } from './wakes.ts';

export type Rhythm = { readonly pulseMs: number; readonly catchUpMs: number; readonly sweepMs: number };

export const DEFAULT_RHYTHM: Rhythm = { pulseMs: 1_000, catchUpMs: 300_000, sweepMs: 900_000 };

export type WorkerParts = {
  readonly house: House;
  readonly reconcile: (workspace: string, change: number) => Promise<Reconciled>;
  readonly rhythm: Rhythm;
  readonly concurrency: number;
};

export type Worker = { readonly running: () => boolean; readonly stop: () => Promise<void> };

const ROUTE_BATCH = 200;
/** Somebody has to look at it; it is tried again all the same. */
const STUCK_MS = 600_000;

export async function startWorker(parts: WorkerParts): Promise<Worker> {
  const { house } = parts;
  const jobs = await runJobs(house.db, {
    concurrency: parts.concurrency,
    log: house.log,
    tasks: {
      [TASKS.route]: () => routeAll(house),
      [TASKS.take]: (payload) => take(house, text(payload, 'lane')),
      [TASKS.reconcile]: (payload) => reconcileOne(parts, text(payload, 'workspace'), whole(payload, 'change')),
      [TASKS.timers]: async () => void (await fireDueTimers(house)),
      [TASKS.catchUp]: async () => void (await catchUp(house)),
      [TASKS.sweep]: async () => void (await sweep(house)),
    },
  });
  const timers = [
    every(house, parts.rhythm.pulseMs, () => pulse(house)),
    every(house, parts.rhythm.catchUpMs, () => wakeCatchUp(house.db)),
    every(house, parts.rhythm.sweepMs, () => wakeSweep(house.db)),
  ];
  await wakeCatchUp(house.db);
  await wakeSweep(house.db);
  return { running: () => jobs.running(), stop: () => stop(timers, jobs) };
}

async function stop(timers: readonly NodeJS.Timeout[], jobs: RunningJobs): Promise<void> {
  for (const timer of timers) clearInterval(timer);
  await jobs.stop();
}

/** Never two at once; a failure is logged and the next beat tries again. */
function every(house: House, ms: number, task: () => Promise<void>): NodeJS.Timeout {
  let busy = false;
  const beat = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await task();
    } catch (error) {
      house.log.error({ action: 'beat_failed', err: error }, 'a regular look for work failed');
    } finally {
      busy = false;
    }
  };
  return setInterval(() => void beat(), ms);
}

async function routeAll(house: House): Promise<void> {
  for (;;) {
    const routed = await routeDeliveries(house.db, ROUTE_BATCH, (row) => house.app.route(row));
    for (const lane of new Set(routed.lanes)) await wakeTake(house.db, lane);
    if (routed.count < ROUTE_BATCH) return;
  }
}

async function take(house: House, lane: string): Promise<void> {
  const wait = await takeLane(house, lane);
  if (wait !== null) await wakeTake(house.db, lane, wait);
}

async function reconcileOne(parts: WorkerParts, workspace: string, change: number): Promise<void> {
  const { house } = parts;
  const outcome = await parts.reconcile(workspace, change);
  const fields = { action: 'reconciled', workspace, change, outcome: outcome.kind };
  if (outcome.kind === 'done') {
    house.log.debug({ ...fields, writes: outcome.writes }, 'the forge shows the change');
    return;
  }
  const afterMs = outcome.kind === 'again' ? outcome.afterMs : STUCK_MS;
  if (outcome.kind === 'stuck') house.log.error({ ...fields, why: outcome.why }, 'a change cannot be shown on the forge');
  else house.log.debug({ ...fields, why: outcome.why, afterMs }, 'the forge will be looked at again');
  const retryAt = new Date(systemClock.now().getTime() + afterMs).toISOString();
  const { version, why } = outcome;
  if (version !== null) await inWorkspace(house.db, workspace, (tx) => delayDirty(tx, { number: change, version, retryAt, problem: why }));
  if (afterMs === 0) await wakeReconcile(house.db, { workspace, change });
}

function text(payload: unknown, key: string): string {
  const value = field(payload, key);
  if (typeof value !== 'string') throw new Error(`a job's payload lacks the text ${key}`);
  return value;
}

function whole(payload: unknown, key: string): number {
  const value = field(payload, key);
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error(`a job's payload lacks the number ${key}`);
  return value;
}

function field(payload: unknown, key: string): unknown {
  return typeof payload === 'object' && payload !== null ? Reflect.get(payload, key) : undefined;
}

