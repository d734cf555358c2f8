/**
 * What stands behind the opaque values that the store hands out: the pool
 * behind a `Database`, the connection behind a `Tx`, the locked row behind a
 * `HeadLock`. For files of this folder only.
 *
 * The outside holds values without content, so nobody can run SQL with them,
 * and nobody can make one: what was not registered here is refused, and so is
 * what outlived its transaction.
 */
import { drizzle } from 'drizzle-orm/node-postgres';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { KnownPeople, Person } from './known-people.ts';

declare const brand: unique symbol;

/** Source of random bytes: salts, marker keys. */
export type Chance = (size: number) => Uint8Array;

export type OpenDatabase = { readonly [brand]: 'database'; readonly close: () => Promise<void> };
export type OpenTransaction = { readonly [brand]: 'transaction'; readonly workspace: string };
export type HeldLock = { readonly [brand]: 'lock'; readonly tx: OpenTransaction };

export type Connections = {
  readonly pool: pg.Pool;
  readonly url: string;
  readonly chance: Chance;
  readonly people: KnownPeople;
};

/** The head of the log as this transaction left it; moved on by every append. */
export type Head = { seq: number; hash: Uint8Array; readonly erasures: number };

export type Session = {
  readonly workspace: string;
  readonly client: pg.PoolClient;
  readonly connections: Connections;
  /** Read or written in this transaction; remembered for others only once it commits. */
  readonly metPeople: Person[];
  head: Head | null;
  lock: HeldLock | null;
  orm: NodePgDatabase | null;
};

const databases = new WeakMap<OpenDatabase, Connections>();
const sessions = new WeakMap<OpenTransaction, Session>();

export function registerDatabase(connections: Connections): OpenDatabase {
  const database = Object.freeze({ close: () => connections.pool.end() }) as OpenDatabase;
  databases.set(database, connections);
  return database;
}

export function connectionsOf(db: OpenDatabase): Connections {
  const connections = databases.get(db);
  if (connections === undefined)
    throw new TypeError('this is no database: only openDatabase makes one');
  return connections;
}

export function openSession(
  start: Pick<Session, 'workspace' | 'client' | 'connections'>,
): OpenTransaction {
  const tx = Object.freeze({ workspace: start.workspace }) as OpenTransaction;
  sessions.set(tx, { ...start, metPeople: [], head: null, lock: null, orm: null });
  return tx;
}

export function sessionOf(tx: OpenTransaction): Session {
  const session = sessions.get(tx);
  if (session === undefined) {
    throw new TypeError(
      'this is no open transaction: only inWorkspace makes one, and it ends with the work given to it',
    );
  }
  return session;
}

export function closeSession(tx: OpenTransaction): void {
  sessions.delete(tx);
}

export function holdHead(tx: OpenTransaction, head: Head): HeldLock {
  const session = sessionOf(tx);
  const lock = Object.freeze({ tx }) as HeldLock;
  session.head = head;
  session.lock = lock;
  return lock;
}

export type Held = { readonly session: Session; readonly head: Head };

/** The right to write, checked: the very lock of a transaction that is still open. */
export function heldBy(lock: HeldLock): Held {
  const session = sessionOf(lock.tx);
  if (session.lock !== lock || session.head === null) {
    throw new TypeError('this is no lock of the open transaction: only lockHead makes one');
  }
  return { session, head: session.head };
}

export function ormOf(tx: OpenTransaction): NodePgDatabase {
  const session = sessionOf(tx);
  session.orm ??= drizzle(session.client);
  return session.orm;
}
