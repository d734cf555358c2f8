#!/usr/bin/env node
/**
 * `holdpoint …`: the command line as a process. Everything else is in run.ts and the commands.
 */
import packageJson from '../../package.json' with { type: 'json' };
import { isoNow, systemClock } from '../clock.ts';
import { readGateClient } from '../config.ts';
import { CANNOT_TELL } from './command.ts';
import { openForge } from './open-forge.ts';
import { openStore } from './open-store.ts';
import { run } from './run.ts';

// A reader that has seen enough, such as `head`, closes the pipe: nothing to complain of, but what was found has not
// been told, so it is no yes either.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(CANNOT_TELL);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  openStore: () => openStore(),
  openForge: () => openForge(),
  gateClient: () => readGateClient(),
  now: () => isoNow(systemClock),
  version: packageJson.version,
});
