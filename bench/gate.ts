// How long a pipeline waits for the gate, on an application that knows one change and the built-in policy; `time` asks the
// same beside a hundred thousand others, under a large policy.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCompany } from '../src/demo/company.ts';
import { createLog } from '../src/log.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { atLeast, atMost, type BenchResult } from './result.ts';
import { freePort } from './support/free-port.ts';
import { GATE_START, gateSpeed, startChange } from './support/gate-questions.ts';

const MOST_MS = 15;
const LEAST_RATE = 300;

export async function run(): Promise<readonly BenchResult[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdpoint-gate-'));
  const database = await startEmbedded({ dataDir, durable: true });
  const port = await freePort();
  const log = createLog({ logLevel: 'silent', logFormat: 'json' }, process.stderr);
  const company = await openCompany({
    ...{ databaseUrl: database.url, log, start: GATE_START },
    signIn: { port },
  });
  try {
    await startChange(company);
    const { median, rate } = await gateSpeed(company, port);
    return [
      atMost(MOST_MS, { name: 'gate answer, median', value: median, unit: 'ms' }),
      atLeast(LEAST_RATE, { name: 'gate answers', value: rate, unit: '/s' }),
    ];
  } finally {
    await company.close();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
