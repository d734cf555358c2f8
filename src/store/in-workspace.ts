/**
 * The only way to the tables of a tenant. A transaction acts as a role that
 * row-level security binds, and sees one workspace: a statement that forgets
 * its WHERE, or is given another tenant's ids, finds nothing.
 *
 * Nothing that waits for somebody else (a forge, a person) belongs inside.
 */
import type pg from 'pg';
import { closeSession, connectionsOf, openSession, sessionOf } from './session.ts';
import type { OpenDatabase, OpenTransaction } from './session.ts';

/** An open transaction in one workspace. It ends with the work it was given to. */
export type Tx = OpenTransaction;

/** `github:9812`. Strict, because it stands in the text of a statement. */
const WORKSPACE = /^[a-z][a-z0-9_-]{0,31}:[0-9]{1,20}$/u;

/** The work was done, but the database kept none of it. */
export class NotCommittedError extends Error {
  constructor() {
    super(
      'the transaction was rolled back at its end: a statement in it had failed, and its error was not passed on. Nothing was written.',
    );
    this.name = 'NotCommittedError';
  }
}

/** Commits when the work resolves, rolls back when it rejects. Not nested: each call is a transaction of its own. */
export async function inWorkspace<T>(
  db: OpenDatabase,
  workspace: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (!WORKSPACE.test(workspace)) {
    throw new TypeError(
      `workspace: expected <forge>:<account id> such as github:9812, found ${JSON.stringify(workspace.slice(0, 60))}`,
    );
  }
  const connections = connectionsOf(db);
  const begin = `BEGIN; SET LOCAL ROLE holdpoint_app; SET LOCAL holdpoint.workspace = '${workspace}'`;
  return transaction(connections.pool, begin, async (client) => {
    const tx = openSession({ workspace, client, connections });
    const { metPeople } = sessionOf(tx);
    try {
      const result = await work(tx);
      const erasures = sessionOf(tx).head?.erasures ?? 0;
      return {
        result,
        committed: () => {
          connections.people.remember(workspace, erasures, metPeople);
        },
      };
    } finally {
      closeSession(tx);
    }
  });
}

/** Across workspaces, for what the role holdpoint_system may do. For files of this folder only. */
export async function asSystem<T>(
  db: OpenDatabase,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return transaction(
    connectionsOf(db).pool,
    'BEGIN; SET LOCAL ROLE holdpoint_system',
    async (client) => ({
      result: await work(client),
      committed: () => undefined,
    }),
  );
}

type Done<T> = { readonly result: T; readonly committed: () => void };

async function transaction<T>(
  pool: pg.Pool,
  begin: string,
  work: (client: pg.PoolClient) => Promise<Done<T>>,
): Promise<T> {
  const client = await pool.connect();
  // A connection in an unknown state is not given to the next one.
  let broken = true;
  try {
    await client.query(begin);
    const done = await work(client);
    const end = await client.query('COMMIT');
    broken = false;
    // COMMIT of a failed transaction is answered with ROLLBACK, and with no error.
    if (end.command !== 'COMMIT') throw new NotCommittedError();
    done.committed();
    return done.result;
  } catch (error) {
    if (broken) broken = !(await rolledBack(client));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function rolledBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}
