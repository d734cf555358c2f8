// One cluster a run (test/support/global-setup.ts), one database a test file, and a closing line that
// any CI can read. Nothing reaches beyond this machine; a test that is slow says so by failing.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './tools/closing-line-reporter.ts'],
    // The files mostly wait for the database and for each other's servers: every core, as far as one cluster serves them.
    maxWorkers: Math.min(availableParallelism(), 4),
    testTimeout: 20_000,
    hookTimeout: 30_000,
    allowOnly: false,
    env: { TZ: 'UTC', NO_COLOR: '1' },
    coverage: { provider: 'v8', include: ['src/**'], reportsDirectory: 'coverage' },
  },
});
