// One cluster a run (test/support/global-setup.ts), one database a test file, and a closing line that
// any CI can read. Nothing reaches beyond this machine; a test that is slow says so by failing.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What needs no database, no server and no process: a worker keeps the modules that it has loaded. */
export const PURE = ['core', 'policy', 'render', 'golden', 'laws'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: PURE,
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
    ],
    reporters: ['default', './tools/closing-line-reporter.ts'],
    // The files mostly wait for the database and for each other's servers: more of them than there are cores, as far as
    // one cluster serves them. The limits are for what hangs, not for a machine that is slow today.
    maxWorkers: Math.min(availableParallelism() + 2, 6),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    env: { TZ: 'UTC', NO_COLOR: '1' },
    coverage: { provider: 'v8', include: ['src/**'], reportsDirectory: 'coverage' },
  },
});
