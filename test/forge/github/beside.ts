// The adapter beside the sandbox forge, with everything the forge would have sent kept for reading.
import { pino } from 'pino';
import { githubApp } from '../../../src/forge/github/app.ts';
import type { GithubApp } from '../../../src/forge/github/app.ts';
import { SUBSCRIBED_EVENTS } from '../../../src/forge/github/permissions.ts';
import type { RepoRef } from '../../../src/core/intent/notice.ts';
import { operations, seedLighthouse } from '../../../src/sandbox/seed-lighthouse.ts';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';

export const WORKSPACE = 'github:9812';

export type Sent = { readonly event: string; readonly body: string };

export type Beside = {
  readonly sandbox: Sandbox;
  readonly app: GithubApp;
  readonly repo: RepoRef;
  readonly anotherApp: () => GithubApp;
  /** Since `forget`, once all of it was offered for delivery. */
  readonly sent: () => Promise<readonly Sent[]>;
  readonly forget: () => Promise<void>;
};

export async function openBeside(): Promise<Beside> {
  const clock = { now: () => new Date() };
  const sent: Sent[] = [];
  const sandbox = await startSandbox({
    clock,
    // Nobody listens there: what is sent is taken from the hand, and remembered by the forge as failed.
    webhookUrl: 'http://127.0.0.1:9/never',
    events: SUBSCRIBED_EVENTS,
    onPayload: (event, payload) => {
      sent.push({ event, body: JSON.stringify(payload) });
    },
  });
  seedLighthouse(sandbox);
  sandbox.createApp({ slug: 'ci' });
  const anotherApp = (): GithubApp =>
    githubApp({
      appId: String(sandbox.app.id),
      privateKey: sandbox.app.privateKey,
      webhookSecrets: [sandbox.app.webhookSecret],
      baseUrl: `${sandbox.url}/api/v3`,
      writeIntervalMs: 0,
      rolesOf: () => [],
      log: pino({ level: 'silent' }),
      clock,
    });
  return {
    sandbox,
    app: anotherApp(),
    repo: { id: String(sandbox.repository(operations).id), name: operations },
    anotherApp,
    sent: async () => {
      await sandbox.settled();
      return sent;
    },
    forget: async () => {
      await sandbox.settled();
      sent.length = 0;
    },
  };
}
