// Requests the adapter makes as the app itself: its delivery list, its installations, its tokens.
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  API,
  commentJson,
  INSTALLATION,
  issueJson,
  REPO,
  REPO_PATH,
  scriptedApp,
  scriptSignIn,
  tokenNamed,
  WORKSPACE,
} from './nocked.ts';
import type { Waits } from './nocked.ts';

let scripted: Waits;

beforeEach(() => {
  nock.disableNetConnect();
  scripted = scriptedApp();
});
afterEach(() => {
  vi.useRealTimers();
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('the list of deliveries', () => {
  const listed = (id: string, at: string): string =>
    `{"id":${id},"guid":"g-${id}","event":"issues","delivered_at":"${at}","status":"OK"}`;
  const json = { 'content-type': 'application/json' };

  test('is read page by page until it reaches back far enough, with ids beyond 2^53 kept exact', async () => {
    nock(API)
      .get('/app/hook/deliveries')
      .query({ per_page: '100' })
      .reply(
        200,
        `[${listed('9007199254740995', '2026-11-22T04:00:00Z')},${listed('3', '2026-11-22T03:00:00Z')}]`,
        {
          ...json,
          link: `<${API}/app/hook/deliveries?per_page=100&cursor=v1_3>; rel="next"`,
        },
      )
      .get('/app/hook/deliveries')
      .query({ per_page: '100', cursor: 'v1_3' })
      .reply(
        200,
        `[${listed('2', '2026-11-22T02:00:00Z')},${listed('1', '2026-11-20T00:00:00Z')}]`,
        {
          ...json,
          link: `<${API}/app/hook/deliveries?per_page=100&cursor=v1_1>; rel="next"`,
        },
      );
    const found = await scripted.app.observeDeliveries('2026-11-22T00:00:00Z');
    expect(found?.map(({ id }) => id)).toEqual(['9007199254740995', '3', '2']);
  });

  test('leaves out events that nobody handles, such as pings', async () => {
    nock(API)
      .get('/app/hook/deliveries')
      .query(true)
      .reply(200, [{ id: 1, guid: 'g', event: 'ping', delivered_at: '2026-11-22T04:00:00Z' }]);
    expect(await scripted.app.observeDeliveries('2026-11-22T00:00:00Z')).toEqual([]);
  });

  test('gives a body back as bytes, with large ids as JSON numbers', async () => {
    nock(API)
      .get('/app/hook/deliveries/7')
      .reply(
        200,
        '{"id":7,"guid":"g","event":"issues","delivered_at":"2026-11-22T04:00:00Z","request":{"headers":{"X-GitHub-Event":"issues","X-Hub-Signature-256":"sha256=x","Authorization":"x"},"payload":{"action":"opened","n":9007199254740995}}}',
        json,
      );
    const whole = await scripted.app.fetchDelivery('7');
    expect(Buffer.from(whole?.body ?? []).toString()).toBe(
      '{"action":"opened","n":9007199254740996}',
    );
    expect(whole?.headers).toEqual({ 'x-github-event': 'issues' });
  });

  test('does not exist on some servers, and then there is none', async () => {
    nock(API).get('/app/hook/deliveries').query(true).reply(404, { message: 'Not Found' });
    expect(await scripted.app.observeDeliveries('2026-11-22T00:00:00Z')).toBeNull();
  });
});

type Said = { readonly account?: number; readonly installation?: number; readonly by?: object };

/** A delivery that tells of a comment. */
function comment({ account = 9812, installation = 42, by }: Said) {
  const owner = { id: account, login: 'lighthouse-freight', type: 'Organization' };
  const user = by ?? { id: 9001, login: 'mara-ops', type: 'User' };
  const payload = {
    action: 'created',
    issue: issueJson(1),
    comment: { ...commentJson(7), user },
    repository: { id: 77, full_name: REPO.name, owner },
    installation: { id: installation },
    sender: user,
  };
  return { id: 'a', name: 'issue_comment', payload: JSON.stringify(payload) };
}

describe('who we are', () => {
  test('is known by login and kind on a forge that does not show the accounts of apps', async () => {
    nock(API)
      .get('/app/installations')
      .query(true)
      .reply(200, [INSTALLATION])
      .post('/app/installations/42/access_tokens')
      .reply(201, tokenNamed('first'))
      .get('/app')
      .reply(200, { id: 4711, slug: 'holdpoint', external_url: null })
      .get('/users/holdpoint%5Bbot%5D')
      .reply(404, { message: 'Not Found' });
    const heard = (by: object) => scripted.app.receive(comment({ by }));
    const [login, id] = ['holdpoint[bot]', 500];
    expect(await heard({ id, login, type: 'Bot' })).toMatchObject({ echo: true });
    expect(await heard({ id, login, type: 'User' })).toMatchObject({ echo: false });
    expect(await heard({ id, login: 'holdpoint', type: 'Bot' })).toMatchObject({
      echo: false,
      fact: { comment: { ours: false } },
    });
  });
});

describe('installations', () => {
  test('are found by the account’s id, on whatever page they stand', async () => {
    const other = { id: 41, account: { id: 9811, login: 'other' }, suspended_at: null };
    nock(API)
      .get('/app/installations')
      .query({ per_page: '100', page: '1' })
      .reply(200, [other], { link: `<${API}/app/installations?page=2>; rel="next"` })
      .get('/app/installations')
      .query({ per_page: '100', page: '2' })
      .reply(200, [INSTALLATION]);
    expect(await scripted.app.observeWorkspaces()).toMatchObject([
      { workspace: 'github:9811', account: 'other', installation: '41' },
      { workspace: WORKSPACE, account: 'lighthouse-freight', installation: '42' },
    ]);
  });

  test('whose account is gone do not hide the others', async () => {
    const orphan = { id: 40, account: null, suspended_at: null };
    nock(API).get('/app/installations').query(true).reply(200, [orphan, INSTALLATION]);
    expect(await scripted.app.observeWorkspaces()).toMatchObject([{ workspace: WORKSPACE }]);
  });

  test('that are suspended are left alone, and looked up again after a while', async () => {
    nock(API)
      .get('/app/installations')
      .query(true)
      .times(2)
      .reply(200, [{ ...INSTALLATION, suspended_at: '2026-11-20T00:00:00Z' }]);
    const refused = { code: 'forbidden' };
    for (let turn = 0; turn < 5; turn += 1)
      await expect(scripted.app.forge(WORKSPACE)).rejects.toMatchObject(refused);
    scripted.advance(10_000);
    await expect(scripted.app.forge(WORKSPACE)).rejects.toMatchObject(refused);
  });

  test('that are unknown are looked up once for a crowd of deliveries, whatever they name', async () => {
    nock(API).get('/app/installations').query(true).reply(200, [INSTALLATION]);
    const crowd = Array.from({ length: 20 }, (_, at) =>
      scripted.app.receive(comment({ account: 5_000 + at })),
    );
    for (const answer of await Promise.allSettled(crowd))
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
  });

  test('that do not speak for the account of a delivery are not heard', async () => {
    nock(API).get('/app/installations').query(true).times(2).reply(200, [INSTALLATION]);
    expect((await scripted.app.receive(comment({ installation: 43 }))).fact).toMatchObject({
      kind: 'nothing',
      trouble: 'refused',
    });
  });

  test('are asked for once, however many want the same forge at once', async () => {
    nock(API)
      .get('/app/installations')
      .query(true)
      .reply(200, [INSTALLATION])
      .post('/app/installations/42/access_tokens')
      .reply(201, tokenNamed('first'))
      .get('/app')
      .reply(200, { id: 4711, slug: 'holdpoint', external_url: null })
      .get('/users/holdpoint%5Bbot%5D')
      .reply(200, { id: 500, login: 'holdpoint[bot]', type: 'Bot' });
    const [one, two] = await Promise.all([
      scripted.app.forge(WORKSPACE),
      scripted.app.forge(WORKSPACE),
    ]);
    expect(one).toBe(two);
    expect(await scripted.app.forge(WORKSPACE)).toBe(one);
    expect(one.self).toEqual({ id: '500', login: 'holdpoint[bot]' });
  });

  test('whose first request failed are asked again', async () => {
    nock(API).get('/app/installations').query(true).times(3).reply(502, {});
    await expect(scripted.app.forge(WORKSPACE)).rejects.toMatchObject({ code: 'server_error' });
    scriptSignIn();
    expect((await scripted.app.forge(WORKSPACE)).workspace).toBe(WORKSPACE);
  });

  test('whose token is refused say so of us, and never that the thing asked for is gone', async () => {
    nock(API)
      .get('/app/installations')
      .query(true)
      .reply(200, [INSTALLATION])
      .get('/app')
      .reply(200, { id: 4711, slug: 'holdpoint', external_url: null })
      .post('/app/installations/42/access_tokens')
      .reply(404, { message: 'Not Found' });
    await expect(scripted.app.forge(WORKSPACE)).rejects.toMatchObject({
      code: 'unauthorised',
      status: 404,
    });
  });
});

test('a token the forge no longer knows is replaced before the next request', async () => {
  scriptSignIn();
  const forge = await scripted.app.forge(WORKSPACE);
  // Later than the few seconds in which a fresh token may be unknown only because it has not spread yet.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  nock(API, { reqheaders: { authorization: 'token ghs_first' } })
    .get(`${REPO_PATH}/issues/1`)
    .reply(401, { message: 'Bad credentials' });
  nock(API).post('/app/installations/42/access_tokens').reply(201, tokenNamed('second'));
  nock(API, { reqheaders: { authorization: 'token ghs_second' } })
    .get(`${REPO_PATH}/issues/1`)
    .reply(200, issueJson(1));
  await expect(forge.observeIssue(REPO, 1)).rejects.toMatchObject({ code: 'unauthorised' });
  expect(await forge.observeIssue(REPO, 1)).toMatchObject({ number: 1 });
});
