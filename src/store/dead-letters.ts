/**
 * Deliveries that were given up, and deliveries past their keeping time. A
 * dead letter stays until somebody looks at it: giving it another chance
 * starts from the beginning, routing included; setting it aside ends it.
 */
import { INBOX_COLUMNS, storable } from './inbox.ts';
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

/** Of a dead letter, what it takes to know whom it concerns; bodies may be large. */
export type DeadHead = Pick<InboxRow, 'guid' | 'workspace' | 'lane' | 'problem'>;

/** Those that concern somebody, all of them. */
export async function listDeadHeads(db: Database): Promise<readonly DeadHead[]> {
  const { rows } = await connectionsOf(db).pool.query<DeadHead>({
    name: 'list_dead_heads',
    text: `SELECT guid, workspace, lane, problem FROM deliveries
            WHERE state = 'dead' AND lane IS NOT NULL ORDER BY id`,
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

/**
 * Goes on without it: done, and the problem that stays with it says who decided that and why. False when there is no
 * such dead letter.
 */
export async function setAsideDelivery(db: Database, id: number, note: string): Promise<boolean> {
  const { rowCount } = await connectionsOf(db).pool.query({
    name: 'set_aside_delivery',
    text: `UPDATE deliveries SET state = 'done', problem = $2 WHERE id = $1 AND state = 'dead'`,
    values: [id, storable(note)],
  });
  return rowCount === 1;
}

export type Whereabouts = {
  readonly guid: string;
  /** Received and not done: a record that lacks it is not whole. */
  readonly open: boolean;
  /** Who set it aside and why. */
  readonly setAside: string | null;
};

/** What became of these; those that were forgotten are not listed. */
export async function listWhereabouts(
  db: Database,
  forge: string,
  guids: readonly string[],
): Promise<readonly Whereabouts[]> {
  const { rows } = await connectionsOf(db).pool.query<Whereabouts>({
    name: 'list_whereabouts',
    text: `SELECT guid, state <> 'done' AS open, CASE WHEN state = 'done' THEN problem END AS "setAside"
             FROM deliveries WHERE forge = $1 AND guid = ANY ($2::text[])`,
    values: [forge, guids],
  });
  return rows;
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
 * Deletes at most `limit` of what is done and was received before; bodies hold
 * people's words, so they are not kept for ever. Keep longer than a forge
 * offers redelivery, or catch-up would take an old delivery for a missed one.
 * What was set aside stays: its change may not know yet by whom, and why.
 */
export async function forgetDeliveries(
  db: Database,
  { before, limit }: { readonly before: string; readonly limit: number },
): Promise<number> {
  const { rowCount } = await connectionsOf(db).pool.query({
    name: 'forget_deliveries',
    text: `DELETE FROM deliveries WHERE id IN (
             SELECT id FROM deliveries WHERE state = 'done' AND problem IS NULL AND received_at < $1
              ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    values: [before, limit],
  });
  return rowCount ?? 0;
}
