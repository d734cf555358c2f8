/**
 * The forge as the command line reaches it: with the settings of the server, and to look only. What the adapter wants to
 * say goes to stderr, so that stdout holds the answer alone.
 */
import { destination } from 'pino';
import { systemClock } from '../clock.ts';
import { ConfigError, readConfig } from '../config.ts';
import type { Config, Environment } from '../config.ts';
import { createLog } from '../log.ts';
import { webOf } from '../forge/github/web.ts';
import { githubOf } from '../wire.ts';
import { CannotTellError } from './command.ts';
import type { OpenForge } from './command.ts';

const STDERR = 2;

/** Of this process's environment when none is given. */
export function openForge(environment?: Environment): OpenForge {
  const config = readSettings(environment);
  const log = createLog({ logLevel: 'error', logFormat: 'text' }, destination(STDERR));
  const app = githubOf(config, log, systemClock);
  return { app, web: webOf(config.github.baseUrl), unset: unsetIn(config) };
}

function unsetIn({ publicUrl, github }: Config): readonly string[] {
  return [
    ...(publicUrl === null ? ['PUBLIC_URL'] : []),
    ...(github.client === null ? ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'] : []),
  ];
}

function readSettings(environment: Environment | undefined): Config {
  try {
    return readConfig(environment);
  } catch (error) {
    throw error instanceof ConfigError ? new CannotTellError(error.message) : error;
  }
}
