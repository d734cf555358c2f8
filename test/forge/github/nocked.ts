// The adapter before a GitHub of which every byte is scripted: for exact requests, and for answers no sandbox gives.
import { generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import { pino } from 'pino';
import { githubApp } from '../../../src/forge/github/app.ts';
import type { GithubApp, GithubAppConfig } from '../../../src/forge/github/app.ts';
import type { RepoRef } from '../../../src/core/intent/notice.ts';

export const API = 'https://api.github.com';
export const REPO: RepoRef = { id: '77', name: 'lighthouse-freight/operations' };
export const REPO_PATH = '/repos/lighthouse-freight/operations';
export const WORKSPACE = 'github:9812';
export const NOW_MS = Date.parse('2026-11-22T04:36:00Z');

const privateKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey;

export type Waits = {
  readonly app: GithubApp;
  readonly waits: number[];
  readonly advance: (ms: number) => void;
};

/** Time stands still except where the adapter waits, and every wait is written down. */
export function scriptedApp(config: Partial<GithubAppConfig> = {}): Waits {
  const waits: number[] = [];
  let nowMs = NOW_MS;
  const advance = (ms: number): void => {
    nowMs += ms;
  };
  const app = githubApp({
    appId: '4711',
    privateKey,
    webhookSecrets: ['a-webhook-secret-of-32-characters'],
    baseUrl: API,
    writeIntervalMs: 1_000,
    rolesOf: (permission) => (permission === 'write' ? ['engineer'] : []),
    log: pino({ level: 'silent' }),
    clock: { now: () => new Date(nowMs) },
    machine: {
      wait: (ms) => {
        waits.push(ms);
        advance(ms);
        return Promise.resolve();
      },
      random: () => 0.5,
    },
    ...config,
  });
  return { app, waits, advance };
}

export const INSTALLATION = {
  id: 42,
  account: { id: 9812, login: 'lighthouse-freight' },
  suspended_at: null,
};

/** What is asked on the way to the first verb: the installation, a token, and who we are. */
export function scriptSignIn(): nock.Scope {
  return nock(API)
    .get('/app/installations')
    .query(true)
    .optionally()
    .reply(200, [INSTALLATION])
    .post('/app/installations/42/access_tokens')
    .optionally()
    .reply(201, tokenNamed('first'))
    .get('/app')
    .optionally()
    .reply(200, { id: 4711, slug: 'holdpoint', external_url: 'https://holdpoint.example.com' })
    .get('/users/holdpoint%5Bbot%5D')
    .optionally()
    .reply(200, { id: 500, login: 'holdpoint[bot]', type: 'Bot' });
}

export function tokenNamed(name: string): Record<string, unknown> {
  return {
    token: `ghs_${name}`,
    expires_at: '2126-11-22T05:36:00Z',
    permissions: {},
    repository_selection: 'all',
  };
}

export const commentJson = (id: number, body = 'text'): Record<string, unknown> => ({
  id,
  node_id: `IC_${String(id)}`,
  body,
  html_url: `https://github.com/x/y/issues/1#issuecomment-${String(id)}`,
  issue_url: `${API}${REPO_PATH}/issues/1`,
  user: { id: 500, login: 'holdpoint[bot]', type: 'Bot' },
  created_at: '2026-11-22T04:36:00Z',
  updated_at: '2026-11-22T04:36:00Z',
});

export const issueJson = (
  number: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  id: 9_000 + number,
  number,
  title: 'A change',
  body: 'text',
  state: 'open',
  state_reason: null,
  labels: [],
  html_url: `https://github.com/x/y/issues/${String(number)}`,
  user: { id: 9001, login: 'mara-ops', type: 'User' },
  created_at: '2026-11-22T04:36:00Z',
  updated_at: '2026-11-22T04:36:00Z',
  ...more,
});
