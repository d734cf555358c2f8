/**
 * `npm start`: reads the environment, starts the database when none was given, starts the application, and stops
 * it gracefully on SIGTERM or SIGINT. Whatever is wrong with the settings is said at once and all together.
 */
import { ConfigError, readConfig, type Config } from './config.ts';
import { createLog } from './log.ts';
import { startEmbedded } from './store/embedded.ts';
import { startApplication } from './wire.ts';

const HURRY_MS = 2_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config);
  const database = await databaseOf(config);
  const application = await startApplication({ config, databaseUrl: database.url, log });
  log.info(
    {
      action: 'started',
      url: application.url,
      database: config.databaseUrl === null ? 'embedded' : 'given',
    },
    'Holdpoint is ready',
  );
  let stopping = false;
  let mayHurry = false;
  const stop = async (signal: string): Promise<void> => {
    // Ctrl-C reaches the whole process group and npm hands it on as well: only a later one is a hurry.
    if (mayHurry) process.exit(1);
    if (stopping) return;
    stopping = true;
    setTimeout(() => (mayHurry = true), HURRY_MS).unref();
    log.info({ action: 'stopping', signal }, 'finishing what is running');
    await application.stop();
    await database.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}

type GivenDatabase = { readonly url: string; readonly stop: () => Promise<void> };

async function databaseOf(config: Config): Promise<GivenDatabase> {
  if (config.databaseUrl !== null)
    return { url: config.databaseUrl, stop: () => Promise.resolve() };
  return startEmbedded({ dataDir: config.dataDir, durable: true });
}

const NO_PLACE: ReadonlySet<unknown> = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL']);

function textOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (
    'syscall' in error &&
    error.syscall === 'listen' &&
    'code' in error &&
    NO_PLACE.has(error.code)
  )
    return `Holdpoint cannot listen there: ${error.message}. Set PORT, and HOST, to a free place, or stop what uses it.`;
  return error.stack ?? error.message;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${textOf(error)}\n`);
  process.exit(1);
}
