/**
 * Brings a database to the shape this program expects: the job queue's schema,
 * our tables and guards, and the rights that the runtime roles need on the
 * queue. Run by the owner of the database (DATABASE_MIGRATION_URL).
 *
 * Any number of replicas may start at once: one connection holds an advisory
 * lock from the first look to the last statement, the others wait for it and
 * then find nothing to do.
 */
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runFiles } from 'drizzle-orm/node-postgres/migrator';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import {
  MigrationError,
  MIGRATIONS_FOLDER,
  pendingMigrations,
  readMigrationFiles,
} from './migration-history.ts';
import type { AppliedMigration } from './migration-history.ts';
import { connectionsOf } from './session.ts';
import type { Database } from './database.ts';

/** Any constant will do, as long as it never changes. */
const LOCK_KEY = '5219408301347702113';
const OLDEST_SERVER = 150_000;

const silent = new Logger(() => () => undefined);

/** `folder` is for tests of the history check. */
export async function migrate(url: string, folder: string = MIGRATIONS_FOLDER): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'holdpoint migrate' });
  // Without a listener a lost connection would end the process; the running query rejects anyway.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    await requireServer(client);
    const files = await readMigrationFiles(folder);
    pendingMigrations(files, await readApplied(client));
    await runMigrations({ connectionString: url, logger: silent });
    await runFiles(drizzle(client), { migrationsFolder: folder });
    await openQueue(client);
  } finally {
    // Ending the session frees the lock.
    await client.end();
  }
}

/** Whether the database has every migration of this program, and no other. For readiness; changes nothing. */
export async function isMigrated(db: Database): Promise<boolean> {
  const files = await readMigrationFiles(MIGRATIONS_FOLDER);
  try {
    return pendingMigrations(files, await readApplied(connectionsOf(db).pool)).length === 0;
  } catch (error) {
    if (error instanceof MigrationError) return false;
    throw error;
  }
}

async function requireServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding`,
  );
  const [server] = rows;
  if (server === undefined || server.version < OLDEST_SERVER) {
    throw new MigrationError(
      `Holdpoint needs PostgreSQL 15 or newer; this server is version ${String(server?.version)}.`,
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new MigrationError(
      `Holdpoint needs a database in UTF8; this one is in ${server.encoding}. Create it with ENCODING 'UTF8'.`,
    );
  }
}

async function readApplied(client: pg.Client | pg.Pool): Promise<readonly AppliedMigration[]> {
  const { rows: found } = await client.query<{ present: boolean }>(
    `SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS present`,
  );
  if (found[0]?.present !== true) return [];
  const { rows } = await client.query<{ when: string | number; hash: string }>(
    'SELECT created_at AS "when", hash FROM drizzle.__drizzle_migrations ORDER BY created_at',
  );
  return rows.map(({ when, hash }) => ({ when: Number(when), hash }));
}

/**
 * The queue's tables are closed to all but their owner. The runtime user, a
 * member of holdpoint_system, works on them too; new tables may have come with
 * a new version of the queue, so this is said again each time.
 */
async function openQueue(client: pg.Client): Promise<void> {
  await client.query(`
    GRANT USAGE ON SCHEMA graphile_worker TO holdpoint_system;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO holdpoint_system;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO holdpoint_system;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO holdpoint_system;
    DO $$
    DECLARE
      closed regclass;
    BEGIN
      FOR closed IN
        SELECT c.oid FROM pg_catalog.pg_class c
         WHERE c.relnamespace = 'graphile_worker'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'holdpoint_worker')
      LOOP
        EXECUTE format('CREATE POLICY holdpoint_worker ON %s TO holdpoint_system USING (true) WITH CHECK (true)', closed);
      END LOOP;
    END
    $$;
  `);
}
