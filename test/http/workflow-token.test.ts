// A workflow shows where it runs: tokens of a real issuer, over real HTTP, with each thing that can be wrong with one.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { isFault } from '../../src/http/api-fault.ts';
import { issuerKeys } from '../../src/http/issuer-keys.ts';
import { readWorkflowToken } from '../../src/http/workflow-token.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 });

let asked = 0;
let published: readonly object[] = [
  { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', use: 'sig', alg: 'RS256' },
  { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' },
  { ...weak.publicKey.export({ format: 'jwk' }), kid: 'weak' },
];
const server = createServer((request, response) => {
  asked += 1;
  response.setHeader('content-type', 'application/json');
  const about = { issuer, jwks_uri: `${issuer}/keys` };
  response.end(JSON.stringify(request.url === '/keys' ? { keys: published } : about));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
afterAll(() => server.close());

const NOW = Date.parse('2026-11-22T04:36:00.000Z') / 1_000;
let passed = 0;
const clock = { now: () => new Date((NOW + passed) * 1_000) };
const audience = 'https://holdpoint.example.com';
const door = { issuers: [issuer], keys: issuerKeys(clock), audience, clock };

const CLAIMS = {
  ...{ iss: issuer, aud: audience, iat: NOW, nbf: NOW, exp: NOW + 300 },
  ...{ repository: 'lighthouse-freight/gateway', repository_id: '501' },
  repository_owner_id: '9812',
};

type Signing = { readonly kid?: string; readonly alg?: string; readonly key?: KeyObject };

function token(
  claims: object = {},
  { kid = 'rsa', alg = 'RS256', key = rsa.privateKey }: Signing = {},
): string {
  const encode = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const said = `${encode({ alg, kid, typ: 'JWT' })}.${encode({ ...CLAIMS, ...claims })}`;
  const how = alg === 'ES256' ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key;
  return `${said}.${sign('sha256', Buffer.from(said), how).toString('base64url')}`;
}

async function errorOf(text: string): Promise<string> {
  const read = await readWorkflowToken(door, text);
  return isFault(read) ? read.error : 'none';
}

describe('the token of a workflow', () => {
  test.each([
    ['RS256', token()],
    ['ES256', token({}, { kid: 'ec', alg: 'ES256', key: ec.privateKey })],
  ])(
    'signed with %s says which workspace and repository it is, by their ids',
    async (_name, text) => {
      expect(await readWorkflowToken(door, text)).toEqual({
        ...{ kind: 'workflow', workspace: 'github:9812' },
        repository: { id: '501', name: 'lighthouse-freight/gateway' },
        actor: null,
      });
    },
  );

  test('says who set the workflow off, where both name and id are there', async () => {
    const actorIn = async (claims: object): Promise<unknown> => {
      const read = await readWorkflowToken(door, token(claims));
      return isFault(read) ? read.error : read.actor;
    };
    const both = { actor: 'omar-dev', actor_id: '9008' };
    expect(await actorIn(both)).toEqual({ id: '9008', login: 'omar-dev' });
    expect(await actorIn({ actor: 'omar-dev' })).toBeNull();
  });

  test.each([
    ['signed by a stranger', token({}, { key: stranger.privateKey }), 'not_authenticated'],
    ['of a weak key', token({}, { kid: 'weak', key: weak.privateKey }), 'not_authenticated'],
    ['of another algorithm than its key', token({}, { alg: 'HS256' }), 'not_authenticated'],
    [
      'that is not signed',
      `${token({}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`,
      'not_authenticated',
    ],
    ['of another issuer', token({ iss: 'https://evil.test' }), 'not_authenticated'],
    ['with another body under its signature', altered(), 'not_authenticated'],
    ['meant for somebody else', token({ aud: 'https://other.test' }), 'audience_foreign'],
    ['that has ended', token({ iat: NOW - 600, nbf: NOW - 600, exp: NOW - 300 }), 'token_expired'],
    [
      'of a clock that is five minutes ahead',
      token({ iat: NOW + 300, nbf: NOW + 300, exp: NOW + 600 }),
      'clock_skew',
    ],
    ['without an end', token({ exp: undefined }), 'token_undated'],
    ['of no repository', token({ repository_id: undefined }), 'token_foreign'],
    ['whose repository is a name', token({ repository_id: 'lighthouse-freight' }), 'token_foreign'],
    ['that is none', 'a.b', 'not_authenticated'],
    ['without end', 'a'.repeat(10_000), 'not_authenticated'],
  ])('%s counts for nothing, and it is said why', async (_name, text, error) => {
    expect(await errorOf(text)).toBe(error);
  });

  test('is told both clocks where they differ', async () => {
    const read = await readWorkflowToken(door, token({ iat: NOW + 300, nbf: NOW + 300 }));
    expect(read).toMatchObject({
      expected: 'a token of the past, and now is 2026-11-22T04:36:00.000Z here',
      found: 'one that begins to count at 2026-11-22T04:41:00.000Z',
    });
  });

  test('asks an issuer for its keys once, however many unknown keys are named', async () => {
    const before = asked;
    for (const kid of ['a', 'b', 'c']) await errorOf(token({}, { kid }));
    expect(asked - before).toBe(0);
    const next = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    published = [{ ...next.publicKey.export({ format: 'jwk' }), kid: 'next' }];
    const rotated = token({}, { kid: 'next', key: next.privateKey });
    expect(await errorOf(rotated)).toBe('not_authenticated');
    passed = 61;
    expect(await errorOf(rotated)).toBe('none');
    for (const kid of ['a', 'b', 'c']) await errorOf(token({}, { kid }));
    expect(asked - before).toBe(2);
    passed = 0;
  });

  test('cannot be told of while its issuer is silent, and that is no yes', async () => {
    const silent = 'http://127.0.0.1:1';
    const read = await readWorkflowToken({ ...door, issuers: [silent] }, token({ iss: silent }));
    expect(read).toMatchObject({ status: 503, error: 'issuer_silent' });
  });
});

function altered(): string {
  const [header = '', , signature = ''] = token().split('.');
  const claims = Buffer.from(JSON.stringify({ ...CLAIMS, repository_id: '777' }));
  return `${header}.${claims.toString('base64url')}.${signature}`;
}
