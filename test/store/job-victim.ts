// A worker process that takes one job and never ends it. The test kills it.
import { openDatabase } from '../../src/store/database.ts';
import { runJobs } from '../../src/store/jobs.ts';

const url = process.argv[2] ?? '';
const log = { debug: () => undefined, warn: () => undefined, error: () => undefined };

await runJobs(await openDatabase({ url, durable: false, poolSize: 1 }), {
  concurrency: 1,
  log,
  tasks: {
    look: () => {
      process.stdout.write('begun\n');
      return new Promise(() => undefined);
    },
  },
});
