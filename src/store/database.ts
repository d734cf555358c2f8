/**
 * The one pool. It refuses to start on a server that would lose what it
 * acknowledged: `synchronous_commit=off` or `fsync=off` lose the last events
 * when the machine stops, and a lost event is a lie told to everybody who saw
 * it. Tests and demo say `durable: false`.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { readInstant } from './column-types.ts';
import { KnownPeople } from './known-people.ts';
import { connectionsOf, registerDatabase } from './session.ts';
import type { Chance, OpenDatabase } from './session.ts';
import type { StoreLog } from './store-log.ts';
import { tellStatements } from './tell-statements.ts';

/** Proof that a database was opened; all that can be done with it is in this folder. */
export type Database = OpenDatabase;

export type DatabaseOptions = {
  readonly url: string;
  /** Connections at most; 10 when not said. */
  readonly poolSize?: number;
  /** False: the server need not survive a power cut. Tests and demo only. */
  readonly durable?: boolean;
  readonly chance?: Chance;
  readonly log?: StoreLog;
  /** Every statement goes to `log`, at its level debug, without its values. */
  readonly tellStatements?: boolean;
};

export class UnsafeDatabaseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsafeDatabaseError';
  }
}

const connectLimitMs = 3_000;
const statementLimitMs = 30_000;
const lockLimitMs = 10_000;
const idleInTransactionLimitMs = 60_000;

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    application_name: 'holdpoint',
    keepAlive: true,
    connectionTimeoutMillis: connectLimitMs,
    statement_timeout: statementLimitMs,
    lock_timeout: lockLimitMs,
    idle_in_transaction_session_timeout: idleInTransactionLimitMs,
    types: { getTypeParser },
  });
  // Without these listeners a lost connection would end the process.
  pool.on('error', (error) => {
    options.log?.warn(
      { action: 'connection_lost', err: error },
      'a database connection was lost; the pool replaces it',
    );
  });
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    if (options.tellStatements === true && options.log !== undefined)
      tellStatements(client, options.log);
  });
  try {
    if (options.durable !== false) await requireDurable(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return registerDatabase({
    pool,
    url: options.url,
    chance: options.chance ?? ((size) => randomBytes(size)),
    people: new KnownPeople(),
  });
}

/** The database's clock, to measure how far ours is away from it; never to decide with. */
export async function readDatabaseTime(db: Database): Promise<Date> {
  const { rows } = await connectionsOf(db).pool.query<{ now: string }>(
    'SELECT clock_timestamp() AS now',
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the database did not say its time');
  return new Date(row.now);
}

async function requireDurable(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'`,
  );
  if (rows.length === 0) return;
  const found = rows.map(({ name }) => `${name}=off`).join(', ');
  throw new UnsafeDatabaseError(
    `The database may lose events that were acknowledged: expected fsync, full_page_writes and synchronous_commit to be on, found ${found}. ` +
      'Let an administrator of the server switch them on (ALTER SYSTEM SET … = on; SELECT pg_reload_conf();) ' +
      'and check that neither the role nor DATABASE_URL switches them off.',
  );
}

const INT8 = 20;
const TIMESTAMPTZ = 1184;

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (format !== 'binary') {
    if (oid === INT8) return readInteger;
    if (oid === TIMESTAMPTZ) return readInstant;
  }
  return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
}

/** Sequence numbers and ids of ours stay far below 2^53; one that does not is refused, never rounded. */
function readInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new RangeError(`the database returned ${value}, more than a number can hold exactly`);
  return number;
}
