// Brings a cluster up, whatever the last run left behind: nothing, half a cluster, a server whose parent was
// killed, a killed server whose processes have not all gone, or somebody who starts the same one right now.
// Who wins does not matter: in the end one server answers on the socket, and it serves our data directory.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import pg from 'pg';

import type { Binaries } from './embedded-binaries.ts';
import { type Account, type Place, socketPort } from './embedded-place.ts';

export type Cluster = {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly place: Place;
  readonly durable: boolean;
};

/** `child` is there when this process started the server. */
export type Server = { readonly pid: number; readonly child?: ChildProcess };

const startLimitMs = 30_000;
const askAgainMs = 20;
const tryAgainMs = 150;
const logLimitBytes = 5_000_000;

/** The server reads nothing from our environment: neither secrets nor a locale get into its files. */
const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** What a second starter or the remains of a killed server make it say; everything else is final. */
const passing = /another postmaster|pre-existing shared memory|lock file .* already exists/;

export function connection(place: Place): pg.ClientConfig {
  return { host: place.socketDir, port: socketPort, user: 'postgres', database: 'postgres' };
}

export async function createCluster(cluster: Cluster): Promise<void> {
  const { place, account } = cluster;
  await removeHalfMade(place);
  if (await exists(join(place.data, 'PG_VERSION'))) return;
  const fresh = `${place.data}.new-${String(process.pid)}`;
  const options = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale'];
  const sync = cluster.durable ? [] : ['--no-sync'];
  await promisify(execFile)(
    cluster.binaries.initdb,
    ['-D', fresh, ...options, '--no-instructions', ...sync],
    { ...account, env: environment, cwd: place.dir },
  );
  await rename(fresh, place.data).catch(async (error: unknown) => {
    // Another process was first; its cluster is as good as ours.
    await rm(fresh, { recursive: true, force: true });
    if (!(await exists(join(place.data, 'PG_VERSION')))) throw error;
  });
}

/** A start that died in the middle leaves a directory named after its process. */
async function removeHalfMade(place: Place): Promise<void> {
  const prefix = `${basename(place.data)}.new-`;
  for (const name of await readdir(place.dir)) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) {
      await rm(join(place.dir, name), { recursive: true, force: true });
    }
  }
}

export async function raiseServer(cluster: Cluster): Promise<Server> {
  const deadline = Date.now() + startLimitMs;
  await turnLog(cluster.place);
  for (;;) {
    if (await isUp(cluster)) return { pid: (await readServerPid(cluster.place)) ?? 0 };
    const from = await logLength(cluster.place);
    const child = await launch(cluster);
    if (await cameUp(cluster, child, deadline)) return { pid: child.pid ?? 0, child };
    const said = await readLog(cluster.place, from);
    if (Date.now() > deadline || !passing.test(said)) throw startFailed(cluster.place, said);
    await removeForeignLock(cluster.place);
    await sleep(tryAgainMs);
  }
}

async function launch(cluster: Cluster): Promise<ChildProcess> {
  const { place, account, binaries } = cluster;
  const log = await open(place.log, 'a', 0o600);
  const fast = ['fsync', 'synchronous_commit', 'full_page_writes'].map((name) => `${name}=off`);
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${place.socketDir}`,
    'unix_socket_permissions=0700',
    'shared_buffers=64MB',
    ...(cluster.durable ? [] : fast),
  ];
  const child = spawn(
    binaries.postgres,
    ['-D', place.data, ...settings.flatMap((setting) => ['-c', setting])],
    // Its own process group: Ctrl-C in a terminal must reach us first, the database last.
    {
      ...account,
      env: environment,
      cwd: place.dir,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    },
  );
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  await log.close();
  return child;
}

/** Waits until our server answers, or its process is gone. */
async function cameUp(cluster: Cluster, child: ChildProcess, deadline: number): Promise<boolean> {
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (!hasEnded(child)) {
    // The answer may be another's while ours is still on its way out.
    if ((await readServerPid(cluster.place)) === child.pid && (await isUp(cluster))) return true;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      await gone;
      return false;
    }
    await Promise.race([gone, sleep(askAgainMs)]);
  }
  return false;
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function isUp(cluster: Cluster): Promise<boolean> {
  const fsync = await ask(cluster.place, 'SHOW fsync');
  if (fsync === undefined) return false;
  if (cluster.durable && fsync !== 'on') {
    throw new Error(
      `The PostgreSQL that already runs on ${cluster.place.dir} was started without durability ` +
        '(fsync is off), and this start needs it. Stop that process first.',
    );
  }
  return true;
}

/** One question on a connection of its own; undefined while nobody answers. */
export async function ask(place: Place, sql: string): Promise<unknown> {
  const client = new pg.Client({ ...connection(place), connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function readServerPid(place: Place): Promise<number | undefined> {
  const lines = await readFile(join(place.data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(lines, 10);
  return Number.isSafeInteger(pid) ? pid : undefined;
}

/** After a restart of the machine or container the number in a lock file may belong to a stranger. */
async function removeForeignLock(place: Place): Promise<void> {
  const socketLock = join(place.socketDir, `.s.PGSQL.${String(socketPort)}.lock`);
  for (const path of [join(place.data, 'postmaster.pid'), socketLock]) {
    const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
    const name = await readFile(`/proc/${String(pid)}/comm`, 'utf8').catch(() => undefined);
    if (name !== undefined && name.trim() !== 'postgres') await rm(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function turnLog(place: Place): Promise<void> {
  if ((await logLength(place)) > logLimitBytes) await rename(place.log, `${place.log}.old`);
}

async function logLength(place: Place): Promise<number> {
  return stat(place.log).then(
    ({ size }) => size,
    () => 0,
  );
}

async function readLog(place: Place, from: number): Promise<string> {
  const bytes = await readFile(place.log).catch(() => Buffer.alloc(0));
  return bytes.subarray(from).toString('utf8').slice(-2_000).trim();
}

function startFailed(place: Place, said: string): Error {
  return new Error(
    `The embedded PostgreSQL did not start on ${place.dir}. It said:\n${said || '(nothing)'}\n` +
      `The whole log is ${place.log}. Mend what it names, or set DATABASE_URL to a server of your own.`,
  );
}
