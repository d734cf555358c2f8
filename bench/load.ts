// The application under load, as a process: how late an acknowledgement is at 100 deliveries a second while the
// worker drains, and how much memory ten and twenty thousand deliveries leave behind.
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../src/sandbox/start-sandbox.ts';
import type { BenchResult } from './result.ts';
import {
  openSandbox,
  signedComment,
  startApp,
  type RunningApp,
  type Signed,
} from './support/app.ts';

const RATE = 100;
const SECONDS = 20;
const P99_MS = 250;
const RSS_MB = 256;
const GROWTH_MB = 20;
const BATCH = 10_000;
const CALLERS = 8;

export async function run(): Promise<readonly BenchResult[]> {
  const sandbox = await openSandbox();
  const dataDir = mkdtempSync(join(tmpdir(), 'holdpoint-load-'));
  const app = await startApp(sandbox, dataDir);
  try {
    const late = await steady(app, sandbox);
    await flood(app, sandbox, BATCH - RATE * SECONDS);
    const after = app.rssMb();
    await flood(app, sandbox, BATCH);
    const growth = app.rssMb() - after;
    return [
      {
        name: `p99 of the acknowledgement at ${String(RATE)}/s`,
        value: late,
        unit: 'ms',
        limit: P99_MS,
        pass: late <= P99_MS,
      },
      {
        name: 'resident memory after 10,000 webhooks',
        value: after,
        unit: 'MB',
        limit: RSS_MB,
        pass: after <= RSS_MB,
      },
      {
        name: 'growth over the next 10,000',
        value: growth,
        unit: 'MB',
        limit: GROWTH_MB,
        pass: growth <= GROWTH_MB,
      },
    ];
  } finally {
    await app.stop();
    await sandbox.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let nextId = 1;

function delivery(sandbox: Sandbox): Signed {
  nextId += 1;
  return signedComment(sandbox, { id: nextId, issue: 1 + (nextId % 50) });
}

/** Sends on the clock, whatever the answers do, so that a slow answer cannot hide the next one's wait. */
async function steady(app: RunningApp, sandbox: Sandbox): Promise<number> {
  const waits: Promise<number>[] = [];
  const began = performance.now();
  for (let sent = 0; sent < RATE * SECONDS; sent += 1) {
    const due = began + (sent * 1_000) / RATE;
    const pause = due - performance.now();
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    waits.push(post(app, delivery(sandbox)));
  }
  const sorted = (await Promise.all(waits)).toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0);
}

async function flood(app: RunningApp, sandbox: Sandbox, count: number): Promise<void> {
  let left = count;
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await post(app, delivery(sandbox));
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

/** Milliseconds until the acknowledgement. */
function post(app: RunningApp, signed: Signed): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(
      `${app.url}/api/github/webhooks`,
      {
        method: 'POST',
        agent,
        headers: { ...signed.headers, 'content-length': String(signed.body.length) },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => {
          if (answer.statusCode === 202) resolve(performance.now() - began);
          else reject(new Error(`a delivery was answered with ${String(answer.statusCode)}`));
        });
      },
    );
    asked.once('error', reject);
    asked.end(signed.body);
  });
}
