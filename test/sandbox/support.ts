/*
 * What the sandbox's own tests share: a clock that is set by hand, a receiver that plays the app's webhook
 * endpoint, and Octokit clients of the kinds the product uses.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { Octokit } from '@octokit/rest';
import { createJudge } from './description.ts';
import { seedLighthouse } from '../../src/sandbox/seed-lighthouse.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/start-sandbox.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

export type HandClock = { now(): Date; advance(ms: number): void };

export function handClock(start = '2026-11-21T08:00:00Z'): HandClock {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    advance: (ms) => {
      time += ms;
    },
  };
}

export type Received = {
  readonly event: string;
  readonly guid: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly payload: Record<string, unknown>;
};

export type Receiver = {
  readonly url: string;
  readonly received: Received[];
  /** What it answers from now on; `never` keeps the sender waiting. */
  answerWith(status: number | 'never'): void;
  names(): readonly string[];
  close(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let status: number | 'never' = 202;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const payload = JSON.parse(body) as Record<string, unknown>;
      received.push({
        event: headers['x-github-event'] ?? '',
        guid: headers['x-github-delivery'] ?? '',
        headers,
        body,
        payload,
      });
      if (status !== 'never') response.writeHead(status).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/github/webhooks`,
    received,
    answerWith: (next) => {
      status = next;
    },
    names: () =>
      received.map(({ event, payload }) =>
        typeof payload['action'] === 'string' ? `${event}.${payload['action']}` : event,
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** One key for all plays of a file, since making one takes longer than most plays. */
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export function octokitWith(sandbox: Sandbox, token: string): Octokit {
  return new Octokit({ auth: token, baseUrl: `${sandbox.url}/api/v3`, log: quiet });
}

export function appToken(
  sandbox: Sandbox,
  clock: { now(): Date },
  claims: Readonly<Record<string, unknown>> = {},
): string {
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: seconds - 30, exp: seconds + 540, iss: sandbox.app.id, ...claims })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(sandbox.app.privateKey).toString('base64url')}`;
}

export type Play = {
  readonly sandbox: Sandbox;
  readonly clock: HandClock;
  readonly receiver: Receiver;
  /** The app with its own signed token. */
  readonly app: Octokit;
  /** The app as installed on the organisation. */
  readonly bot: Octokit;
  person(login: string): Octokit;
  /** Stops everything, and complains about whatever was not as GitHub describes it. */
  close(): Promise<void>;
};

/** Lighthouse Freight with the app installed, its webhooks going to a receiver. */
export async function openPlay(options: Partial<SandboxOptions> = {}): Promise<Play> {
  const judge = createJudge();
  const clock = handClock();
  const receiver = await startReceiver();
  const sandbox = await startSandbox({
    clock,
    privateKey,
    webhookUrl: receiver.url,
    onExchange: judge.onExchange,
    onPayload: judge.onPayload,
    ...options,
  });
  const installation = seedLighthouse(sandbox);
  const app = octokitWith(sandbox, appToken(sandbox, clock));
  const { data } = await app.rest.apps.createInstallationAccessToken({
    installation_id: installation.id,
  });
  await sandbox.settled();
  receiver.received.length = 0;
  sandbox.requests.clear();
  return {
    sandbox,
    clock,
    receiver,
    app,
    bot: octokitWith(sandbox, data.token),
    person: (login) => octokitWith(sandbox, `person_${login}`),
    close: async () => {
      await sandbox.close();
      await receiver.close();
      if (judge.complaints().length > 0)
        throw new Error(`Not as GitHub describes it:\n${judge.complaints().join('\n')}`);
    },
  };
}

export const repo = { owner: 'lighthouse-freight', repo: 'operations' } as const;
