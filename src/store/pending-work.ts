/** How much is still to be done, across workspaces: what readiness, the demo and tests wait for. */
import { asSystem } from './in-workspace.ts';
import type { Database } from './database.ts';

export type PendingWork = {
  readonly deliveries: number;
  readonly dirty: number;
  readonly timers: number;
  readonly jobs: number;
};

/**
 * `now`: by the clock of the changes, for timers, and for looks at freezes, which count as such. Jobs that wait for a
 * later time, or will never run, do not count, nor does what is shown and is looked at again in more than a minute.
 */
export async function pendingWork(db: Database, now: string): Promise<PendingWork> {
  const { rows } = await asSystem(db, (client) =>
    client.query<PendingWork>(
      `SELECT (SELECT count(*) FROM deliveries WHERE state IN ('new', 'routed')) AS deliveries,
              (SELECT count(*) FROM dirty
                WHERE version > clean
                  AND (problem IS NOT NULL OR next_attempt_at IS NULL
                       OR next_attempt_at <= clock_timestamp() + interval '1 minute')) AS dirty,
              (SELECT count(*) FROM timers WHERE NOT fired AND due_at <= $1)
              + (SELECT count(*) FROM freezes WHERE look_at <= $1) AS timers,
              (SELECT count(*) FROM graphile_worker.jobs 
                WHERE locked_at IS NOT NULL OR (run_at <= clock_timestamp() AND attempts < max_attempts)) AS jobs`,
      [now],
    ),
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the database did not say what is pending');
  return row;
}
