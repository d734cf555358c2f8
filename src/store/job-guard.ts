/**
 * Finds the jobs of workers that died. The queue library would free them after
 * four hours. Each group of workers holds an advisory lock of the database for
 * as long as its process lives; the lock vanishes with the connection. Whoever
 * can take the lock of a group that still has jobs has found a dead one.
 *
 * A living group that loses its connection takes the lock again; should its
 * jobs have been freed meanwhile, they run twice, which is harmless.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { StoreLog } from './store-log.ts';

export type Guard = { readonly release: () => Promise<void> };

const reconnectMs = 500;

export async function holdGuard(url: string, group: string, log: StoreLog): Promise<Guard> {
  const released = new AbortController();
  let client = await takeLock(url, group);
  const keep = async (): Promise<void> => {
    while (!released.signal.aborted) {
      await ended(client);
      if (released.signal.aborted) return;
      log.warn(
        { action: 'guard_lost' },
        'the connection that shows this worker alive was lost; taking it again',
      );
      client = (await retake(url, group, released.signal)) ?? client;
    }
  };
  const kept = keep();
  return {
    release: async () => {
      released.abort();
      await client.end();
      await kept;
      // The lock may have been taken again while it was being given up.
      await client.end();
    },
  };
}

async function retake(
  url: string,
  group: string,
  released: AbortSignal,
): Promise<pg.Client | null> {
  while (!released.aborted) {
    try {
      return await takeLock(url, group);
    } catch {
      await sleep(reconnectMs);
    }
  }
  return null;
}

async function takeLock(url: string, group: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'holdpoint guard',
    keepAlive: true,
  });
  // Without a listener a lost connection would end the process; `ended` tells of it too.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`SELECT pg_advisory_lock(hashtextextended('holdpoint worker ' || $1, 0))`, [
    group,
  ]);
  return client;
}

function ended(client: pg.Client): Promise<void> {
  return new Promise((resolve) => {
    client.once('end', () => {
      resolve();
    });
  });
}

/**
 * How many dead groups were found. Locks younger than five seconds are left
 * alone: a group that is just starting may not hold its guard yet.
 */
export async function reapAbandoned(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ dead: string[] | null }>(`
    WITH holders AS MATERIALIZED (
      SELECT locked_by FROM graphile_worker._private_jobs WHERE locked_at < now() - interval '5 seconds'
      UNION
      SELECT locked_by FROM graphile_worker._private_job_queues WHERE locked_at < now() - interval '5 seconds'
    )
    SELECT array_agg(locked_by) AS dead FROM holders
     WHERE pg_try_advisory_xact_lock(hashtextextended('holdpoint worker ' || locked_by, 0))`);
  const dead = rows[0]?.dead ?? [];
  if (dead.length === 0) return 0;
  await pool.query('SELECT graphile_worker.force_unlock_workers($1)', [dead]);
  // A job that was woken again while it ran has lost its key to the one that follows it. Its worker is gone, so it
  // would lie there for ever.
  await pool.query(
    'DELETE FROM graphile_worker._private_jobs WHERE key IS NULL AND locked_at IS NULL AND attempts >= max_attempts',
  );
  return dead.length;
}
