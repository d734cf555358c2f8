// `npm start` with nothing but environment variables serves a forge that nobody of this project made: a change is walked
// from the form to the evidence, on a forge that shows what GitHub's description promises, and on one that shows much less.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, onTestFailed, vi } from 'vitest';
import { newFolder, type Folder } from '../../src/demo/place.ts';
import { changeBody } from '../core/plan/change-body.ts';
import { startForeign, type Foreign } from '../support/foreign-github.ts';
import type { CheckRun, Issue } from '../support/foreign-world.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
// What a forge lacks is found by asking, and whoever met it first comes back a little later.
const PATIENCE = { timeout: 60_000, interval: 50 };
const SECRET = 'a secret for one test, long enough for the app';
const PEOPLE = { ann: 'write', ben: 'maintain', dan: 'admin' };

type Served = { readonly forge: Foreign; readonly said: () => string; readonly port: number };

let app: ChildProcess | null = null;
let forge: Foreign | null = null;
let folder: Folder | null = null;

/** As a supervisor stops it: the signal goes to `npm` alone. */
async function terminate(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}

afterEach(async () => {
  if (app !== null) await terminate(app);
  await forge?.close();
  folder?.remove();
}, 60_000);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function serve(missing: readonly RegExp[]): Promise<Served> {
  const served = await startForeign({ appId: 7, secret: SECRET, people: PEOPLE, missing });
  const port = await freePort();
  served.hookTo(`http://127.0.0.1:${String(port)}/api/github/webhooks`);
  const place = newFolder();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      APP_ID: '7',
      PRIVATE_KEY: served.privateKey.replaceAll('\n', '\\n'),
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: served.host,
      GHE_PROTOCOL: 'http',
      PORT: String(port),
      DATA_DIR: place.path,
      FORGE_WRITE_INTERVAL_MS: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  [app, forge, folder] = [child, served, place];
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (said += part.toString()));
  onTestFailed(() => {
    const { sent, comments, refused } = served;
    console.error(
      said,
      sent,
      refused,
      comments.map(({ issue, user, body }) => ({ issue, user, body })),
    );
  });
  await vi.waitFor(() => {
    expect(said).toContain('Holdpoint is ready');
  }, PATIENCE);
  return { forge: served, said: () => said, port };
}

function windowNow(): string {
  const at = (minutes: number): string =>
    new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16);
  return `${at(-1)}/${at(120)}`;
}

function ourCheck(on: Foreign): CheckRun | undefined {
  return on.checks.find(({ name }) => name === 'holdpoint');
}

/** From the form to the evidence, with a pull request, a tick and a hold point. */
async function walk(on: Foreign): Promise<Issue> {
  on.labels.push({ name: 'change', color: 'ededed', description: null });
  const answers = { steps_before: '', timezone: 'UTC', window: windowNow(), second_person: '@ben' };
  const issue = on.as('ann').opens('Rotate the certificate', changeBody(answers), ['change']);
  const record = (): string =>
    on.comments.find(({ body }) => body.includes('<!-- holdpoint:record'))?.body ?? '';
  const says = async (who: string, text: string, answer = '+1'): Promise<void> => {
    const said = on.as(who).says(issue, text);
    await expect
      .poll(() => said.reactions.map(({ content }) => content), { ...PATIENCE, message: text })
      .toContain(answer);
  };
  await expect.poll(() => issue.title, PATIENCE).toBe('CHG-00001: Rotate the certificate');
  await expect.poll(() => issue.labels, PATIENCE).toContain('chg/draft');
  const pull = on.as('ann').proposes('Certificate', 'Change: CHG-00001');
  await expect.poll(() => ourCheck(on)?.conclusion, PATIENCE).toBe('failure');
  on.ciSays(pull, 'success');
  await says('ann', '/chg override lead_time_violation the certificate ends tonight');
  await says('ann', '/chg submit');
  await says('ann', '/chg approve', 'confused');
  // What is said in the second in which the plan was linked may have been said before it.
  await sleep(1100);
  on.as('ben').reviews(pull, 'APPROVED', 'read it');
  await expect.poll(() => issue.labels, PATIENCE).toContain('chg/approved');
  await says('ann', '/chg start');
  await expect.poll(() => ourCheck(on)?.conclusion, PATIENCE).toBe('success');
  await expect.poll(record, PATIENCE).toContain('- [ ] <!-- chg:E1 -->');
  const shown = on.comments.find(({ body }) => body.includes('<!-- holdpoint:record'));
  if (shown === undefined) throw new Error('there is no record');
  const ticked = shown.body.replace('- [ ] <!-- chg:E1', '- [x] <!-- chg:E1');
  on.as('ann').edits(shown, ticked);
  // The app has drawn it anew, and left the tick where it was.
  const isTicked = (): boolean => record() !== ticked && record().includes('- [x] <!-- chg:E1');
  await expect.poll(isTicked, PATIENCE).toBe(true);
  await says('ann', '/chg done E1 reload returned');
  await says('ann', '/chg done E2 new serial');
  await expect.poll(() => ourCheck(on)?.conclusion, PATIENCE).toBe('action_required');
  await says('ann', '/chg confirm E2 I look at it myself', 'confused');
  await says('ben', '/chg confirm E2 I see the new serial');
  await expect.poll(() => ourCheck(on)?.conclusion, PATIENCE).toBe('success');
  await says('ann', '/chg done V1 order accepted');
  await says('ann', '/chg complete successful all fine');
  await expect.poll(() => issue.state, PATIENCE).toBe('closed');
  expect(issue.labels.filter((name) => name.startsWith('chg/'))).toEqual(['chg/completed']);
  expect(on.comments.filter(({ body }) => body.includes('<!-- holdpoint:evidence'))).toHaveLength(
    1,
  );
  return issue;
}

type Line = { readonly level: string; readonly action?: string; readonly what?: string };

function lines(text: string): readonly Line[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

/** What it lacks is said once, and is no trouble. */
function lacked(text: string): readonly string[] {
  const told = lines(text);
  expect(told.filter(({ level }) => level === 'error')).toEqual([]);
  const lacks = told.flatMap(({ action, what }) => (action === 'forge_lacks' ? [what ?? ''] : []));
  expect(new Set(lacks).size).toBe(lacks.length);
  return lacks;
}

describe('a change on a forge that nobody of this project made', () => {
  it('goes from the form to the evidence, and the app ends when npm is told to', async () => {
    const { forge: on, said, port } = await serve([]);
    await walk(on);
    // Asked as well when a sweep finds the issue, or the pull request, before its delivery was worked off.
    const atTimes = ['GraphQL: who edited an issue', 'GraphQL: a folder in one question'];
    const lacks = lacked(said()).filter((what) => !atTimes.includes(what));
    expect(lacks.toSorted()).toEqual([
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
      'GraphQL: a file in one question',
      'GraphQL: a pull request in one question',
      'GraphQL: folding a comment away',
    ]);
    if (app === null) throw new Error('the app was not started');
    await terminate(app);
    expect(said()).toContain('"signal":"SIGTERM"');
    await expect(fetch(`http://127.0.0.1:${String(port)}/readyz`)).rejects.toThrow();
  }, 180_000);

  it('goes as far where the forge names neither the app nor its installations, its people or its labels', async () => {
    const { forge: on, said } = await serve([
      /^GET \/app$/u,
      /^GET \/app\/installations$/u,
      /^GET \/users\//u,
      /^GET \/installation\/repositories$/u,
      /\/collaborators$/u,
      /\/status$/u,
      /\/works\/labels$/u,
      /\/pulls\/\d+\/commits$/u,
      /\/requested_reviewers$/u,
    ]);
    await walk(on);
    expect(lacked(said())).toContain('GET /app/installations');
    expect(lacked(said())).toContain('GET /app');
  }, 180_000);
});
