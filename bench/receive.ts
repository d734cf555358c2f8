/**
 * What our care costs at the door: the receiver as it ships against the barest one that is still right, on one
 * durable database, each in a process of its own, with signed deliveries of 10 kB. Both insert one row into a
 * table of the inbox's shape; limits, checks, digests, the store and wake-ups are what is compared. They are
 * measured in short turns, so that a noisy machine disturbs both alike, and the median of the turns' ratios is
 * judged.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { GITHUB_WEBHOOK_PATH } from '../src/http/github-webhook.ts';
import { sign } from '../src/http/verify-signature.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { migrate } from '../src/store/migrate.ts';
import { startChild } from './receive/child.ts';
import { rateOf } from './receive/load.ts';
import type { BenchResult } from './result.ts';

const CONNECTIONS = 10;
const POOL_SIZE = 10;
const ROUNDS = 31;
const roundMs = 400;
const warmUpMs = 1_500;
const LEAST_RATIO = 0.85;
const BODY_BYTES = 10_000;
const SECRET = 'a-webhook-secret-of-32-characters';

export async function run(): Promise<readonly BenchResult[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdpoint-bench-'));
  // Whatever account the database runs as must reach it; otherwise it would live, and stay, elsewhere.
  await chmod(dataDir, 0o755);
  const database = await startEmbedded({ dataDir, durable: true });
  try {
    await migrate(database.url);
    await makeBareTable(database.url);
    return await compare(database.url);
  } finally {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function makeBareTable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE bare_deliveries (LIKE deliveries INCLUDING ALL)');
  await client.end();
}

async function compare(databaseUrl: string): Promise<readonly BenchResult[]> {
  const given = { databaseUrl, secret: SECRET, poolSize: POOL_SIZE };
  const bare = await startChild(new URL('./receive/bare-server.ts', import.meta.url), given);
  const full = await startChild(new URL('./receive/full-server.ts', import.meta.url), given);
  try {
    const next = deliveries();
    const rate = (port: number, durationMs: number): Promise<number> =>
      rateOf({ port, connections: CONNECTIONS, durationMs, next });
    await rate(bare.port, warmUpMs);
    await rate(full.port, warmUpMs);
    const rates = { bare: [] as number[], full: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.bare.push(await rate(bare.port, roundMs));
      rates.full.push(await rate(full.port, roundMs));
    }
    const ratio = median(rates.full.map((each, round) => each / (rates.bare[round] ?? each)));
    return [
      told('bare receiver', median(rates.bare)),
      told('receiver', median(rates.full)),
      {
        name: 'receiver / bare receiver',
        value: Math.round(ratio * 100) / 100,
        unit: 'ratio',
        limit: LEAST_RATIO,
        pass: ratio >= LEAST_RATIO,
      },
    ];
  } finally {
    await bare.stop();
    await full.stop();
  }
}

/** One body, signed once; every delivery has an id of its own. */
function deliveries(): () => Buffer {
  const head = '{"action":"created","text":"';
  const body = Buffer.from(`${head}${'x'.repeat(BODY_BYTES - head.length - 2)}"}`);
  const lines = [
    `POST ${GITHUB_WEBHOOK_PATH} HTTP/1.1`,
    'host: localhost',
    'content-type: application/json',
    'user-agent: GitHub-Hookshot/0123abc',
    'x-github-event: issue_comment',
    'x-github-hook-id: 511000100',
    'x-github-hook-installation-target-type: integration',
    'x-github-hook-installation-target-id: 4711',
    `x-hub-signature-256: ${sign(body, SECRET)}`,
    `content-length: ${String(body.length)}`,
    'x-github-delivery: ',
  ];
  const start = lines.join('\r\n');
  return () => Buffer.concat([Buffer.from(`${start}${randomUUID()}\r\n\r\n`), body]);
}

function told(name: string, rate: number): BenchResult {
  return { name, value: Math.round(rate), unit: 'requests/s', limit: null, pass: true };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
