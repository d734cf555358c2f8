/*
 * Check runs with their buttons, and the merge queue.
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

describe('a check run', () => {
  it('that is completed without a conclusion is refused', async () => {
    const number = propose(play);
    const { data } = await play.bot.rest.pulls.get({ ...repo, pull_number: number });
    const attempt = play.bot.request('POST /repos/{owner}/{repo}/check-runs', {
      ...repo,
      name: 'holdpoint',
      head_sha: data.head.sha,
      status: 'completed',
    });
    await expect(attempt).rejects.toMatchObject({ status: 422 });
  });

  it('cannot be written by a person', async () => {
    propose(play);
    const attempt = play
      .person('dee-lead')
      .rest.checks.create({ ...repo, name: 'holdpoint', head_sha: 'x' });
    await expect(attempt).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('GitHub App') as string,
    });
  });

  it('shows its buttons to people once completed, and the press reaches the app with the presser', async () => {
    const id = await report(play, propose(play), 'action_required');
    play.sandbox.as('tomas-sre').pressCheckButton(id, 'hold:E3:confirm');
    await play.sandbox.settled();
    expect(play.receiver.received.at(-1)?.payload).toMatchObject({
      action: 'requested_action',
      requested_action: { identifier: 'hold:E3:confirm' },
      check_run: { id },
      sender: { login: 'tomas-sre' },
    });
    expect(() => play.sandbox.as('tomas-sre').pressCheckButton(id, 'hold:E4:confirm')).toThrow(
      'shows no button',
    );
  });

  it('shows no buttons while it is going on', async () => {
    propose(play);
    const run = play.sandbox.world.pulls.all()[0];
    const { data } = await play.bot.rest.checks.create({
      ...repo,
      name: 'holdpoint',
      head_sha: run?.headSha ?? '',
      status: 'in_progress',
      actions: [{ label: 'Confirm', description: 'Seen', identifier: 'hold:E3:confirm' }],
    });
    const press = () => play.sandbox.as('tomas-sre').pressCheckButton(data.id, 'hold:E3:confirm');
    expect(press).toThrow('shows no button');
  });
});

describe('the merge queue', () => {
  beforeEach(() => {
    play.sandbox.protectBranch(name, 'main', {
      requiredChecks: [{ context: 'holdpoint', integrationId: play.sandbox.app.id }],
      mergeQueue: true,
    });
  });

  it('asks for checks on a commit of its own without naming pull requests, and lands when they pass', async () => {
    const number = propose(play);
    await report(play, number, 'success');
    const group = play.sandbox.as('omar-dev').enqueue(name, [number]);
    await play.sandbox.settled();
    const asked = play.receiver.received.at(-1)?.payload;
    expect(asked).toMatchObject({
      action: 'checks_requested',
      merge_group: { head_sha: group.headSha },
    });
    expect(JSON.stringify(asked?.['merge_group'])).toContain(
      `refs/heads/gh-readonly-queue/main/pr-${number}-`,
    );
    await play.bot.rest.checks.create({
      ...repo,
      name: 'holdpoint',
      head_sha: group.headSha,
      conclusion: 'success',
    });
    await play.sandbox.settled();
    expect(play.receiver.received.at(-1)?.payload).toMatchObject({
      action: 'destroyed',
      reason: 'merged',
    });
    expect(play.sandbox.world.pulls.all()[0]?.merged).toBe(true);
  });

  it('takes the pull request out when the check fails', async () => {
    const number = propose(play);
    await report(play, number, 'success');
    const group = play.sandbox.as('omar-dev').enqueue(name, [number]);
    await play.bot.rest.checks.create({
      ...repo,
      name: 'holdpoint',
      head_sha: group.headSha,
      conclusion: 'failure',
    });
    await play.sandbox.settled();
    expect(play.receiver.names().slice(-2)).toEqual([
      'pull_request.dequeued',
      'merge_group.destroyed',
    ]);
    expect(play.sandbox.world.pulls.all()[0]?.merged).toBe(false);
  });

  it('is the only way in', async () => {
    const number = propose(play);
    await report(play, number, 'success');
    expect(() => play.sandbox.as('omar-dev').merge(`${name}#${number}`)).toThrow('merge queue');
  });
});
