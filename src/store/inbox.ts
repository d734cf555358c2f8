/**
 * The inbox: what a forge sent is on disk before it is answered, byte for
 * byte, once per forge and delivery id. From there it goes `new` → `routed`
 * (it is known whose it is, and in which lane order matters) → `done`, in the
 * transaction that recorded its effects, or `dead` with its reason.
 *
 * The delivery id is a dedupe aid and nothing more: it is not signed, so no
 * effect may ever be keyed on it.
 */
import type pg from 'pg';
import { connectionsOf } from './session.ts';
import type { Database } from './database.ts';

export type DeliverySource = 'webhook' | 'redelivery' | 'catch_up';

export type ReceivedDelivery = {
  readonly forge: string;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  /** The few that are needed. Values with anything but printable ASCII are dropped. */
  readonly headers: Readonly<Record<string, string>>;
  /** As received; NUL and invalid UTF-8 included. */
  readonly body: Uint8Array;
  readonly bodySha256: Uint8Array;
  readonly receivedAt: string;
  readonly source: DeliverySource;
};

export type InboxRow = {
  readonly id: number;
  readonly forge: string;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly receivedAt: string;
  readonly source: DeliverySource;
  readonly workspace: string | null;
  readonly lane: string | null;
  /** Failures so far. */
  readonly attempts: number;
  readonly problem: string | null;
};

/** Given back by a delivery's reader: a lane keeps its order, lanes run beside each other. */
export type Route =
  { readonly workspace: string; readonly lane: string } | { readonly dead: string };

/** A header that cannot be stored; the request was not sent by a forge. */
export class UnstorableDeliveryError extends Error {
  constructor(field: string) {
    super(`delivery ${field}: expected 1 to 200 printable ASCII characters. It was not stored.`);
    this.name = 'UnstorableDeliveryError';
  }
}

export const INBOX_COLUMNS = `id, forge, guid, event, action, headers, body, received_at AS "receivedAt", source,
  workspace, lane, attempts, problem`;

const PRINTABLE = /^[\x20-\x7e]{1,200}$/u;

const RECEIVE = {
  name: 'receive_delivery',
  text: `INSERT INTO deliveries (forge, guid, event, action, headers, body, body_sha256, received_at, source, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'new')
         ON CONFLICT (forge, guid) DO NOTHING`,
};

const AGAIN = `source = 'redelivery', state = 'new', workspace = NULL, lane = NULL, attempts = 0, claims = 0,
              next_attempt_at = NULL`;

/** It concerned nobody, and may have been sent by another under an id that was not used yet. */
const REPLACE = {
  name: 'replace_delivery',
  text: `UPDATE deliveries SET event = $3, action = $4, headers = $5, body = $6, body_sha256 = $7, received_at = $8, ${AGAIN}
          WHERE forge = $1 AND guid = $2 AND state = 'dead' AND lane IS NULL`,
};

/** It concerns somebody, so it is tried as it was kept: the id under which something comes is not signed. */
const RETRY = {
  name: 'retry_delivery',
  text: `UPDATE deliveries SET ${AGAIN}
          WHERE forge = $1 AND guid = $2 AND state = 'dead' AND lane IS NOT NULL`,
};

/**
 * One statement, unless it came before: a dead letter that the forge sends again gets another chance. Resolves after
 * the commit, so the forge may be told then and not before. How long a forge is kept waiting is the receiver's
 * business: a timer on every statement costs a tenth of the rate.
 */
export async function receiveDelivery(
  db: Database,
  delivery: ReceivedDelivery,
): Promise<'stored' | 'duplicate'> {
  const { forge, guid, event, action, body, bodySha256, receivedAt, source } = delivery;
  requirePrintable('id', guid);
  requirePrintable('event', event);
  if (action !== null) requirePrintable('action', action);
  const headers = JSON.stringify(printable(delivery.headers));
  const content = [forge, guid, event, action, headers, body, bodySha256, receivedAt];
  const { pool } = connectionsOf(db);
  const inserted = await pool.query({ ...RECEIVE, values: [...content, source] });
  if (inserted.rowCount === 1) return 'stored';
  const replaced = await pool.query({ ...REPLACE, values: content });
  if (replaced.rowCount === 1) return 'stored';
  const retried = await pool.query({ ...RETRY, values: [forge, guid] });
  return retried.rowCount === 1 ? 'stored' : 'duplicate';
}

function printable(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter((header) => header.every((part) => PRINTABLE.test(part))),
  );
}

/** Which of these were stored before, whatever became of them. */
export async function knownGuids(
  db: Database,
  forge: string,
  guids: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await connectionsOf(db).pool.query<{ guid: string }>({
    name: 'known_guids',
    text: 'SELECT guid FROM deliveries WHERE forge = $1 AND guid = ANY($2::text[])',
    values: [forge, guids],
  });
  return rows.map(({ guid }) => guid);
}

export async function hasUnrouted(db: Database): Promise<boolean> {
  const { rows } = await connectionsOf(db).pool.query<{ waiting: boolean }>({
    name: 'has_unrouted',
    text: `SELECT EXISTS (SELECT FROM deliveries WHERE state = 'new') AS waiting`,
  });
  return rows[0]?.waiting === true;
}

export type Routed = {
  readonly count: number;
  readonly dead: number;
  readonly lanes: readonly string[];
};

/**
 * Decides, oldest first, whose the new deliveries are. Replicas share the work:
 * each takes rows that no other holds. `route` must be quick and must not
 * throw; a delivery on which it throws is dead, its neighbours are not.
 */
export async function routeDeliveries(
  db: Database,
  limit: number,
  route: (row: InboxRow) => Route,
): Promise<Routed> {
  const client = await connectionsOf(db).pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<InboxRow>({
      name: 'new_deliveries',
      text: `SELECT ${INBOX_COLUMNS} FROM deliveries WHERE state = 'new' ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
      values: [limit],
    });
    const routes = rows.map((row) => ({ id: row.id, ...safely(row, route) }));
    if (routes.length > 0) await writeRoutes(client, routes);
    await client.query('COMMIT');
    broken = false;
    const lanes = new Set(routes.flatMap(({ lane }) => lane ?? []));
    return {
      count: rows.length,
      dead: routes.filter(({ lane }) => lane === null).length,
      lanes: [...lanes],
    };
  } finally {
    // A connection whose transaction did not end is closed, which rolls back.
    client.release(broken);
  }
}

type Routing = {
  readonly workspace: string | null;
  readonly lane: string | null;
  readonly problem: string | null;
};

function safely(row: InboxRow, route: (row: InboxRow) => Route): Routing {
  try {
    const routed = route(row);
    if ('dead' in routed) return { workspace: null, lane: null, problem: storable(routed.dead) };
    return { workspace: routed.workspace, lane: routed.lane, problem: null };
  } catch (error) {
    return { workspace: null, lane: null, problem: storable(`cannot be read: ${String(error)}`) };
  }
}

async function writeRoutes(
  client: pg.PoolClient,
  routes: readonly (Routing & { readonly id: number })[],
): Promise<void> {
  await client.query({
    name: 'write_routes',
    text: `UPDATE deliveries d
              SET state = CASE WHEN r.lane IS NULL THEN 'dead' ELSE 'routed' END,
                  workspace = r.workspace, lane = r.lane, problem = r.problem
             FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) AS r (id, workspace, lane, problem)
            WHERE d.id = r.id`,
    values: [
      routes.map(({ id }) => id),
      routes.map(({ workspace }) => workspace),
      routes.map(({ lane }) => lane),
      routes.map(({ problem }) => problem),
    ],
  });
}

const MOST_WORDS = 2_000;

/** Problems quote what was sent: without NUL, and not without end. */
export function storable(problem: string): string {
  return problem.slice(0, MOST_WORDS).toWellFormed().replaceAll('\0', '\uFFFD');
}

function requirePrintable(field: string, value: string): void {
  if (!PRINTABLE.test(value)) throw new UnstorableDeliveryError(field);
}
