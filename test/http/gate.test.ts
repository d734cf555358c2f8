// The gate seen from the door: what it takes, whose question is whose, and what is believed of an answer that comes back.
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import { answerWithoutChange, type GateAsked } from '../../src/core/deploy/answer.ts';
import { gateKeyFrom, signGateAnswer, type GateClaims } from '../../src/http/gate-token.ts';
import type { ApiFault } from '../../src/http/api-fault.ts';
import type { Caller } from '../../src/http/caller.ts';
import { gateRoutes, shutGate, type GateHouse } from '../../src/http/gate.ts';
import { openPlace, type Place } from './support.ts';

const NOW = Date.parse('2026-11-22T04:36:00.000Z');
const ISSUER = 'https://holdpoint.example.com';
const pem = (): string =>
  generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
const key = gateKeyFrom(pem());
const WORKFLOW: Caller = {
  ...{ kind: 'workflow', workspace: 'github:9812' },
  repository: { id: '501', name: 'lighthouse-freight/gateway' },
  actor: { id: '9007', login: 'lin-dev' },
};
const KEY: Caller = { kind: 'key', workspace: 'github:9812', id: 'k1' };
const QUESTION = { sha: 'a'.repeat(40), environment: 'production' };

let place: Place;
afterEach(() => place.server.close());

async function openGate(
  caller: Caller | ApiFault,
  given: Partial<GateHouse> = {},
): Promise<GateAsked[]> {
  const asks: GateAsked[] = [];
  const claims = new Map<string, Awaited<ReturnType<GateHouse['claim']>>>();
  const routes = gateRoutes({
    authenticate: () => Promise.resolve(caller),
    answer: (asked) => {
      asks.push(asked);
      return Promise.resolve(answerWithoutChange(asked.question, 'none', null));
    },
    claim: ({ jti, claimId, claimedBy, claimedAt }) => {
      const held = claims.get(jti) ?? { claimId, claimedBy, claimedAt };
      claims.set(jti, held);
      return Promise.resolve(held);
    },
    ...{ key, issuer: ISSUER, clockSkewMs: () => 0, clock: { now: () => new Date(NOW) } },
    log: pino({ level: 'silent' }),
    ...given,
  });
  place = await openPlace({ routes });
  return asks;
}

type Came = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

async function post(path: string, body: unknown, type = 'application/json'): Promise<Came> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': type };
  const answer = await fetch(`${place.url}${path}`, { method: 'POST', headers, body: text });
  return { status: answer.status, body: (await answer.json()) as Came['body'] };
}

function answerOf(claims: Partial<GateClaims> = {}, by = key): string {
  const iat = NOW / 1_000 - 10;
  return signGateAnswer(by, {
    ...{ iss: ISSUER, aud: ISSUER, jti: 'j1', iat, exp: iat + 60, workspace: 'github:9812' },
    ...{
      change: 'CHG-00012',
      repository: 'lighthouse-freight/gateway',
      verdict: 'yes',
      reasons: 'r',
    },
    ...QUESTION,
    ...claims,
  });
}

async function redeemed(token: string, claimId = 'c1'): Promise<readonly unknown[]> {
  const { status, body } = await post('/api/v1/gate/redeem', { token, claim_id: claimId });
  return [status, body['error'] ?? body['redeemed']];
}

describe('a question', () => {
  test('of a workflow is about the repository that it runs in, by its id, and about no other', async () => {
    const asks = await openGate(WORKFLOW);
    expect((await post('/api/v1/gate', QUESTION)).status).toBe(409);
    expect(asks[0]).toMatchObject({
      workspace: 'github:9812',
      question: { change: null, repository: { id: '501', name: 'lighthouse-freight/gateway' } },
    });
    const other = { ...QUESTION, repository: 'lighthouse-freight/payments' };
    const { status, body } = await post('/api/v1/gate', other);
    expect([status, body['error']]).toEqual([403, 'repository_foreign']);
    expect(asks).toHaveLength(1);
  });

  test.each([
    ['text', 'nonsense', 400],
    ['a list', '[]', 400],
    [
      'more than a question takes',
      JSON.stringify({ ...QUESTION, audience: 'a'.repeat(20_000) }),
      413,
    ],
    ['half a commit', { ...QUESTION, sha: 'abc' }, 400],
    ['a branch', { ...QUESTION, sha: 'main' }, 400],
    ['no environment', { sha: QUESTION.sha }, 400],
    ['an environment of two lines', { ...QUESTION, environment: 'a\nb' }, 400],
    ['a change that is none', { ...QUESTION, change: 'CHG-1; DROP' }, 400],
  ])('that is %s is refused, and says what is expected', async (_name, body, status) => {
    const asks = await openGate(WORKFLOW);
    const came = await post('/api/v1/gate', body);
    expect(came).toMatchObject({ status, body: { error: 'malformed' } });
    expect(String(came.body['expected']).length).toBeGreaterThan(5);
    expect(asks).toEqual([]);
  });

  test('that cannot be answered is no yes, whatever went wrong', async () => {
    await openGate(WORKFLOW, { answer: () => Promise.reject(new Error('secret detail')) });
    const { status, body } = await post('/api/v1/gate', QUESTION);
    expect([status, body['error']]).toEqual([503, 'cannot_tell']);
    expect(JSON.stringify(body)).not.toContain('secret');
    await place.server.close();
    await openGate(WORKFLOW, { answer: () => Promise.resolve('crowded') });
    expect((await post('/api/v1/gate', QUESTION)).status).toBe(503);
    await place.server.close();
    place = await openPlace({ routes: shutGate() });
    expect(await post('/api/v1/gate', QUESTION)).toMatchObject({
      ...{ status: 503, body: { error: 'not_set_up', expected: 'the setting PUBLIC_URL' } },
    });
  });

  test('says who started it: a workflow by its token alone, whoever has a key by name', async () => {
    const by = { ...QUESTION, started_by: 'tomas-sre' };
    const ofWorkflow = await openGate(WORKFLOW);
    await post('/api/v1/gate', by);
    expect(ofWorkflow[0]?.question.by).toEqual({ id: '9007', login: 'lin-dev' });
    await place.server.close();
    const ofKey = await openGate(KEY);
    await post('/api/v1/gate', { ...by, repository: 'o/r' });
    await post('/api/v1/gate', { ...QUESTION, repository: 'o/r' });
    expect(ofKey.map(({ question }) => question.by)).toEqual([
      { id: null, login: 'tomas-sre' },
      null,
    ]);
  });

  test('about an environment that only wants a receipt is a yes that says so, in its token as well', async () => {
    const would = { answer: 'yes', would: 'no', change: null, verdicts: [] } as const;
    await openGate(WORKFLOW, { answer: () => Promise.resolve(would) });
    const { status, body } = await post('/api/v1/gate', QUESTION);
    expect([status, body['answer'], body['receipt'], body['would']]).toEqual([
      ...[200, 'yes', true, 'no'],
    ]);
    const [, claims = ''] = String(body['token']).split('.');
    const said: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
    expect(said).toMatchObject({ verdict: 'yes', receipt: true, would: 'no' });
  });

  test('of nobody is not read', async () => {
    const fault = { status: 401, error: 'x', expected: 'y', found: 'z', next: 'w' } as const;
    const asks = await openGate(fault);
    expect((await post('/api/v1/gate', QUESTION)).status).toBe(401);
    expect(asks).toEqual([]);
  });
});

describe('an answer that comes back', () => {
  test('is used once, and the same claim told twice is one', async () => {
    await openGate(WORKFLOW);
    const token = answerOf();
    expect(await redeemed(token)).toEqual([200, true]);
    expect(await redeemed(token)).toEqual([200, true]);
    expect(await redeemed(token, 'c2')).toEqual([409, 'token_replayed']);
  });

  test('is not used again by another key that knows its claim', async () => {
    let caller: Caller = KEY;
    await openGate(KEY, { authenticate: () => Promise.resolve(caller) });
    const token = answerOf();
    expect(await redeemed(token)).toEqual([200, true]);
    caller = { ...KEY, id: 'k2' };
    expect(await redeemed(token)).toEqual([409, 'token_replayed']);
    caller = WORKFLOW;
    expect(await redeemed(token)).toEqual([409, 'token_replayed']);
    caller = KEY;
    expect(await redeemed(token)).toEqual([200, true]);
  });

  const now = NOW / 1_000;
  const other = gateKeyFrom(pem());
  test.each([
    ['its minute is over', answerOf({ iat: now - 61, exp: now - 1 }), [409, 'token_expired']],
    [
      'it is of a clock five minutes ahead',
      answerOf({ iat: now + 300, exp: now + 360 }),
      [409, 'clock_skew'],
    ],
    ['it lives too long', answerOf({ exp: now + 3_600 }), [409, 'clock_skew']],
    ['it said no', answerOf({ verdict: 'no' }), [409, 'not_a_yes']],
    ['it is of another workspace', answerOf({ workspace: 'github:1' }), [403, 'token_foreign']],
    ['it is of another repository', answerOf({ repository: 'o/r' }), [403, 'token_foreign']],
    ['it is of another server', answerOf({ iss: 'https://evil.test' }), [400, 'token_unknown']],
    ['somebody else signed it', answerOf({}, other), [400, 'token_unknown']],
    [
      'somebody else signed it in our name',
      answerOf({}, { ...other, kid: key.kid }),
      [400, 'token_unknown'],
    ],
    ['it is none', 'nonsense', [400, 'token_unknown']],
  ])('counts for nothing when %s', async (_name, token, expected) => {
    await openGate(WORKFLOW);
    expect(await redeemed(token)).toEqual(expected);
  });

  test('of any repository is used by a key of its workspace', async () => {
    await openGate(KEY);
    expect(await redeemed(answerOf({ repository: 'o/r' }))).toEqual([200, true]);
  });

  test('is not believed while our own clocks differ', async () => {
    await openGate(WORKFLOW, { clockSkewMs: () => 5_001 });
    expect(await redeemed(answerOf())).toEqual([503, 'cannot_tell']);
    await place.server.close();
    await openGate(WORKFLOW, { clockSkewMs: () => null });
    expect(await redeemed(answerOf())).toEqual([503, 'cannot_tell']);
  });
});
