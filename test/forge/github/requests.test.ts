// The exact requests the adapter makes, and answers that only the real GitHub gives: redirects, page links, ids
// beyond 2^53, answers cut short.
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Forge } from '../../../src/forge/port.ts';
import {
  API,
  commentJson,
  issueJson,
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
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('what is sent', () => {
  test('carries the installation’s token and nothing of ours but the body', async () => {
    nock(API, { reqheaders: { authorization: 'token ghs_first' } })
      .post(`${REPO_PATH}/issues/1/comments`, { body: 'the record' })
      .reply(201, commentJson(1, 'the record'));
    expect(await forge.createComment(REPO, 1, 'the record')).toMatchObject({
      id: '1',
      ours: true,
      issue: 1,
    });
  });

  test('for a check is completed, named, and ours by name', async () => {
    nock(API)
      .post(`${REPO_PATH}/check-runs`, {
        name: 'holdpoint',
        head_sha: 'abc',
        status: 'completed',
        conclusion: 'action_required',
        external_id: 'CHG-00012/gate',
        details_url: 'https://holdpoint.example.com/12',
        output: { title: 'Waiting', summary: 'one gate' },
      })
      .reply(201, { id: 9 });
    const content = {
      conclusion: 'action_required',
      title: 'Waiting',
      summary: 'one gate',
      externalId: 'CHG-00012/gate',
      detailsUrl: 'https://holdpoint.example.com/12',
    } as const;
    expect(await forge.createCheck(REPO, 'abc', content)).toEqual({ id: '9' });
  });

  test('for a check without a page names none, and the app’s page read back is none again', async () => {
    nock(API)
      .patch(`${REPO_PATH}/check-runs/9`, (body: object) => !('details_url' in body))
      .reply(200, {})
      .get(`${REPO_PATH}/commits/abc/check-runs`)
      .query({
        check_name: 'holdpoint',
        filter: 'latest',
        per_page: '100',
        page: '1',
      })
      .reply(200, {
        total_count: 2,
        check_runs: [8, 9].map((id) => ({
          id,
          status: 'completed',
          conclusion: id === 9 ? 'success' : 'failure',
          external_id: 'x',
          details_url: 'https://holdpoint.example.com',
          output: { title: 't', summary: 's' },
          app: { id: 4711 },
        })),
      });
    const content = {
      conclusion: 'success',
      title: 't',
      summary: 's',
      externalId: 'x',
      detailsUrl: null,
    } as const;
    await forge.updateCheck(REPO, '9', content);
    expect(await forge.observeCheck(REPO, 'abc')).toEqual({ id: '9', content });
  });

  test('for a label with a slash in it is one path segment', async () => {
    nock(API).delete(`${REPO_PATH}/issues/1/labels/chg%2Fin-progress`).reply(200, []);
    await forge.removeLabel(REPO, 1, 'chg/in-progress');
  });

  test('for closing names the reason', async () => {
    nock(API)
      .patch(`${REPO_PATH}/issues/1`, { state: 'closed', state_reason: 'completed' })
      .reply(200, issueJson(1));
    await forge.closeIssue(REPO, 1, 'completed');
  });
});

describe('a list', () => {
  test('is followed as long as the forge names a next page, whatever a page holds', async () => {
    const next = (page: number) => ({
      link: `<${API}/x?page=${String(page)}>; rel="next", <${API}/x?page=3>; rel="last"`,
    });
    nock(API)
      .get(`${REPO_PATH}/issues/1/comments`)
      .query({ per_page: '100', page: '1' })
      .reply(200, [commentJson(1)], next(2))
      .get(`${REPO_PATH}/issues/1/comments`)
      .query({ per_page: '100', page: '2' })
      .reply(200, [], next(3))
      .get(`${REPO_PATH}/issues/1/comments`)
      .query({ per_page: '100', page: '3' })
      .reply(200, [commentJson(3)], { link: `<${API}/x?page=1>; rel="first"` });
    expect((await forge.observeComments(REPO, 1)).map(({ id }) => id)).toEqual(['1', '3']);
  });
});

describe('what was answered before', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => commentJson(at + 1));
  const page = (number: string) =>
    nock(API).get(`${REPO_PATH}/issues/1/comments`).query({ per_page: '100', page: number });

  test('is not taken again for a full last page: a page may have come after it', async () => {
    page('1').reply(200, hundred, { etag: '"full"' });
    expect(await forge.observeComments(REPO, 1)).toHaveLength(100);
    // The page itself is the same as before, and so is its mark: who names it would be told "unchanged".
    nock(API, { badheaders: ['if-none-match'] })
      .get(`${REPO_PATH}/issues/1/comments`)
      .query({ per_page: '100', page: '1' })
      .reply(200, hundred, { etag: '"full"', link: `<${API}/x?page=2>; rel="next"` });
    page('2').reply(200, [commentJson(101)]);
    expect(await forge.observeComments(REPO, 1)).toHaveLength(101);
  });

  test('of a commit stays, but not that it has no such file', async () => {
    const ref = 'a'.repeat(40);
    const blob = { oid: 'b'.repeat(40), text: 'a: 1\n', byteSize: 5, isTruncated: false };
    const answer = (object: object | null) =>
      nock(API)
        .post('/graphql')
        .reply(200, { data: { repository: { databaseId: 77, object } } });
    answer(null);
    expect(await forge.observeFile(REPO, 'policy.yml', ref)).toBeNull();
    answer(blob);
    const there = await forge.observeFile(REPO, 'policy.yml', ref);
    expect(there).toMatchObject({ text: 'a: 1\n' });
    expect(await forge.observeFile(REPO, 'policy.yml', ref)).toEqual(there);
  });
});

describe('reviews', () => {
  test('are none where the forge does not list them', async () => {
    nock(API).get(`${REPO_PATH}/pulls/3/reviews`).query(true).reply(404, { message: 'Not Found' });
    expect(await forge.observeReviews(REPO, 3)).toEqual([]);
  });
});

describe('a redirect', () => {
  test('to the same repository under its new name is followed', async () => {
    nock(API)
      .get(`${REPO_PATH}/issues/1`)
      .reply(301, '', { location: `${API}/repositories/77/issues/1` })
      .get('/repositories/77/issues/1')
      .reply(200, issueJson(1));
    expect(await forge.observeIssue(REPO, 1)).toMatchObject({ number: 1 });
  });

  test('to another repository means that the issue has left', async () => {
    nock(API)
      .get(`${REPO_PATH}/issues/1`)
      .reply(301, '', { location: `${API}/repositories/78/issues/1` })
      .get('/repositories/78/issues/1')
      .reply(200, issueJson(1));
    expect(await forge.observeIssue(REPO, 1)).toBeNull();
  });

  test('to another number means that the issue has left', async () => {
    nock(API).get(`${REPO_PATH}/issues/1`).reply(200, issueJson(5));
    expect(await forge.observeIssue(REPO, 1)).toBeNull();
  });
});

describe('an answer that cannot be read', () => {
  test('of a read is asked for again, then is trouble of the server', async () => {
    nock(API)
      .get(`${REPO_PATH}/issues/1`)
      .times(3)
      .reply(200, '<html>maintenance</html>', { 'content-type': 'text/html' });
    await expect(forge.observeIssue(REPO, 1)).rejects.toMatchObject({ code: 'server_error' });
    expect(scripted.waits).toEqual([200, 400]);
  });

  test('of a create is a lost answer', async () => {
    nock(API)
      .post(`${REPO_PATH}/issues/1/comments`)
      .reply(201, '{"id": 1, "bo', { 'content-type': 'application/json' });
    await expect(forge.createComment(REPO, 1, 'x')).rejects.toMatchObject({ code: 'ambiguous' });
  });
});

describe('a pull request whose parts do not fit together', () => {
  // Each part has to be asked for at its own address.
  beforeEach(() => {
    nock(API).post('/graphql').optionally().reply(404, { message: 'Not Found' });
  });
  const person = { id: 9007, login: 'lin-dev', type: 'User' };
  const pull = (sha: string) => ({
    number: 5,
    html_url: 'x',
    title: 't',
    body: null,
    head: { sha },
    base: { repo: { id: Number(REPO.id) } },
    state: 'open',
    merged: false,
    merged_at: null,
    merge_commit_sha: null,
    user: person,
  });
  const commit = (sha: string) => ({
    sha,
    commit: { message: 'work', author: { email: 'a@b' }, committer: null },
    author: person,
    committer: null,
  });
  const script = (head: string, shas: readonly string[]): nock.Scope =>
    nock(API)
      .get(`${REPO_PATH}/pulls/5`)
      .reply(200, pull(head))
      .get(`${REPO_PATH}/pulls/5/commits`)
      .query(true)
      .reply(200, shas.map(commit));
  const scriptRest = (sha: string): nock.Scope =>
    nock(API)
      .get(`${REPO_PATH}/pulls/5/reviews`)
      .query(true)
      .reply(200, [])
      .get(`${REPO_PATH}/commits/${sha}/check-runs`)
      .query(true)
      .reply(200, { total_count: 0, check_runs: [] })
      .get(`${REPO_PATH}/commits/${sha}/statuses`)
      .query(true)
      .reply(200, [])
      .get(`${REPO_PATH}/pulls/5/files`)
      .query(true)
      .reply(200, []);

  test('because somebody pushed in between is read once more', async () => {
    script('old', ['new']);
    script('new', ['new']);
    scriptRest('new');
    expect(await forge.observePullFacts(REPO, 5)).toMatchObject({
      head: 'new',
      checks: 'none',
      contributors: [{ id: '9007' }],
    });
  });

  test('because its name belongs to another repository now is none of ours', async () => {
    const foreign = { ...pull('new'), base: { repo: { id: Number(REPO.id) + 1 } } };
    nock(API).get(`${REPO_PATH}/pulls/5`).times(3).reply(200, foreign);
    expect(await forge.observePull(REPO, 5)).toBeNull();
    expect(await forge.observePullFacts(REPO, 5)).toBeNull();
  });

  test('twice in a row cannot be told', async () => {
    script('a', ['b']);
    script('b', ['c']);
    expect(await forge.observePullFacts(REPO, 5)).toBeNull();
  });

  test('because GitHub lists no more than 250 commits cannot be told: the rest may hold an author', async () => {
    const shas = Array.from({ length: 250 }, (_, at) => `sha${String(at)}`);
    script('sha249', shas);
    script('sha249', shas);
    expect(await forge.observePullFacts(REPO, 5)).toBeNull();
  });

  test('in a repository that shows us no checks has unknown checks', async () => {
    script('new', ['new']);
    nock(API)
      .get(`${REPO_PATH}/pulls/5/reviews`)
      .query(true)
      .reply(200, [])
      .get(`${REPO_PATH}/commits/new/check-runs`)
      .query(true)
      .reply(403, { message: 'Resource not accessible by integration' })
      .get(`${REPO_PATH}/pulls/5/files`)
      .query(true)
      .reply(403, { message: 'Resource not accessible by integration' });
    expect(await forge.observePullFacts(REPO, 5)).toMatchObject({ checks: 'unknown', failing: [] });
  });
});
