// From an act of a person on the forge to a notice: the sandbox forge makes the deliveries, the adapter reads them.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { GithubApp } from '../../../src/forge/github/app.ts';
import type { Notice, RepoRef } from '../../../src/core/intent/notice.ts';
import { operations } from '../../../src/sandbox/seed-lighthouse.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import { openBeside, WORKSPACE } from './beside.ts';
import type { Beside } from './beside.ts';

let beside: Beside;
let sandbox: Sandbox;
let app: GithubApp;
let repo: RepoRef;

beforeAll(async () => {
  beside = await openBeside();
  ({ sandbox, app, repo } = beside);
});
afterAll(() => sandbox.close());
beforeEach(() => beside.forget());

async function notices(): Promise<readonly Notice[]> {
  const read: Notice[] = [];
  for (const [at, { event, body }] of (await beside.sent()).entries()) {
    const routed = app.route({ event, body: Buffer.from(body) });
    const notice = await app.receive({ id: `guid-${String(at)}`, name: event, payload: body });
    expect(routed).toMatchObject({ workspace: notice.workspace });
    read.push(notice);
  }
  return read.filter(({ fact }) => fact.kind !== 'nothing');
}

function kinds(read: readonly Notice[]): readonly string[] {
  return read.map(({ fact }) => fact.kind);
}

describe('an act of a person', () => {
  test('on an issue arrives with its witness', async () => {
    const { number } = sandbox
      .as('mara-ops')
      .openIssue(operations, { title: 'Certificates', body: 'a\r\nb' });
    sandbox.as('dee-lead').createLabel(operations, { name: 'change', color: 'cccccc' });
    const on = `${operations}#${String(number)}`;
    sandbox.as('tomas-sre').addLabel(on, 'change');
    sandbox.as('mara-ops').editIssue(on, { body: 'a\r\nc' });
    sandbox.as('lin-dev').closeIssue(on);
    sandbox.as('lin-dev').reopenIssue(on);
    const read = await notices();
    expect(kinds(read)).toEqual([
      'issue_opened',
      'label_registry_changed',
      'label_added',
      'issue_edited',
      'issue_closed',
      'issue_reopened',
    ]);
    expect(read[0]).toMatchObject({
      workspace: WORKSPACE,
      account: 'lighthouse-freight',
      repo,
      echo: false,
      actor: { id: '9001', login: 'mara-ops', kind: 'human' },
      fact: { issue: { number, body: 'a\nb' } },
    });
    expect(read[3]?.fact).toMatchObject({ before: { body: 'a\nb' }, issue: { body: 'a\nc' } });
    expect(read[4]?.actor.login).toBe('lin-dev');
  });

  test('on a comment of ours arrives as theirs, ours as an echo', async () => {
    const { number } = sandbox.as('mara-ops').openIssue(operations, { title: 'Certificates' });
    const forge = await app.forge(WORKSPACE);
    const record = await forge.createComment(repo, number, '- [ ] <!-- chg:E1 --> **E1** do it');
    sandbox.as('lin-dev').tick(Number(record.id), 'chg:E1', { lineEnds: 'crlf' });
    sandbox.as('lin-dev').comment(`${operations}#${String(number)}`, '/chg start');
    const [, created, ticked, command] = await notices();
    expect(created).toMatchObject({
      echo: true,
      fact: { kind: 'comment_created', comment: { ours: true } },
    });
    expect(ticked).toMatchObject({
      echo: false,
      actor: { login: 'lin-dev' },
      fact: {
        kind: 'comment_edited',
        before: '- [ ] <!-- chg:E1 --> **E1** do it',
        comment: { ours: true, body: '- [x] <!-- chg:E1 --> **E1** do it' },
      },
    });
    expect(command).toMatchObject({
      fact: { kind: 'comment_created', comment: { ours: false, body: '/chg start' } },
    });
  });

  test('on a pull request arrives with its head', async () => {
    const lin = sandbox.as('lin-dev');
    const { number } = lin.openPullRequest(operations, {
      head: 'work',
      title: 'Work',
      commits: [{ message: 'work', files: { a: '1' } }],
    });
    const on = `${operations}#${String(number)}`;
    const sha = lin.push(operations, {
      branch: 'work',
      commits: [{ message: 'more', files: { b: '1' } }],
    }).sha;
    const review = sandbox.as('tomas-sre').review(on, 'approve', 'fine');
    sandbox.as('dee-lead').dismissReview(review.id, 'changed');
    sandbox.reportCheck(operations, {
      app: 'ci',
      name: 'build',
      ref: sha,
      status: 'completed',
      conclusion: 'success',
    });
    lin.setStatus(operations, { sha, context: 'preview', state: 'success' });
    sandbox.as('dee-lead').merge(on);
    const read = await notices();
    expect(new Set(kinds(read))).toEqual(
      new Set([
        ...['pull_changed', 'review_submitted', 'review_dismissed', 'checks_changed'],
        'branch_pushed',
      ]),
    );
    const pushed = read.find(
      ({ fact }) => fact.kind === 'pull_changed' && fact.action === 'pushed',
    );
    expect(pushed?.fact).toMatchObject({ pull: { number, head: sha } });
    expect(read.find(({ fact }) => fact.kind === 'review_submitted')?.fact).toMatchObject({
      review: { state: 'approved', commit: sha },
    });
    expect(read.find(({ fact }) => fact.kind === 'review_dismissed')).toMatchObject({
      actor: { login: 'dee-lead' },
      fact: { review: { by: { login: 'tomas-sre' } } },
    });
    expect(read.at(-1)?.fact).toMatchObject({
      kind: 'pull_changed',
      action: 'closed',
      pull: { merged: true },
    });
  });

  test('on our check asks for it again', async () => {
    const lin = sandbox.as('lin-dev');
    const { headSha } = lin.openPullRequest(operations, {
      head: 'again',
      title: 'Again',
      commits: [{ message: 'work', files: { z: '1' } }],
    });
    const forge = await app.forge(WORKSPACE);
    const content = {
      conclusion: 'failure',
      title: 't',
      summary: 's',
      externalId: 'x',
      detailsUrl: null,
    } as const;
    const { id } = await forge.createCheck(repo, headSha, content);
    lin.rerunCheck(Number(id));
    const asked = (await notices()).filter(({ fact }) => fact.kind === 'check_requested');
    expect(asked.map(({ fact }) => fact)).toContainEqual({
      kind: 'check_requested',
      sha: headSha,
      identifier: null,
      check: { id, about: 'x', url: expect.stringContaining(id) as string },
    });
  });
});

describe('replaying a stored delivery', () => {
  test('twice, or under another name, never makes another act of it', async () => {
    const { number } = sandbox.as('mara-ops').openIssue(operations, { title: 'Twice' });
    const body = (await beside.sent())[0]?.body ?? '';
    const first = await app.receive({ id: 'a', name: 'issues', payload: body });
    expect(await app.receive({ id: 'b', name: 'issues', payload: body })).toEqual(first);
    expect(first.fact).toMatchObject({ kind: 'issue_opened', issue: { number } });
    for (const name of [
      'issue_comment',
      'label',
      'error',
      'pull_request',
      '*',
      '__proto__',
      'installation',
    ]) {
      expect((await app.receive({ id: 'c', name, payload: body })).fact.kind).toBe('nothing');
    }
  });

  test.each([
    '',
    'not json',
    '[]',
    'null',
    '{"action":"opened"}',
    '{"issue":{"number":1},"installation":{"id":"x"}}',
  ])('of %j is nothing to see', async (payload) => {
    expect((await app.receive({ id: 'a', name: 'issues', payload })).fact.kind).toBe('nothing');
  });

  test('many at once keeps each with its own', async () => {
    const numbers = Array.from(
      { length: 20 },
      (_, at) => sandbox.as('mara-ops').openIssue(operations, { title: String(at) }).number,
    );
    const fresh = beside.anotherApp();
    const read = await Promise.all(
      (await beside.sent()).map(({ body }, at) =>
        fresh.receive({ id: String(at), name: 'issues', payload: body }),
      ),
    );
    expect(read.map(({ fact }) => (fact.kind === 'issue_opened' ? fact.issue.number : 0))).toEqual(
      numbers,
    );
  });

  test('about the end of our installation needs no token', async () => {
    const payload = {
      action: 'deleted',
      installation: { id: 42, account: { id: 1, login: 'gone', type: 'Organization' } },
      sender: { id: 7, login: 'x', type: 'User' },
    };
    const before = sandbox.requests.all().length;
    const notice = await beside.anotherApp().receive({
      id: 'a',
      name: 'installation',
      payload: JSON.stringify(payload),
    });
    expect(notice).toMatchObject({
      workspace: 'github:1',
      installation: '42',
      fact: { kind: 'installation_changed', how: 'deleted' },
    });
    expect(sandbox.requests.all().length).toBe(before);
  });
});
