/**
 * Where Octokit instances come from: one signed in as the app itself, one for each installation. Tokens are made
 * and kept by Probot; when the forge refuses one, the next request asks for another.
 */
import type { Logger } from 'pino';
import type { Probot } from 'probot';
import { makeApi } from './api.ts';
import type { Api } from './api.ts';
import type { Machine } from './machine.ts';
import { makePace } from './pace.ts';

export type Connection = {
  readonly probot: Probot;
  readonly machine: Machine;
  readonly log: Logger;
  readonly writeIntervalMs: number;
  readonly writesPerHour: number | null;
};

export async function connectAsApp({ probot, machine, log }: Connection): Promise<Api> {
  const octokit = await probot.auth();
  return makeApi({
    octokit,
    machine,
    pace: makePace({ writeIntervalMs: 0, writesPerHour: null }, machine),
    // Signed anew for each request.
    renewToken: () => Promise.resolve(),
    onUnauthorised: () => {
      log.error(
        { action: 'app_unauthorised' },
        'GitHub does not accept our app id and private key',
      );
    },
  });
}

export type InstallationGiven = {
  readonly installation: string;
  readonly onUnauthorised: () => void;
};

export async function connectAsInstallation(
  connection: Connection,
  given: InstallationGiven,
): Promise<Api> {
  const { probot, machine, log, writeIntervalMs, writesPerHour } = connection;
  const { installation } = given;
  const octokit = await probot.auth(Number(installation));
  return makeApi({
    octokit,
    machine,
    pace: makePace({ writeIntervalMs, writesPerHour }, machine),
    renewToken: async () => {
      await octokit.auth({ type: 'installation', refresh: true });
    },
    onUnauthorised: () => {
      log.warn(
        { action: 'installation_unauthorised', installation },
        'GitHub refused the token of an installation',
      );
      given.onUnauthorised();
    },
  });
}
