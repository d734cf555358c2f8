/**
 * Wake-ups. A job says where to look, never what to do: what is to be done
 * stands in rows of ours, so a lost or doubled job changes nothing.
 *
 * Inside a transaction the wake-up is part of it: rolled back, nobody is
 * woken. While a job of the same key waits, it is the same wake-up and keeps
 * its time; while it runs, a new one follows it.
 */
import { Logger, run, runOnce } from 'graphile-worker';
import type { Runner, TaskList } from 'graphile-worker';
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { holdGuard, reapAbandoned } from './job-guard.ts';
import type { Guard } from './job-guard.ts';
import { connectionsOf, sessionOf } from './session.ts';
import type { Database } from './database.ts';
import type { Tx } from './in-workspace.ts';
import type { StoreLog } from './store-log.ts';

export type WakeOptions = {
  /** One waiting job a key. */
  readonly key: string;
  /** Jobs of one queue run one after the other, across replicas. Few names only: the library locks all of them at each look. */
  readonly queue: string;
  /** Jobs live in the machine's time. At once when not said. */
  readonly runAt?: Date;
};

export type WakePayload = Readonly<Record<string, string | number>>;

export async function wake(
  on: Database | Tx,
  task: string,
  ...[payload, { key, queue, runAt }]: [WakePayload, WakeOptions]
): Promise<void> {
  const client = 'workspace' in on ? sessionOf(on).client : connectionsOf(on).pool;
  await client.query({
    name: 'wake',
    text: 'SELECT wake($1, $2, $3, $4, $5)',
    values: [task, JSON.stringify(payload), key, queue, runAt?.toISOString() ?? null],
  });
}

/** `signal` fires when the worker is stopping and has waited long enough. */
export type Task = (payload: unknown, signal: AbortSignal | undefined) => Promise<void>;

export type JobOptions = {
  readonly tasks: Readonly<Record<string, Task>>;
  /** Jobs at once in this process. */
  readonly concurrency: number;
  readonly log: StoreLog;
};

export type RunningJobs = {
  /** False while the queue cannot be reached, and once stopped. */
  readonly running: () => boolean;
  /** Waits for running jobs, and for their end to be recorded. */
  readonly stop: () => Promise<void>;
};

const pollMs = 1_000;
const reapMs = 1_000;
const restartMs = 1_000;

/** Takes jobs until stopped; starts again by itself when the connection was lost. */
export async function runJobs(db: Database, options: JobOptions): Promise<RunningJobs> {
  const { url } = connectionsOf(db);
  const stopping = new AbortController();
  let shift = await startShift(url, options);
  const supervise = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await shift.ended;
      if (stopping.signal.aborted) return;
      options.log.error({ action: 'jobs_interrupted' }, 'the job queue was lost; starting again');
      await shift.stop();
      await sleep(restartMs);
      shift = await startShift(url, options).catch(() => GONE);
    }
  };
  const supervised = supervise();
  return {
    running: () => !stopping.signal.aborted && shift.running(),
    stop: async () => {
      stopping.abort();
      await shift.stop();
      await supervised;
      // The supervisor may have started another one just before.
      await shift.stop();
    },
  };
}

/** Runs what is due, and what that wakes, until nothing is left. For tests and one-off commands. */
export async function drainJobs(db: Database, tasks: JobOptions['tasks']): Promise<void> {
  const pool = openPool(connectionsOf(db).url, 1);
  try {
    await runOnce({
      pgPool: pool,
      taskList: taskListOf(tasks),
      logger: silent,
      noHandleSignals: true,
    });
  } finally {
    await pool.end();
  }
}

/**
 * Without batching the library does not wait for the end of a job to be
 * recorded: a connection lost at that moment would end the process. A delay of
 * nought batches only what ends at once, and a failure stops the shift.
 */
const PRESET: GraphileConfig.Preset = {
  worker: { pollInterval: pollMs, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
};

type Shift = {
  readonly running: () => boolean;
  readonly ended: Promise<unknown>;
  readonly stop: () => Promise<void>;
};

const GONE: Shift = {
  running: () => false,
  ended: Promise.resolve(),
  stop: () => Promise.resolve(),
};

async function startShift(url: string, options: JobOptions): Promise<Shift> {
  const { log, concurrency, tasks } = options;
  const pool = openPool(url, concurrency + 2);
  const events = new EventEmitter();
  let guard: Promise<Guard> | null = null;
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    guard = holdGuard(url, workerPool.id, log);
    guard.catch(() => undefined);
  });
  // No job starts before the guard is held: until then another replica might take this one for dead.
  const guarded = async (): Promise<void> => void (await guard);
  let runner: Runner;
  try {
    runner = await run({
      pgPool: pool,
      concurrency,
      noHandleSignals: true,
      taskList: taskListOf(tasks, guarded),
      logger: loggerOf(log),
      events,
      preset: PRESET,
    });
  } catch (error) {
    await pool.end();
    throw error;
  }
  let running = true;
  const ended = runner.promise
    .catch((error: unknown) => {
      log.error({ action: 'jobs_failed', err: error }, 'the job queue failed');
    })
    .finally(() => {
      running = false;
    });
  const reaper = setInterval(() => {
    reap(pool, log);
  }, reapMs);
  const stop = once(async () => {
    clearInterval(reaper);
    if (running) await runner.stop().catch(() => undefined);
    await ended;
    // The library says it has stopped a little before the last job's end is committed.
    await pool.end();
    await guard?.then(
      (held) => held.release(),
      () => undefined,
    );
  });
  return { running: () => running, ended, stop };
}

function reap(pool: pg.Pool, log: StoreLog): void {
  reapAbandoned(pool).then(
    (dead) => {
      if (dead > 0)
        log.warn(
          { action: 'jobs_reaped', workers: dead },
          'jobs of a worker that died were set free',
        );
    },
    (error: unknown) => {
      log.warn({ action: 'reaper_failed', err: error }, 'could not look for abandoned jobs');
    },
  );
}

function taskListOf(
  tasks: JobOptions['tasks'],
  before: () => Promise<void> = () => Promise.resolve(),
): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload: unknown, { abortSignal }: { abortSignal?: AbortSignal }): Promise<void> => {
        await before();
        await task(payload, abortSignal);
      },
    ]),
  );
}

function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'holdpoint jobs',
    keepAlive: true,
  });
  // Without these listeners a lost connection would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const silent = new Logger(() => () => undefined);

/** The library tells of every job at its level info; for us that is debugging. */
function loggerOf(log: StoreLog): Logger {
  return new Logger(() => (level, message, meta) => {
    const write = level === 'error' ? log.error : level === 'warning' ? log.warn : log.debug;
    write.call(log, { action: 'job_queue', detail: message, ...meta }, 'job queue');
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= work());
}
