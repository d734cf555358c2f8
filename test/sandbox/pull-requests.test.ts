/*
 * Pull requests, reviews, checks and merging over HTTP and by people's verbs.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { propose, report } from './propose.ts';
import type { Play } from './support.ts';
import { openPlay } from './support.ts';

let play: Play;
const repo = { owner: 'lighthouse-freight', repo: 'checkout' } as const;
const name = 'lighthouse-freight/checkout';

beforeEach(async () => {
  play = await openPlay();
});
afterEach(() => play.close());

describe('a pull request', () => {
  it('opened with commits raises push, the suite request, then opened', async () => {
    propose(play);
    await play.sandbox.settled();
    expect(play.receiver.names()).toEqual(['push', 'check_suite.requested', 'pull_request.opened']);
    const { data: files } = await play.bot.rest.pulls.listFiles({ ...repo, pull_number: 1 });
    expect(files).toMatchObject([{ filename: 'pool.conf', status: 'added', additions: 1 }]);
    const { data: commits } = await play.bot.rest.pulls.listCommits({ ...repo, pull_number: 1 });
    expect(commits).toMatchObject([
      { commit: { message: 'Raise it' }, author: { login: 'lin-dev' } },
    ]);
  });

  it('follows its branch and tells both ends of the move', async () => {
    const number = propose(play);
    const before = play.sandbox.world.pulls.all()[0]?.headSha;
    const head = play.sandbox.as('omar-dev').push(name, {
      branch: 'pool',
      commits: [{ message: 'More', files: { 'pool.conf': 'size=30\n' } }],
    });
    await play.sandbox.settled();
    expect(play.receiver.received.at(-1)?.payload).toMatchObject({
      action: 'synchronize',
      number,
      before,
      after: head.sha,
      sender: { login: 'omar-dev' },
    });
  });

  it('cannot be approved by its author', async () => {
    const number = propose(play);
    const attempt = play
      .person('lin-dev')
      .rest.pulls.createReview({ ...repo, pull_number: number, event: 'APPROVE' });
    await expect(attempt).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('Can not approve your own pull request') as string,
    });
  });

  it('loses a stale approval where the branch rule says so, but not when the content is the same', async () => {
    play.sandbox.protectBranch(name, 'main', { requiredReviews: 1, dismissStaleReviews: true });
    const number = propose(play);
    play.sandbox.as('omar-dev').review(`${name}#${number}`, 'approve');
    play.sandbox.as('lin-dev').forcePush(name, {
      branch: 'pool',
      commits: [{ message: 'Reworded', files: { 'pool.conf': 'size=20\n' } }],
    });
    const kept = await play.bot.rest.pulls.listReviews({ ...repo, pull_number: number });
    expect(kept.data.map((review) => review.state)).toEqual(['APPROVED']);
    play.sandbox.as('lin-dev').push(name, {
      branch: 'pool',
      commits: [{ message: 'Different', files: { 'pool.conf': 'size=99\n' } }],
    });
    const fallen = await play.bot.rest.pulls.listReviews({ ...repo, pull_number: number });
    expect(fallen.data.map((review) => review.state)).toEqual(['DISMISSED']);
  });
});

describe('a protected branch', () => {
  beforeEach(() => {
    play.sandbox.protectBranch(name, 'main', {
      requiredChecks: [{ context: 'holdpoint', integrationId: play.sandbox.app.id }],
      requiredReviews: 1,
    });
  });

  it('takes no merge until the check has succeeded and a writer has approved', async () => {
    const number = propose(play);
    const omar = play.person('omar-dev');
    const merge = () =>
      omar.rest.pulls.merge({ ...repo, pull_number: number, merge_method: 'squash' });
    await expect(merge()).rejects.toMatchObject({
      status: 405,
      message: expect.stringContaining('"holdpoint" is expected') as string,
    });
    await report(play, number, 'action_required');
    await expect(merge()).rejects.toMatchObject({
      status: 405,
      message: expect.stringContaining('"holdpoint" is failing') as string,
    });
    await report(play, number, 'success');
    play.sandbox.as('nina-cs').review(`${name}#${number}`, 'approve');
    await expect(merge()).rejects.toMatchObject({
      status: 405,
      message: expect.stringContaining('approving review is required') as string,
    });
    play.sandbox.as('omar-dev').review(`${name}#${number}`, 'approve');
    expect((await merge()).data.merged).toBe(true);
  });

  it('is not opened by a check of the same name from another app or a status from a person', () => {
    const number = propose(play);
    const subject = `${name}#${number}`;
    play.sandbox.createApp({ slug: 'forger' });
    play.sandbox.reportCheck(name, {
      app: 'forger',
      name: 'holdpoint',
      ref: 'pool',
      conclusion: 'success',
    });
    const sha = play.sandbox.world.pulls.all()[0]?.headSha ?? '';
    play.sandbox.as('lin-dev').setStatus(name, { sha, state: 'success', context: 'holdpoint' });
    play.sandbox.as('omar-dev').review(subject, 'approve');
    expect(() => play.sandbox.as('omar-dev').merge(subject)).toThrow('Required status check');
  });

  it('takes neutral and skipped for an answer, as the real one does', async () => {
    const number = propose(play);
    const { data } = await play.bot.rest.pulls.get({ ...repo, pull_number: number });
    await play.bot.rest.checks.create({
      ...repo,
      name: 'holdpoint',
      head_sha: data.head.sha,
      conclusion: 'neutral',
    });
    play.sandbox.as('omar-dev').review(`${name}#${number}`, 'approve');
    expect(play.sandbox.as('omar-dev').merge(`${name}#${number}`).merged).toBe(true);
  });

  it('forgets the check of an older commit', async () => {
    const number = propose(play);
    await report(play, number, 'success');
    play.sandbox.as('omar-dev').review(`${name}#${number}`, 'approve');
    play.sandbox.as('lin-dev').push(name, {
      branch: 'pool',
      commits: [{ message: 'More', files: { 'pool.conf': 'size=30\n' } }],
    });
    expect(() => play.sandbox.as('omar-dev').merge(`${name}#${number}`)).toThrow('is expected');
  });

  it('refuses a direct push', () => {
    const attempt = () =>
      play.sandbox
        .as('omar-dev')
        .push(name, { branch: 'main', commits: [{ message: 'Sneak', files: { x: 'y' } }] });
    expect(attempt).toThrow('Protected branch update failed');
  });
});

describe('a merge', () => {
  it('closes the issue that a closing keyword names, in the name of the merger', async () => {
    play.sandbox.as('mara-ops').openIssue(name, { title: 'The change' });
    const pull = play.sandbox.as('lin-dev').openPullRequest(name, {
      head: 'pool',
      title: 'Raise',
      body: 'Closes #1',
      commits: [{ message: 'Raise', files: { a: 'b' } }],
    });
    play.sandbox.as('omar-dev').merge(`${name}#${pull.number}`, 'squash');
    await play.sandbox.settled();
    const closed = play.receiver.received.find(
      ({ event, payload }) => event === 'issues' && payload['action'] === 'closed',
    );
    expect(closed?.payload).toMatchObject({
      issue: { number: 1, state: 'closed' },
      sender: { login: 'omar-dev' },
    });
    expect(play.sandbox.world.issues.find(`${pull.repoId}#1`)?.closedById).toBe(9008);
  });

  it('brings the files onto the base branch with every method', () => {
    for (const method of ['merge', 'squash', 'rebase'] as const) {
      const pull = play.sandbox.as('lin-dev').openPullRequest(name, {
        head: `by-${method}`,
        title: method,
        commits: [{ message: method, files: { [`${method}.txt`]: method } }],
      });
      play.sandbox.as('omar-dev').merge(`${name}#${pull.number}`, method);
    }
    const head = play.sandbox.repository(name).refs.get('heads/main');
    const tree = play.sandbox.world.commits.find(
      `${play.sandbox.repository(name).id}:${head}`,
    )?.tree;
    expect([...(tree?.keys() ?? [])].sort()).toEqual([
      'README.md',
      'merge.txt',
      'rebase.txt',
      'squash.txt',
    ]);
  });
});
