/**
 * What the log costs. The same writers append through the store (role, tenant,
 * head lock, salted commitments, hash chain, texts) and through the barest
 * thing that still gives gapless numbers: lock the head row, insert the bytes,
 * move the head. Both on one cluster with fsync on, in short turns, so that a
 * noisy machine disturbs both alike; the median of the turns' ratios is judged.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { NewEvent } from '../src/core/audit/event.ts';
import { openDatabase } from '../src/store/database.ts';
import type { Database } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { append } from '../src/store/event-log.ts';
import { inWorkspace } from '../src/store/in-workspace.ts';
import { lockHead } from '../src/store/lock.ts';
import { migrate } from '../src/store/migrate.ts';
import { ensureWorkspace } from '../src/store/workspaces.ts';
import type { BenchResult } from './result.ts';

const WRITERS = 8;
const ROUNDS = 25;
const roundMs = 300;
const LEAST_RATIO = 0.6;
const BODY_BYTES = 640;

type Way = (workspace: string) => Promise<unknown>;

export async function run(): Promise<readonly BenchResult[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdpoint-bench-'));
  const server = await startEmbedded({ dataDir, durable: true });
  try {
    await migrate(server.url);
    const db = await openDatabase({ url: server.url, poolSize: WRITERS });
    const pool = new pg.Pool({ connectionString: server.url, max: WRITERS });
    pool.on('error', () => undefined);
    try {
      return [...(await compare(db, pool, 1)), ...(await compare(db, pool, 100))];
    } finally {
      await pool.end();
      await db.close();
    }
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function compare(
  db: Database,
  pool: pg.Pool,
  count: number,
): Promise<readonly BenchResult[]> {
  const workspaces = Array.from(
    { length: count },
    (_, index) => `github:${String(count * 1_000 + index)}`,
  );
  await prepareBare(pool, workspaces);
  for (const workspace of workspaces) await ensureWorkspace(db, workspace, 'bench');
  const stored = (workspace: string): Promise<unknown> =>
    inWorkspace(db, workspace, async (tx) => append(await lockHead(tx), [anEvent()]));
  const bare = (workspace: string): Promise<unknown> => insertBare(pool, workspace);
  const rates = { stored: [] as number[], bare: [] as number[] };
  await rate(workspaces, bare);
  await rate(workspaces, stored);
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.bare.push(await rate(workspaces, bare));
    rates.stored.push(await rate(workspaces, stored));
  }
  const ratio = median(rates.stored.map((each, round) => each / (rates.bare[round] ?? each)));
  const where = `${String(WRITERS)} writers, ${String(count)} workspace${count === 1 ? '' : 's'}`;
  return [
    told(`bare locked inserts, ${where}`, median(rates.bare), 'tx/s'),
    told(`appends, ${where}`, median(rates.stored), 'tx/s'),
    judged(`append / bare locked insert, ${where}`, ratio, count === 1 ? LEAST_RATIO : null),
  ];
}

/** Transactions a second, all writers together. */
async function rate(workspaces: readonly string[], way: Way): Promise<number> {
  let done = 0;
  const start = performance.now();
  const writer = async (index: number): Promise<void> => {
    for (let turn = index; performance.now() - start < roundMs; turn += WRITERS) {
      await way(workspaces[turn % workspaces.length] ?? '');
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, index) => writer(index)));
  return done / ((performance.now() - start) / 1_000);
}

async function prepareBare(pool: pg.Pool, workspaces: readonly string[]): Promise<void> {
  await pool.query(`
    CREATE TABLE IF NOT EXISTS bare_heads (workspace text PRIMARY KEY, seq bigint NOT NULL) WITH (fillfactor = 20);
    CREATE TABLE IF NOT EXISTS bare_log (workspace text, seq bigint, body bytea NOT NULL, PRIMARY KEY (workspace, seq))`);
  await pool.query('INSERT INTO bare_heads SELECT name, 0 FROM unnest($1::text[]) AS name', [
    workspaces,
  ]);
}

async function insertBare(pool: pg.Pool, workspace: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ seq: string }>({
      name: 'bare_lock',
      text: 'SELECT seq + 1 AS seq FROM bare_heads WHERE workspace = $1 FOR UPDATE',
      values: [workspace],
    });
    await client.query({
      name: 'bare_insert',
      text: 'INSERT INTO bare_log (workspace, seq, body) VALUES ($1, $2, $3)',
      values: [workspace, rows[0]?.seq, randomBytes(BODY_BYTES)],
    });
    await client.query({
      name: 'bare_head',
      text: 'UPDATE bare_heads SET seq = $2 WHERE workspace = $1',
      values: [workspace, rows[0]?.seq],
    });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** As the log meets it when a step is done: one person, two texts. */
function anEvent(): NewEvent {
  return {
    type: 'step_done',
    change: 12,
    actor: { id: '7', login: 'mara-ops', kind: 'human', roles: ['engineer'] },
    source: {
      kind: 'webhook',
      delivery: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      ref: 'comment:1234567',
      url: 'https://forge.example/lighthouse/gateway/issues/42#issuecomment-1234567',
    },
    occurredAt: '2026-11-22T04:45:00Z',
    observedAt: '2026-11-22T04:45:01.250Z',
    policy: 'a3f1c2',
    data: { step: 'E2', via: 'command' },
    texts: { observed: 'gone after 41 s', note: 'old workers needed longer than planned' },
  };
}

/**
 * Only one workspace's writers wait for the same row, as they do in the bare
 * way; with many workspaces the figure says how much processor an append
 * takes, and depends on how many there are.
 */
function judged(name: string, ratio: number, limit: number | null): BenchResult {
  return {
    name,
    value: Math.round(ratio * 100) / 100,
    unit: 'ratio',
    limit,
    pass: limit === null || ratio >= limit,
  };
}

function told(name: string, value: number, unit: string): BenchResult {
  return { name, value: Math.round(value), unit, limit: null, pass: true };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
