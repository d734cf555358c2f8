// A real PostgreSQL for demo, development and tests, without anything to install. It listens on a Unix
// socket in a directory that only its own account may enter: no port, no password, nobody else. Production
// sets DATABASE_URL instead. A server that outlived its process is used again, and stopped by whoever
// leaves last.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { findBinaries } from './embedded-binaries.ts';
import { type Place, findAccount, settlePlace, socketPort } from './embedded-place.ts';
import {
  type Server,
  ask,
  createCluster,
  hasEnded,
  raiseServer,
  readServerPid,
} from './embedded-server.ts';

export type EmbeddedOptions = {
  /** Created when missing. The database takes its folder `postgres`; embedded-place.ts says when not. */
  readonly dataDir: string;
  /** False trades safety against a power cut for speed: tests and demo only. */
  readonly durable: boolean;
};

export type Embedded = {
  readonly url: string;
  readonly pid: number;
  /** The server was already running: another process's, or left over from one that was killed. */
  readonly reused: boolean;
  /** Close your own connections first. A reused server that others still use keeps running. */
  readonly stop: () => Promise<void>;
};

const stopLimitMs = 30_000;

export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const account = await findAccount();
  const place = await settlePlace(options.dataDir, account);
  const binaries = await findBinaries(account);
  const cluster = { account, place, binaries, durable: options.durable };
  await createCluster(cluster);
  const server = await raiseServer(cluster);
  return {
    url: socketUrl(place),
    pid: server.pid,
    reused: server.child === undefined,
    stop: () => stopServer(place, server),
  };
}

/** Understood by `pg` and by libpq: the host parameter outranks the placeholder before it. */
function socketUrl(place: Place): string {
  const url = new URL('postgres://postgres@localhost/postgres');
  url.port = String(socketPort);
  url.searchParams.set('host', place.socketDir);
  return url.href;
}

async function stopServer(place: Place, server: Server): Promise<void> {
  const { child, pid } = server;
  if (child === undefined) {
    if (await isLastOne(place)) await interrupt(place, pid);
    return;
  }
  if (hasEnded(child)) return;
  const gone = once(child, 'exit', { signal: AbortSignal.timeout(stopLimitMs) });
  // SIGINT is PostgreSQL's fast shutdown: sessions end, everything is written, then it goes.
  child.kill('SIGINT');
  await gone;
}

/** A session that was closed a moment ago may still be counted, so one look is not enough. */
async function isLastOne(place: Place): Promise<boolean> {
  for (let look = 0; look < 10; look += 1) {
    const others = await ask(
      place,
      `SELECT count(*) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    if (others === '0') return true;
    await sleep(50);
  }
  return false;
}

/** The server is not our child, so its end shows only in its lock file, which it removes last. */
async function interrupt(place: Place, pid: number): Promise<void> {
  const deadline = Date.now() + stopLimitMs;
  process.kill(pid, 'SIGINT');
  while ((await readServerPid(place)) === pid) {
    if (Date.now() > deadline) {
      throw new Error(`PostgreSQL (process ${String(pid)}) on ${place.dir} does not stop.`);
    }
    await sleep(20);
  }
}
