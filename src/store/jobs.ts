/**
 * Wake-ups. A job says where to look, never what to do: what is to be done
 * stands in rows of ours, so a lost or doubled job changes nothing.
 *
 * Inside a transaction the wake-up is part of it: rolled back, nobody is
 * woken. While a job of the same key waits, it is the same wake-up and keeps
 * its time; while it runs, a new one follows it.
 */
import { Logger, runOnce } from 'graphile-worker';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.ts';
import type { Tx } from './in-workspace.ts';
import { openPool, startShift, taskListOf } from './job-shift.ts';
import type { JobOptions, Shift } from './job-shift.ts';
import { connectionsOf, sessionOf } from './session.ts';

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

export type RunningJobs = {
  /** False while the queue cannot be reached, and once stopped. */
  readonly running: () => boolean;
  /** Waits for running jobs, and for their end to be recorded. */
  readonly stop: () => Promise<void>;
};

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

const GONE: Shift = {
  running: () => false,
  ended: Promise.resolve(),
  stop: () => Promise.resolve(),
};

const silent = new Logger(() => () => undefined);
