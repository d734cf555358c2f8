/**
 * The record as the command line reaches it: the database of DATABASE_URL, or the embedded one in DATA_DIR, which is
 * used together with a server that is running on it, or started for the time of the question.
 *
 * What must stay true: asking creates nothing. A folder without a record is said, not filled.
 */
import { existsSync } from 'node:fs';
import { ConfigError, readStorageConfig } from '../config.ts';
import type { Environment } from '../config.ts';
import { openDatabase } from '../store/database.ts';
import type { Database } from '../store/database.ts';
import { startEmbedded } from '../store/embedded.ts';
import { isMigrated } from '../store/migrate.ts';
import { CannotTellError } from './command.ts';
import type { Store } from './command.ts';

/** Of this process's environment when none is given. */
export async function openStore(environment?: Environment): Promise<Store> {
  const server = await findServer(environment);
  try {
    // What is written here can be made again from the log, so an unsafe server is no reason not to answer.
    const db = await openDatabase({ url: server.url, poolSize: 2, durable: false });
    await requireMigrated(db);
    return {
      db,
      close: async () => {
        await db.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

type Server = { readonly url: string; readonly stop: () => Promise<void> };

async function findServer(environment: Environment | undefined): Promise<Server> {
  const { databaseUrl, dataDir } = readStorage(environment);
  if (databaseUrl !== null) return { url: databaseUrl, stop: () => Promise.resolve() };
  if (!existsSync(dataDir)) {
    throw new CannotTellError(
      `there is no record in ${dataDir}. Set DATABASE_URL to the database of the server, or DATA_DIR to its data folder.`,
    );
  }
  return startOrShare(dataDir);
}

/** A server that already runs there may be one of a demo, which is not durable; it is asked all the same. */
async function startOrShare(dataDir: string): Promise<Server> {
  try {
    return await startEmbedded({ dataDir, durable: true });
  } catch (refused) {
    const server = await startEmbedded({ dataDir, durable: false });
    if (server.reused) return server;
    await server.stop();
    throw refused;
  }
}

function readStorage(environment: Environment | undefined): ReturnType<typeof readStorageConfig> {
  try {
    return readStorageConfig(environment);
  } catch (error) {
    throw error instanceof ConfigError ? new CannotTellError(error.message) : error;
  }
}

async function requireMigrated(db: Database): Promise<void> {
  if (await isMigrated(db)) return;
  await db.close();
  throw new CannotTellError(
    'the database has another shape than this version expects. Start the server of this version once (npm start); it brings the database up to date.',
  );
}
