/**
 * Deliveries on their way through a lane. A lane keeps its order: nothing
 * behind a delivery that waits for its next try is taken before it. Lanes do
 * not know each other, so a poisonous delivery holds up its own lane only, and
 * that only until it is given up.
 *
 * Two workers on one lane would do no harm: `finishDelivery` belongs to the
 * transaction that records the effects, and only the first one finds the
 * delivery still open.
 */
import { INBOX_COLUMNS, storable } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { connectionsOf, sessionOf } from './session.ts';
import type { Database } from './database.ts';
import type { Tx } from './in-workspace.ts';

/** Claims without an orderly end before a delivery is taken for one that kills the process. */
const MOST_CLAIMS = 5;

/** Somebody else finished, or gave up, this delivery first: nothing of this transaction may stay. */
export class DeliveryGoneError extends Error {
  constructor(id: number) {
    super(
      `delivery ${String(id)} is not open any more: another worker dealt with it. This transaction was rolled back.`,
    );
    this.name = 'DeliveryGoneError';
  }
}

/** Lanes whose next delivery may be taken, the longest waiting first. */
export async function dueLanes(
  db: Database,
  now: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await connectionsOf(db).pool.query<{ lane: string }>({
    name: 'due_lanes',
    text: `SELECT lane FROM (
             SELECT DISTINCT ON (lane) lane, id, next_attempt_at
               FROM deliveries WHERE state = 'routed' ORDER BY lane, id
           ) AS first
           WHERE next_attempt_at IS NULL OR next_attempt_at <= $1
           ORDER BY id LIMIT $2`,
    values: [now, limit],
  });
  return rows.map(({ lane }) => lane);
}

export type LaneClaim = { readonly lane: string; readonly limit: number; readonly now: string };

/** The next deliveries of a lane, in order, up to the first that has to wait. */
export async function claimLane(db: Database, claim: LaneClaim): Promise<readonly InboxRow[]> {
  const { pool } = connectionsOf(db);
  const { rows } = await pool.query<InboxRow>({
    name: 'claim_lane',
    text: `WITH open AS (
             SELECT *, coalesce(next_attempt_at > $3, false) AS waits
               FROM deliveries WHERE state = 'routed' AND lane = $1 ORDER BY id LIMIT $2
           ), ready AS (
             SELECT * FROM open o WHERE NOT EXISTS (SELECT FROM open w WHERE w.waits AND w.id <= o.id)
           ), counted AS (
             UPDATE deliveries SET claims = claims + 1 WHERE id = (SELECT min(id) FROM ready)
           )
           SELECT ${INBOX_COLUMNS} FROM ready ORDER BY id`,
    values: [claim.lane, claim.limit, claim.now],
  });
  const [first] = rows;
  if (first === undefined || !(await buryDeadly(db, first.id))) return rows;
  return rows.slice(1);
}

/** A delivery whose handling ended the process again and again is not tried once more. */
async function buryDeadly(db: Database, id: number): Promise<boolean> {
  const { rowCount } = await connectionsOf(db).pool.query({
    name: 'bury_deadly',
    text: `UPDATE deliveries SET state = 'dead', next_attempt_at = NULL, problem = $3
            WHERE id = $1 AND state = 'routed' AND claims > $2`,
    values: [
      id,
      MOST_CLAIMS,
      `the process ended ${String(MOST_CLAIMS)} times in a row while it was being dealt with`,
    ],
  });
  return rowCount === 1;
}

/** In the transaction that recorded its effects. Throws `DeliveryGoneError` when it is not open any more. */
export async function finishDelivery(tx: Tx, id: number): Promise<void> {
  const { client } = sessionOf(tx);
  const { rowCount } = await client.query({
    name: 'finish_delivery',
    text: `UPDATE deliveries SET state = 'done', problem = NULL, next_attempt_at = NULL
            WHERE id = $1 AND state = 'routed' AND workspace = $2`,
    values: [id, tx.workspace],
  });
  if (rowCount !== 1) throw new DeliveryGoneError(id);
}

/** Given up, and without a lane: whoever sent it, it concerns nobody. */
export async function refuseDelivery(db: Database, id: number, problem: string): Promise<void> {
  await connectionsOf(db).pool.query({
    name: 'refuse_delivery',
    text: `UPDATE deliveries
              SET state = 'dead', lane = NULL, claims = 0, next_attempt_at = NULL, problem = $2
            WHERE id = $1 AND state = 'routed'`,
    values: [id, storable(problem)],
  });
}

/** `retryAt` null: given up, a dead letter until `redriveDelivery`. */
export async function failDelivery(
  db: Database,
  id: number,
  failure: { readonly problem: string; readonly retryAt: string | null },
): Promise<void> {
  await connectionsOf(db).pool.query({
    name: 'fail_delivery',
    text: `UPDATE deliveries
              SET state = CASE WHEN $3::timestamptz IS NULL THEN 'dead' ELSE 'routed' END,
                  attempts = attempts + 1, claims = 0, next_attempt_at = $3, problem = $2
            WHERE id = $1 AND state = 'routed'`,
    values: [id, storable(failure.problem), failure.retryAt],
  });
}
