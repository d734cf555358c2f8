// Forges that take the one question about a pull request and give no usable answer: it is then read address by address.
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Forge } from '../../../src/forge/port.ts';
import { API, REPO, REPO_PATH, scriptedApp, scriptSignIn, WORKSPACE } from './nocked.ts';
import type { Waits } from './nocked.ts';

const PULL = `${REPO_PATH}/pulls/3`;
const HEAD = 'b'.repeat(40);
const LIN = { id: 9002, login: 'lin-dev', type: 'User' };
const MINUTE_MS = 60_000;

let scripted: Waits;
let forge: Forge;
/** How often the one question was put. */
let questions = 0;

beforeEach(async () => {
  questions = 0;
  nock.disableNetConnect();
  scriptSignIn();
  scripted = scriptedApp();
  forge = await scripted.app.forge(WORKSPACE);
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

function scriptGraphql(status: number, body: unknown): void {
  nock(API)
    .persist()
    .post('/graphql')
    .reply(() => {
      questions += 1;
      return [status, body as nock.Body];
    });
}

const commit = {
  sha: HEAD,
  commit: { message: 'work', tree: { sha: 'c'.repeat(40) } },
  parents: [],
  author: LIN,
  committer: LIN,
};

function scriptAddresses(filesStatus = 404): void {
  const repo = { id: 77, full_name: REPO.name };
  const absent = { message: 'Not Found' };
  nock(API)
    .persist()
    .get(PULL)
    .reply(200, {
      number: 3,
      html_url: 'https://github.com/x/y/pull/3',
      title: 'Work',
      body: '',
      state: 'open',
      user: LIN,
      head: { sha: HEAD, ref: 'work', repo },
      base: { ref: 'main', repo },
    })
    .get(`${PULL}/commits`)
    .query(true)
    .reply(200, [commit])
    .get(`${PULL}/reviews`)
    .query(true)
    .reply(200, [])
    .get(`${PULL}/files`)
    .query(true)
    .reply(filesStatus, absent)
    .get(`${REPO_PATH}/commits/${HEAD}/check-runs`)
    .query(true)
    .reply(200, { check_runs: [] })
    .get(`${REPO_PATH}/commits/${HEAD}/statuses`)
    .query(true)
    .reply(200, [])
    .get(new RegExp(`^${REPO_PATH}/contents/`, 'u'))
    .query(true)
    .reply(404, absent);
}

const facts = () => forge.observePullFacts(REPO, 3);
const found = (more: object): object => ({ data: { repository: { databaseId: 77, ...more } } });

/** As GitHub answers the one question, with three hundred files, of which it tells none. */
const WHOLE = found({
  pullRequest: {
    ...{ number: 3, url: 'https://github.com/x/y/pull/3', title: 'Work', body: '', state: 'OPEN' },
    author: { __typename: 'User', login: 'lin-dev', databaseId: 9002 },
    ...{ headRefName: 'work', headRefOid: HEAD, baseRefName: 'main', changedFiles: 300 },
    ...{ files: null, reviews: null, commits: null, head: { nodes: [] } },
  },
});

describe('a pull request is read address by address', () => {
  test.each<[string, number, unknown]>([
    ['refuses the question as bad', 400, { message: 'no' }],
    ['forbids it', 403, { message: 'no' }],
    ['has no such address', 404, { message: 'no' }],
    ['does not take it', 405, { message: 'no' }],
    ['cannot process it', 422, { message: 'no' }],
    ['fails over it', 500, { message: 'no' }],
    ['has not made it', 501, { message: 'no' }],
    ['has nobody behind its door', 503, 'unavailable'],
    ['answers nothing', 200, {}],
    ['answers with no data', 200, { data: null }],
    ['answers with no repository', 200, { data: { repository: null } }],
    ['answers with a bare repository', 200, found({})],
    ['answers with a pull request of another form', 200, found({ pullRequest: { number: 3 } })],
    ['answers with a page', 200, '<html></html>'],
    ['knows no such type', 200, { errors: [{ type: 'NOT_FOUND', message: 'no' }], data: null }],
  ])('where the forge %s', async (_, status, body) => {
    scriptGraphql(status, body);
    scriptAddresses();
    expect(await facts()).toMatchObject({ head: HEAD, detail: { title: 'Work', files: [] } });
  });

  test('and is gone where its own address says so, however the question was answered', async () => {
    scriptGraphql(200, { data: { repository: null } });
    nock(API).persist().get(PULL).reply(404, { message: 'Not Found' });
    expect(await facts()).toBeNull();
  });

  test('with files that cannot be told where they are forbidden', async () => {
    scriptGraphql(404, {});
    scriptAddresses(403);
    expect((await facts())?.detail?.files).toBeNull();
  });
});

describe('a file is read at its own address', () => {
  test.each<[string, number, unknown]>([
    ['refuses the question as bad', 400, { message: 'no' }],
    ['fails over it', 500, { message: 'no' }],
    ['has not made it', 501, { message: 'no' }],
    ['answers with no data', 200, { data: null }],
  ])('where the forge %s', async (_, status, body) => {
    scriptGraphql(status, body);
    const file = { type: 'file', encoding: 'base64', size: 5, sha: HEAD, content: 'YTogMQo=' };
    nock(API).get(`${REPO_PATH}/contents/policy.yml`).query(true).reply(200, file);
    expect(await forge.observeFile(REPO, 'policy.yml')).toMatchObject({ text: 'a: 1\n' });
  });
});

describe('a forge that does not find the question', () => {
  test('is not asked again for a while, and then is', async () => {
    scriptGraphql(404, {});
    scriptAddresses();
    await facts();
    await facts();
    expect(questions).toBe(1);
    scripted.advance(11 * MINUTE_MS);
    await facts();
    expect(questions).toBe(2);
  });

  test('once, and had answered it before, has files that are not listed, and not none', async () => {
    scriptGraphql(200, WHOLE);
    scriptAddresses();
    expect((await facts())?.detail?.files).toBeNull();
    nock.cleanAll();
    scriptGraphql(404, {});
    scriptAddresses();
    expect((await facts())?.detail?.files).toBeNull();
  });
});

describe('who edited a text', () => {
  const issue = (): Promise<unknown> => forge.observeIssueEditors(REPO, 3);
  const pull = (): Promise<unknown> => forge.observePullEditors(REPO, 3);

  test.each([
    ['has no such address', 404, { message: 'Not Found' }],
    ['lets nobody ask', 403, { message: 'Forbidden' }],
    ['does not know the method', 405, { message: 'Method Not Allowed' }],
    ['has not built it', 501, { message: 'Not Implemented' }],
    ['speaks of errors in a good answer', 200, { data: null, errors: [{ message: 'no field' }] }],
    ['answers another question', 200, { data: { repository: { databaseId: REPO.id } } }],
    ['answers nothing', 200, {}],
    [
      'answers in another shape',
      200,
      { data: { repository: { databaseId: {}, subject: { userContentEdits: 7 } } } },
    ],
  ])('is unknown where a forge %s, and is no failure', async (_how, status, body) => {
    scriptGraphql(status, body);
    expect(await issue()).toBeNull();
    expect(await pull()).toBeNull();
  });

  test('is asked again where a forge is only out of order, or wants to be left alone', async () => {
    scriptGraphql(429, { message: 'rate limit' });
    await expect(issue()).rejects.toMatchObject({ code: 'rate_limited' });
  });
});
