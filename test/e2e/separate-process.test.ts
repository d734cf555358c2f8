// The app as an operator starts it, `npm start` with nothing but environment variables, against a forge that is another
// process. Whatever is done here is done over HTTP; nothing of the app is loaded into the test.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newFolder, type Folder } from '../../src/demo/place.ts';
import { changeBody } from '../core/plan/change-body.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REPO = '/repos/lighthouse-freight/operations';
const PATIENCE = { timeout: 40_000, interval: 150 };
const SECRET = 'a secret for one test, long enough for the app';

type Process = {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** When the last of its processes has closed its output. */
  readonly closed: Promise<unknown>;
};
type Environment = Readonly<Record<string, string>>;

const started: Process[] = [];
let folder: Folder;
let forge: Environment;
let port: number;

/** In a process group of its own: `npm` puts a shell between us and the app, and a signal must reach them all. */
function launch(command: string, args: readonly string[], env: Environment): Process {
  const child = spawn(command, args, {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const process = { child, out: () => out, err: () => err, closed: once(child, 'close') };
  started.push(process);
  return process;
}

/** As Ctrl-C in a terminal does; resolves when nothing of the group holds its output open any more. */
async function interrupt({ child, closed }: Process): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
    process.kill(-child.pid, 'SIGINT');
  await closed;
}

async function says({ out, err }: Process, words: string): Promise<void> {
  await vi.waitFor(() => {
    expect(out() + err()).toContain(words);
  }, PATIENCE);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}

/** The person is known to the forge by name alone; the app knows nothing of this door. */
async function ask(login: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`http://${forge['GHE_HOST'] ?? ''}/api/v3${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `token person_${login}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
  return response.json();
}

const path = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };

beforeAll(async () => {
  folder = newFolder();
  port = await freePort();
  const hook = `http://127.0.0.1:${String(port)}/api/github/webhooks`;
  const args = ['src/sandbox/main.ts', '--port', '0', '--secret', SECRET, '--webhook', hook];
  const sandbox = launch(process.execPath, args, path);
  await says(sandbox, 'GHE_PROTOCOL=http\n');
  forge = Object.fromEntries(
    sandbox
      .out()
      .trim()
      .split('\n')
      .map((line): [string, string] => {
        const cut = line.indexOf('=');
        return [line.slice(0, cut), line.slice(cut + 1)];
      }),
  );
  const app = launch('npm', ['start', '--silent'], {
    ...path,
    ...forge,
    PORT: String(port),
    DATA_DIR: folder.path,
    FORGE_WRITE_INTERVAL_MS: '0',
    LOG_LEVEL: 'debug',
  });
  await says(app, 'Holdpoint is ready');
}, 90_000);

afterAll(async () => {
  for (const process of started.toReversed()) await interrupt(process);
  folder.remove();
}, 60_000);

function windowFrom(hours: number): string {
  const at = (more: number): string =>
    new Date(Date.now() + (hours + more) * 3_600_000).toISOString().slice(0, 16);
  return `${at(0)}/${at(2)}`;
}

it('an app started with environment variables alone numbers a change, keeps its record and carries out a command', async () => {
  const body = changeBody({ steps_before: '', timezone: 'UTC', window: windowFrom(26) });
  const opened = (await ask('mara-ops', `${REPO}/issues`, {
    title: 'Rotate the certificate',
    body,
    labels: ['change'],
  })) as { readonly number: number };
  const issue = `${REPO}/issues/${String(opened.number)}`;
  const titleNow = async (): Promise<string> =>
    ((await ask('mara-ops', issue)) as { title: string }).title;
  await expect.poll(titleNow, PATIENCE).toBe('CHG-00001: Rotate the certificate');
  const records = async (): Promise<readonly string[]> =>
    ((await ask('mara-ops', `${issue}/comments`)) as { body: string; user: { login: string } }[])
      .filter((comment) => comment.body.includes('<!-- holdpoint:record v1 CHG-00001 '))
      .map(({ user }) => user.login);
  await expect.poll(records, PATIENCE).toEqual(['holdpoint[bot]']);
  const said = (await ask('mara-ops', `${issue}/comments`, { body: '/chg submit' })) as {
    id: number;
  };
  const reactions = async (): Promise<readonly string[]> =>
    (
      (await ask('mara-ops', `${REPO}/issues/comments/${String(said.id)}/reactions`)) as {
        content: string;
      }[]
    ).map(({ content }) => content);
  await expect.poll(reactions, PATIENCE).toEqual(['+1']);
  const labels = async (): Promise<readonly string[]> =>
    ((await ask('mara-ops', issue)) as { labels: { name: string }[] }).labels.map(
      ({ name }) => name,
    );
  await expect.poll(labels, PATIENCE).toContain('chg/review');
  expect(await labels()).not.toContain('chg/draft');
}, 120_000);

it('an app at LOG_LEVEL=debug tells its statements in the same log, and neither secrets nor what people wrote', () => {
  const log = started.at(-1)?.out() ?? '';
  expect(log).toMatch(/"level":20,.*"action":"sql","statement":"[^"]*insert into/iu);
  expect(log).not.toContain(SECRET);
  expect(log).not.toContain('PRIVATE KEY-----');
  expect(log).not.toContain('Rotate the certificate');
});

it('a second app at the same port says what to do, and ends', async () => {
  const place = newFolder();
  const given = { ...path, ...forge, PORT: String(port), DATA_DIR: place.path };
  const second = launch('npm', ['start', '--silent'], given);
  await second.closed;
  started.pop();
  place.remove();
  expect(second.child.exitCode).toBe(1);
  expect(second.err()).toContain('Holdpoint cannot listen there');
}, 60_000);

it('an app that runs says that it is ready, and one that is interrupted finishes its work and is gone', async () => {
  const address = `http://127.0.0.1:${String(port)}/readyz`;
  expect((await fetch(address)).status).toBe(200);
  const app = started.at(-1);
  if (app === undefined) throw new Error('the app was not started');
  await interrupt(app);
  expect(app.out()).toContain('"signal":"SIGINT"');
  await expect(fetch(address)).rejects.toThrow();
}, 60_000);
