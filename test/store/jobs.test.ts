import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { describe, expect, onTestFinished } from 'vitest';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { drainJobs, runJobs, wake } from '../../src/store/jobs.ts';
import type { Task } from '../../src/store/job-shift.ts';
import { OURS, test } from './stored.ts';

const log = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** A task that keeps what it was called with, and a way to wait for the nth call. */
function recorder(): {
  readonly task: Task;
  readonly calls: unknown[];
  readonly reached: (count: number) => Promise<void>;
} {
  const calls: unknown[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const task: Task = (payload) => {
    calls.push(payload);
    for (const { count, resolve } of waiting) if (calls.length >= count) resolve();
    return Promise.resolve();
  };
  const reached = (count: number) =>
    new Promise<void>((resolve) => {
      waiting.push({ count, resolve });
      if (calls.length >= count) resolve();
    });
  return { task, calls, reached };
}

const look = (on: Parameters<typeof wake>[0], n: number, key = 'look') =>
  wake(on, 'look', { n }, { key, queue: 'q' });

/** What is running, or due and with tries left. */
async function openJobs(owner: pg.Client): Promise<readonly unknown[]> {
  const { rows } = await owner.query<{ job: unknown }>(
    `SELECT to_jsonb(j) AS job FROM graphile_worker.jobs j
      WHERE attempts < max_attempts AND (locked_at IS NOT NULL OR run_at <= clock_timestamp())`,
  );
  return rows.map(({ job }) => job);
}

describe('waking', () => {
  test('inside a transaction is part of it', async ({ db }) => {
    const { task, calls } = recorder();
    const failing = inWorkspace(db, OURS, async (tx) => {
      await look(tx, 1);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await drainJobs(db, { look: task });
    expect(calls).toStrictEqual([]);
    await inWorkspace(db, OURS, (tx) => look(tx, 2));
    await drainJobs(db, { look: task });
    expect(calls).toStrictEqual([{ n: 2 }]);
  });

  test('many times before the job runs is waking once, and keeps the first time', async ({
    db,
  }) => {
    const { task, calls } = recorder();
    const soon = { key: 'later', queue: 'q', runAt: new Date(Date.now() + 3_600_000) };
    await wake(db, 'look', { n: 1 }, soon);
    for (let n = 2; n <= 5; n += 1)
      await wake(db, 'look', { n }, { ...soon, runAt: new Date(Date.now() - 1000) });
    await drainJobs(db, { look: task });
    expect(calls).toStrictEqual([]);
    for (let n = 1; n <= 5; n += 1) await look(db, n);
    await drainJobs(db, { look: task });
    expect(calls).toStrictEqual([{ n: 5 }]);
  });

  test('while the job runs makes it run once more', async ({ db }) => {
    const calls: unknown[] = [];
    const task: Task = async (payload) => {
      calls.push(payload);
      if (calls.length > 1) return;
      for (let n = 2; n <= 4; n += 1) await look(db, n);
    };
    await look(db, 1);
    await drainJobs(db, { look: task });
    expect(calls).toStrictEqual([{ n: 1 }, { n: 4 }]);
  });
});

describe('running', () => {
  test('one queue runs one job at a time, across replicas; stopping waits for what runs', async ({
    db,
    owner,
  }) => {
    const { task, calls, reached } = recorder();
    let inside = 0;
    let most = 0;
    const slow: Task = async (payload, signal) => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
      await task(payload, signal);
    };
    const replicas = [
      await runJobs(db, { tasks: { look: slow }, concurrency: 4, log }),
      await runJobs(db, { tasks: { look: slow }, concurrency: 4, log }),
    ];
    await Promise.all(Array.from({ length: 30 }, (_, n) => look(db, n, `look ${String(n)}`)));
    await reached(30);
    expect(replicas.map((replica) => replica.running())).toStrictEqual([true, true]);
    await Promise.all(replicas.map((replica) => replica.stop()));
    expect(replicas.map((replica) => replica.running())).toStrictEqual([false, false]);
    expect(calls).toHaveLength(30);
    expect(most).toBe(1);
    expect(await openJobs(owner)).toStrictEqual([]);
  });

  test('a job that was begun is finished before stop resolves, and its end is recorded', async ({
    db,
    owner,
  }) => {
    let finish = (): void => undefined;
    let begun = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const task: Task = () => {
      begun();
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    const jobs = await runJobs(db, { tasks: { look: task }, concurrency: 1, log });
    await look(db, 1);
    await started;
    const stopped = jobs.stop();
    finish();
    await stopped;
    expect(await openJobs(owner)).toStrictEqual([]);
  });

  test('a job that fails is tried again, and holds up nobody', async ({ db }) => {
    const { task, calls, reached } = recorder();
    let failures = 0;
    const failing: Task = async (payload, signal) => {
      if ((payload as { n: number }).n === 1 && failures === 0) {
        failures += 1;
        throw new Error('once');
      }
      await task(payload, signal);
    };
    const jobs = await runJobs(db, { tasks: { look: failing }, concurrency: 2, log });
    await look(db, 1, 'fails');
    await look(db, 2, 'works');
    await reached(2);
    await jobs.stop();
    expect(calls).toStrictEqual([{ n: 2 }, { n: 1 }]);
  });

  test('goes on when every connection was cut', async ({ db, owner }) => {
    const { task, reached } = recorder();
    const jobs = await runJobs(db, { tasks: { look: task }, concurrency: 1, log });
    await look(db, 1);
    await reached(1);
    await cutConnections(owner);
    await look(db, 2);
    await reached(2);
    await jobs.stop();
    expect(await guards(owner)).toBe(0);
  });

  test('goes on when the end of a job could not be recorded, whatever else runs', async ({
    db,
    owner,
  }) => {
    // A sequence remembers across the rollback that only the first attempt is to fail.
    await owner.query(`
      CREATE SEQUENCE public.attempts;
      GRANT USAGE ON SEQUENCE public.attempts TO PUBLIC;
      CREATE FUNCTION public.fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF nextval('public.attempts') = 1 THEN
            RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01';
          END IF;
          RETURN OLD;
        END $$;
      CREATE TRIGGER fail_once BEFORE DELETE ON graphile_worker._private_jobs
        FOR EACH ROW EXECUTE FUNCTION public.fail_once();`);
    const { task, reached } = recorder();
    const held: (() => void)[] = [];
    const hold = () =>
      held.length === 3 ? Promise.resolve() : new Promise<void>((resolve) => held.push(resolve));
    const jobs = await runJobs(db, { tasks: { look: task, hold }, concurrency: 4, log });
    onTestFinished(() => jobs.stop());
    for (const key of ['a', 'b', 'c']) await wake(db, 'hold', {}, { key, queue: key });
    await expect.poll(() => held.length).toBe(3);
    await look(db, 1);
    await reached(1);
    const tried = async (): Promise<unknown> => {
      const { rows } = await owner.query<object>('SELECT is_called FROM public.attempts');
      return rows;
    };
    await expect.poll(tried).toEqual([{ is_called: true }]);
    for (const finish of held) {
      finish();
      await sleep(100);
    }
    await expect.poll(() => openJobs(owner), { timeout: 60_000 }).toEqual([]);
    await look(db, 2, 'another');
    await reached(3);
    await jobs.stop();
    expect(await guards(owner)).toBe(0);
  });
});

describe('a worker that was killed', () => {
  test(
    'leaves its job to another one, at once and not after hours',
    { timeout: 60_000 },
    async ({ db, owner, databaseUrl }) => {
      await look(db, 1);
      const victim = spawn(
        process.execPath,
        [fileURLToPath(new URL('./job-victim.ts', import.meta.url)), databaseUrl],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      onTestFinished(() => void victim.kill('SIGKILL'));
      await once(victim.stdout, 'data');
      const { task, reached } = recorder();
      const jobs = await runJobs(db, { tasks: { look: task }, concurrency: 1, log });
      victim.kill('SIGKILL');
      await reached(1);
      await jobs.stop();
      expect(await openJobs(owner)).toStrictEqual([]);
      expect(await guards(owner)).toBe(0);
    },
  );

  test('is told from one that is merely slow', { timeout: 60_000 }, async ({ db }) => {
    const calls: number[] = [];
    let finish = (): void => undefined;
    const slow: Task = () =>
      new Promise((resolve) => {
        calls.push(1);
        finish = resolve;
      });
    const busy = await runJobs(db, { tasks: { look: slow }, concurrency: 1, log });
    await look(db, 1);
    while (calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const other = await runJobs(db, { tasks: { look: slow }, concurrency: 1, log });
    // Longer than a lock has to be old before anybody asks whether its holder lives.
    await new Promise((resolve) => setTimeout(resolve, 7_500));
    expect(calls).toHaveLength(1);
    finish();
    await Promise.all([busy.stop(), other.stop()]);
  });
});

async function cutConnections(owner: pg.Client): Promise<void> {
  const { rowCount } = await owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name IN ('holdpoint jobs', 'holdpoint guard')`,
  );
  expect(rowCount).toBeGreaterThan(1);
}

async function guards(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_locks JOIN pg_database d ON d.oid = database
      WHERE locktype = 'advisory' AND datname = current_database()`,
  );
  return rows[0]?.count ?? -1;
}
