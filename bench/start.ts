// From the start of the process to ready, on the embedded database: once with an empty data directory, once again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchResult } from './result.ts';
import { openSandbox, startApp } from './support/app.ts';

const COLD_MS = 4_000;
const WARM_MS = 2_000;

export async function run(): Promise<readonly BenchResult[]> {
  const sandbox = await openSandbox();
  const dataDir = mkdtempSync(join(tmpdir(), 'holdpoint-start-'));
  try {
    const cold = await startApp(sandbox, dataDir);
    await cold.stop();
    const warm = await startApp(sandbox, dataDir);
    await warm.stop();
    return [
      {
        name: 'start to ready, empty data directory',
        value: cold.startMs,
        unit: 'ms',
        limit: COLD_MS,
        pass: cold.startMs <= COLD_MS,
      },
      {
        name: 'start to ready, again',
        value: warm.startMs,
        unit: 'ms',
        limit: WARM_MS,
        pass: warm.startMs <= WARM_MS,
      },
    ];
  } finally {
    await sandbox.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
