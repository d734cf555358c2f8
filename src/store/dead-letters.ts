/**
 * Deliveries that were given up, and deliveries past their keeping time. A
 * dead letter stays until somebody looks at it; giving it another chance
 * starts from the beginning, routing included.
 */
import { INBOX_COLUMNS } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { connectionsOf } from './session.ts';
import type { Database } from './database.ts';

export async function listDeadLetters(db: Database, limit: number): Promise<readonly InboxRow[]> {
  const { rows } = await connectionsOf(db).pool.query<InboxRow>({
    name: 'list_dead_letters',
    text: `SELECT ${INBOX_COLUMNS} FROM deliveries WHERE state = 'dead' ORDER BY id LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/** False when there is no such dead letter. */
export async function redriveDelivery(db: Database, id: number): Promise<boolean> {
  const { rowCount } = await connectionsOf(db).pool.query({
    name: 'redrive_delivery',
    text: `UPDATE deliveries
              SET state = 'new', workspace = NULL, lane = NULL, attempts = 0, claims = 0, next_attempt_at = NULL
            WHERE id = $1 AND state = 'dead'`,
    values: [id],
  });
  return rowCount === 1;
}

export type InboxCount = { readonly new: number; readonly routed: number; readonly dead: number };

/** For the readiness page and the metrics; what is done is not counted. */
export async function countInbox(db: Database): Promise<InboxCount> {
  const { rows } = await connectionsOf(db).pool.query<InboxCount>({
    name: 'count_inbox',
    text: `SELECT (SELECT count(*) FROM deliveries WHERE state = 'new') AS new,
                  (SELECT count(*) FROM deliveries WHERE state = 'routed') AS routed,
                  (SELECT count(*) FROM deliveries WHERE state = 'dead') AS dead`,
  });
  return rows[0] ?? { new: 0, routed: 0, dead: 0 };
}

/**
 * Deletes what is done and was received before; bodies hold people's words, so
 * they are not kept for ever. Keep longer than a forge offers redelivery, or
 * catch-up would take an old delivery for a missed one.
 */
export async function forgetDeliveries(db: Database, before: string): Promise<number> {
  const { rowCount } = await connectionsOf(db).pool.query({
    name: 'forget_deliveries',
    text: `DELETE FROM deliveries WHERE state = 'done' AND received_at < $1`,
    values: [before],
  });
  return rowCount ?? 0;
}
