// What may be done after a failure is decided by its code, so each way to fail has one line here.
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isTransient } from '../../../src/forge/fault.ts';
import type { FaultCode } from '../../../src/forge/fault.ts';
import type { Forge } from '../../../src/forge/port.ts';
import type { CommentSeen } from '../../../src/core/intent/notice.ts';
import {
  API,
  commentJson,
  NOW_MS,
  REPO,
  REPO_PATH,
  scriptedApp,
  scriptSignIn,
  WORKSPACE,
} from './nocked.ts';
import type { Waits } from './nocked.ts';

let scripted: Waits;
let forge: Forge;

beforeEach(async () => {
  nock.disableNetConnect();
  scriptSignIn();
  scripted = scriptedApp();
  forge = await scripted.app.forge(WORKSPACE);
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const verbs = {
  read: () => forge.observeIssue(REPO, 1),
  repeatable: () => forge.setTitle(REPO, 1, 't'),
  create: () => forge.createComment(REPO, 1, 'x'),
};
type Verb = keyof typeof verbs;

function script(verb: Verb, times = 1): nock.Interceptor {
  const scope = nock(API);
  if (verb === 'read') return scope.get(`${REPO_PATH}/issues/1`).times(times);
  return verb === 'repeatable'
    ? scope.patch(`${REPO_PATH}/issues/1`)
    : scope.post(`${REPO_PATH}/issues/1/comments`);
}

describe('an error of the forge', () => {
  test.each<[number, Verb, FaultCode]>([
    [500, 'read', 'server_error'],
    [500, 'repeatable', 'server_error'],
    [500, 'create', 'ambiguous'],
    [502, 'create', 'ambiguous'],
    [503, 'repeatable', 'server_error'],
    [504, 'create', 'ambiguous'],
    [408, 'create', 'ambiguous'],
    [400, 'create', 'invalid'],
    [422, 'create', 'invalid'],
    [422, 'repeatable', 'invalid'],
    [403, 'create', 'forbidden'],
    [403, 'read', 'forbidden'],
    [451, 'read', 'forbidden'],
    [404, 'create', 'not_found'],
    [404, 'repeatable', 'not_found'],
    [410, 'create', 'not_found'],
    [409, 'repeatable', 'conflict'],
  ])('%i on a %s request is %s', async (status, verb, code) => {
    script(verb, 3).reply(status, { message: 'no' });
    await expect(verbs[verb]()).rejects.toMatchObject({ code, status });
  });

  test('404 and 410 on a read mean that there is no such thing', async () => {
    script('read').reply(404, { message: 'Not Found' });
    expect(await verbs.read()).toBeNull();
    script('read').reply(410, { message: 'This issue was deleted' });
    expect(await verbs.read()).toBeNull();
  });
});

describe('no answer at all', () => {
  const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  const never = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:443'), {
    code: 'ECONNREFUSED',
  });

  test.each<{ what: string; error: Error; verb: Verb; code: FaultCode }>([
    { what: 'a connection that broke', error: lost, verb: 'read', code: 'unreachable' },
    { what: 'a connection that broke', error: lost, verb: 'repeatable', code: 'unreachable' },
    { what: 'a connection that broke', error: lost, verb: 'create', code: 'ambiguous' },
    { what: 'a connection that never stood', error: never, verb: 'create', code: 'unreachable' },
    { what: 'a connection that never stood', error: never, verb: 'read', code: 'unreachable' },
  ])('$what on a $verb request is $code', async ({ error, verb, code }) => {
    script(verb, 3).replyWithError(error);
    await expect(verbs[verb]()).rejects.toMatchObject({ code });
  });
});

describe('a limit', () => {
  const resetS = String(NOW_MS / 1_000 + 90);

  test.each<{
    how: string;
    status: number;
    headers?: Record<string, string>;
    message?: string;
    ms: number;
  }>([
    { how: 'with a time to stay away', status: 403, headers: { 'retry-after': '30' }, ms: 30_000 },
    { how: 'with a time to stay away', status: 429, headers: { 'retry-after': '7' }, ms: 7_000 },
    { how: 'of zero seconds', status: 429, headers: { 'retry-after': '0' }, ms: 1_000 },
    {
      how: 'with nothing left until a reset',
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': resetS },
      ms: 90_000,
    },
    {
      how: 'with nothing left and no reset',
      status: 403,
      headers: { 'x-ratelimit-remaining': '0' },
      ms: 60_000,
    },
    {
      how: 'with a reset in the past',
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
      ms: 1_000,
    },
    { how: 'with nothing but its status', status: 429, ms: 60_000 },
    {
      how: 'with nothing but its words',
      status: 403,
      message: 'You have exceeded a secondary rate limit.',
      ms: 60_000,
    },
  ])(
    '$how ($status) is heeded for $ms ms',
    async ({ status, headers = {}, message = 'no', ms: retryAfterMs }) => {
      script('create').reply(status, { message }, headers);
      await expect(verbs.create()).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs });
    },
  );

  test('keeps everything back until it is over, and then lets it go', async () => {
    script('read').reply(403, { message: 'no' }, { 'retry-after': '30' });
    await expect(verbs.read()).rejects.toMatchObject({ code: 'rate_limited' });
    scripted.advance(29_000);
    await expect(verbs.create()).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 1_000,
    });
    await expect(verbs.read()).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 1_000 });
    scripted.advance(1_000);
    script('create').reply(201, commentJson(1));
    expect(await verbs.create()).toMatchObject({ id: '1' });
  });

  test('is not tried again by a read', async () => {
    script('read').reply(429, {});
    await expect(verbs.read()).rejects.toMatchObject({ code: 'rate_limited' });
    expect(scripted.waits).toEqual([]);
  });
});

describe('GraphQL, which answers 200 to everything', () => {
  const author = { id: '500', login: 'holdpoint[bot]', kind: 'bot' } as const;
  const at = '2026-11-22T04:36:00Z';
  const comment: CommentSeen = {
    id: '1',
    nodeId: 'IC_1',
    issue: 1,
    url: 'x',
    body: 'x',
    author,
    ours: true,
    createdAt: at,
    updatedAt: at,
  };

  test.each<[string, FaultCode]>([
    ['NOT_FOUND', 'not_found'],
    ['FORBIDDEN', 'forbidden'],
    ['RATE_LIMITED', 'rate_limited'],
    ['SOMETHING_NEW', 'invalid'],
  ])('an error of the type %s is %s', async (type, code) => {
    nock(API)
      .post('/graphql')
      .reply(200, { data: null, errors: [{ type, message: 'no' }] });
    await expect(forge.minimiseComment(comment, 'outdated')).rejects.toMatchObject({ code });
  });

  test('a limit is waited out until the forge says that it ends', async () => {
    const reset = NOW_MS / 1_000 + 1_800;
    nock(API)
      .post('/graphql')
      .reply(
        200,
        { data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
      );
    await expect(forge.minimiseComment(comment, 'outdated')).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 1_800_000,
    });
  });

  test('asks for the classifier in its own words', async () => {
    nock(API)
      .post(
        '/graphql',
        (body: { readonly variables: unknown }) =>
          JSON.stringify(body.variables) === '{"id":"IC_1","why":"RESOLVED"}',
      )
      .reply(200, { data: { minimizeComment: { clientMutationId: null } } });
    await forge.minimiseComment(comment, 'resolved');
  });

  test('the newest edit is found at whichever end the forge puts it', async () => {
    const edit = (login: string, databaseId: number, editedAt: string) => ({
      editedAt,
      editor: { __typename: 'User', login, databaseId },
    });
    const older = { nodes: [edit('lin-dev', 9007, '2026-11-22T04:00:00Z')] };
    const newer = { nodes: [edit('tomas-sre', 9004, '2026-11-22T04:30:00Z')] };
    for (const node of [
      { first: newer, last: older },
      { first: older, last: newer },
    ]) {
      nock(API).post('/graphql').reply(200, { data: { node } });
      expect(await forge.observeCommentEditor(comment)).toEqual({
        by: { id: '9004', login: 'tomas-sre', kind: 'human' },
        at: '2026-11-22T04:30:00Z',
      });
    }
  });

  test('an editor whose account is gone is nobody', async () => {
    const nodes = [{ editedAt: '2026-11-22T04:00:00Z', editor: null }];
    nock(API)
      .post('/graphql')
      .reply(200, { data: { node: { first: { nodes }, last: { nodes } } } });
    expect(await forge.observeCommentEditor(comment)).toMatchObject({
      by: { login: 'ghost', kind: 'unknown' },
    });
  });
});

test('what can be helped by trying again later is told apart from what cannot', () => {
  const codes: readonly FaultCode[] = [
    'unreachable',
    'rate_limited',
    'unauthorised',
    'forbidden',
    'not_found',
    'invalid',
    'conflict',
    'server_error',
    'ambiguous',
  ];
  expect(codes.filter(isTransient)).toEqual([
    'unreachable',
    'rate_limited',
    'unauthorised',
    'server_error',
    'ambiguous',
  ]);
});
