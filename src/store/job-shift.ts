/**
 * One connected life of the job queue in this process: from the connection to
 * its loss, or to an orderly stop. `runJobs` begins a new one after a loss.
 */
import { Logger, run } from 'graphile-worker';
import type { Runner, TaskList } from 'graphile-worker';
import { EventEmitter } from 'node:events';
import pg from 'pg';
import { holdGuard, reapAbandoned } from './job-guard.ts';
import type { Guard } from './job-guard.ts';
import type { StoreLog } from './store-log.ts';

/** `signal` fires when the worker is stopping and has waited long enough. */
export type Task = (payload: unknown, signal: AbortSignal | undefined) => Promise<void>;

export type JobOptions = {
  readonly tasks: Readonly<Record<string, Task>>;
  /** Jobs at once in this process. */
  readonly concurrency: number;
  readonly log: StoreLog;
};

export type Shift = {
  readonly running: () => boolean;
  readonly ended: Promise<unknown>;
  readonly stop: () => Promise<void>;
};

const pollMs = 1_000;
const reapMs = 1_000;
/** Long enough for the end of the last job to be recorded. */
const brokenLookMs = 500;

/**
 * Without batching the library does not wait for the end of a job to be
 * recorded: a connection lost at that moment would end the process. A delay of
 * nought batches only what ends at once, and a failure stops the shift.
 */
const PRESET: GraphileConfig.Preset = {
  worker: { pollInterval: pollMs, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
};

export async function startShift(url: string, options: JobOptions): Promise<Shift> {
  const { log, concurrency, tasks } = options;
  const pool = openPool(url, concurrency + 2);
  const events = new EventEmitter();
  const work = counted(tasks);
  const broken = brokenOff(events, work);
  let guard: Promise<Guard> | null = null;
  events.on('pool:create', ({ workerPool }: { workerPool: Group }) => {
    guard = holdGuard(url, workerPool.id, log);
    guard.catch(() => undefined);
    lookAfterEachJob(events, workerPool);
  });
  // No job starts before the guard is held: until then another replica might take this one for dead.
  const guarded = async (): Promise<void> => void (await guard);
  let runner: Runner;
  try {
    runner = await run({
      pgPool: pool,
      concurrency,
      noHandleSignals: true,
      // Else a file called crontab in the working directory would be obeyed.
      parsedCronItems: [],
      taskList: taskListOf(work.tasks, guarded),
      logger: loggerOf(log),
      events,
      preset: PRESET,
    });
  } catch (error) {
    await pool.end();
    throw error;
  }
  let running = true;
  const finished = runner.promise.catch((error: unknown) => {
    log.error({ action: 'jobs_failed', err: error }, 'the job queue failed');
  });
  const ended = Promise.race([finished, broken]).finally(() => {
    running = false;
  });
  // At once as well: after a crash, what the process before this one held is what there is to do.
  void reap(pool, log);
  const reaper = setInterval(() => void reap(pool, log), reapMs);
  const stop = once(async () => {
    clearInterval(reaper);
    if (running) void runner.stop().catch(() => undefined);
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

type Work = { readonly tasks: JobOptions['tasks']; readonly idle: () => boolean };

function counted(tasks: JobOptions['tasks']): Work {
  let busy = 0;
  const count =
    (task: Task): Task =>
    async (payload, signal) => {
      busy += 1;
      try {
        await task(payload, signal);
      } finally {
        busy -= 1;
      }
    };
  return {
    tasks: Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, count(task)])),
    idle: () => busy === 0,
  };
}

/**
 * When the end of a job could not be recorded, the library stops taking jobs, but it counts wrongly what is left to
 * record: with other jobs still running it would never say that it has stopped, and nobody would begin anew.
 */
function brokenOff(events: EventEmitter, work: Work): Promise<void> {
  return new Promise((resolve) => {
    events.once('pool:fatalError', () => {
      const look = setInterval(() => {
        if (!work.idle()) return;
        clearInterval(look);
        resolve();
      }, brokenLookMs);
    });
  });
}

type Group = { readonly id: string; readonly nudge: (workers: number) => void };

/** When the end of a job is usually recorded, and when it is even on a busy machine. */
const looksMs = [5, 30, 150];

/**
 * The end of a job frees its queue, but nobody is told: the next job of that
 * queue would wait for the next poll.
 */
function lookAfterEachJob(events: EventEmitter, group: Group): void {
  const planned = new Map<number, NodeJS.Timeout>();
  let ending = false;
  events.on('job:complete', () => {
    if (ending) return;
    for (const ms of looksMs) {
      clearTimeout(planned.get(ms));
      planned.set(ms, setTimeout(nudge, ms, group).unref());
    }
  });
  for (const end of ['pool:gracefulShutdown', 'pool:forcefulShutdown']) {
    events.on(end, () => {
      ending = true;
      for (const timer of planned.values()) clearTimeout(timer);
    });
  }
}

function nudge(group: Group): void {
  try {
    group.nudge(1);
  } catch {
    // A worker of the group has just ended; the shift ends with it.
  }
}

async function reap(pool: pg.Pool, log: StoreLog): Promise<void> {
  try {
    const dead = await reapAbandoned(pool);
    if (dead === 0) return;
    log.warn({ action: 'jobs_reaped', workers: dead }, 'jobs of a worker that died were set free');
  } catch (error) {
    log.warn({ action: 'reaper_failed', err: error }, 'could not look for abandoned jobs');
  }
}

export function taskListOf(
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

export function openPool(url: string, max: number): pg.Pool {
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
