// How long a pipeline waits for the gate: the whole way over HTTP, with a key, of an application that runs; the change was
// approved and runs, so that every gate says yes. The forge was asked just before, as it is when several jobs of a pipeline ask.
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCompany, operations, type Company } from '../src/demo/company.ts';
import { narrator } from '../src/demo/narrator.ts';
import { openStory } from '../src/demo/storyteller.ts';
import { createLog } from '../src/log.ts';
import { addApiToken } from '../src/store/api-tokens.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { inWorkspace } from '../src/store/in-workspace.ts';
import { changeBody } from '../test/core/plan/change-body.ts';
import type { BenchResult } from './result.ts';

const MOST_MS = 15;
const LEAST_RATE = 300;
const ONE_BY_ONE = 200;
const TOGETHER = 2_000;
const AT_ONCE = 16;
/** A key is answered 600 times a minute. */
const KEYS = 8;

export async function run(): Promise<readonly BenchResult[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdpoint-gate-'));
  const database = await startEmbedded({ dataDir, durable: true });
  const port = await freePort();
  const log = createLog({ logLevel: 'silent', logFormat: 'json' }, process.stderr);
  const company = await openCompany({
    ...{ databaseUrl: database.url, log, start: '2026-11-20T11:00:00+01:00' },
    signIn: { port },
  });
  try {
    await running(company);
    const keys = await Promise.all(Array.from({ length: KEYS }, () => key(company)));
    const ask = asker(`http://127.0.0.1:${String(port)}/api/v1/gate`, keys);
    for (let round = 0; round < ONE_BY_ONE; round += 1) await ask();
    const times: number[] = [];
    for (let round = 0; round < ONE_BY_ONE; round += 1) {
      const began = performance.now();
      await ask();
      times.push(performance.now() - began);
    }
    const rate = await rateOf(ask);
    return [
      limited('gate answer, median', median(times), 'ms'),
      limited('gate answers', rate, '/s'),
    ];
  } finally {
    await company.close();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function running(company: Company): Promise<void> {
  const window = '2026-11-21T12:00/2026-11-21T18:00';
  const body = changeBody({ steps_before: '', timezone: 'UTC', window });
  const at = '2026-11-20T10:05:00Z';
  const opening = { at, who: 'mara-ops', repo: operations, title: 'Rotate', body };
  const story = await openStory(
    company,
    narrator(() => undefined, false),
    opening,
  );
  company.clock.moveTo('2026-11-20T10:06:00Z');
  await story.says('mara-ops', '/chg submit');
  company.clock.moveTo('2026-11-20T10:07:00Z');
  await story.says('tomas-sre', '/chg approve');
  company.clock.moveTo('2026-11-21T12:01:00Z');
  await story.says('mara-ops', '/chg start');
}

async function key({ application, workspace, clock }: Company): Promise<string> {
  const token = `hp_${randomBytes(32).toString('base64url')}`;
  const row = {
    id: randomBytes(6).toString('hex'),
    hash: createHash('sha256').update(token).digest(),
    createdAt: clock.now().toISOString(),
  };
  await inWorkspace(application().house.db, workspace, (tx) =>
    addApiToken(tx, { ...row, name: 'bench', scopes: ['gate'], expiresAt: null }),
  );
  return token;
}

function asker(url: string, keys: readonly string[]): () => Promise<void> {
  const question = { change: 'CHG-00001', repository: operations, environment: 'production' };
  const body = JSON.stringify({ ...question, sha: 'a'.repeat(40) });
  let asked = 0;
  return async () => {
    asked += 1;
    const authorization = `Bearer ${keys[asked % keys.length] ?? ''}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`the gate said ${String(answer.status)}: ${text}`);
  };
}

async function rateOf(ask: () => Promise<void>): Promise<number> {
  let left = TOGETHER;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return TOGETHER / ((performance.now() - began) / 1_000);
}

function limited(name: string, measured: number, unit: 'ms' | '/s'): BenchResult {
  const value = Math.round(measured * 10) / 10;
  return unit === 'ms'
    ? { name, value, unit, limit: MOST_MS, pass: value <= MOST_MS }
    : { name, value, unit, limit: LEAST_RATE, pass: value >= LEAST_RATE };
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
