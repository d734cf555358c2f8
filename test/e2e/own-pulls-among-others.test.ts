// A pull request that is its own change among others: linked to another change, opened by a stranger, sharing its head.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { approvedPull, opensPull, stageOfOwnPulls, text } from '../support/own-pulls.ts';
import { pullOf } from '../support/pulls.ts';
import { DEE, leavesATrace, LIN, NINA, TOMAS } from '../support/tale.ts';

const scene = stageOfOwnPulls();

type Sandbox = ReturnType<typeof scene.world>['company']['sandbox'];

function sandbox(): Sandbox {
  return scene.world().company.sandbox;
}

describe('a pull request that belongs to another change', () => {
  it('from its opening has none of its own', async () => {
    const tale = await scene.opens();
    const name = `CHG-${String(tale.number).padStart(5, '0')}`;
    const pull = await opensPull(scene, { branch: 'linked', body: `Change: ${name}\n\n${text()}` });
    expect(await pull.change()).toBeNull();
    expect((await tale.change()).pulls).toHaveLength(1);
  });

  it('later gives its own up for that one, which speaks on it from then on', async () => {
    const pull = await approvedPull(scene, 'later');
    expect(pull.check()).toMatch(/^success/u);
    const tale = await scene.opens();
    const name = `CHG-${String(tale.number).padStart(5, '0')}`;
    await pull.says(LIN, `/chg link ${name}`);
    expect(await pull.change()).toMatchObject({
      state: 'cancelled',
      endReason: `Belongs to ${name} now.`,
      ended: { by: { login: LIN } },
    });
    expect((await tale.change()).pulls).toHaveLength(1);
    expect(pull.check()).toMatch(/^(action_required|failure): Not mergeable/u);
    await pull.says(LIN, '/chg status');
    expect(tale.replies().length).toBeGreaterThan(0);
    expect(pull.record()).toContain(`Belongs to ${name} now.`);
  });

  it('by a line that is written later as well', async () => {
    const pull = await opensPull(scene, { branch: 'line' });
    const tale = await scene.opens();
    const name = `CHG-${String(tale.number).padStart(5, '0')}`;
    const body = `Change: ${name}\n\n${text()}`;
    await pull.does(() => sandbox().as(LIN).editPullRequest(pull.ref, { body }));
    expect(await pull.state()).toBe('cancelled');
    expect((await tale.change()).pulls).toHaveLength(1);
  });

  it('which takes it from the side of the issue', async () => {
    const pull = await opensPull(scene, { branch: 'from-issue' });
    const tale = await scene.opens();
    await tale.says(DEE, `/chg link #${pull.ref.split('#')[1] ?? ''}`);
    expect(await pull.state()).toBe('cancelled');
    expect((await tale.change()).pulls).toHaveLength(1);
  });
});

describe('a pull request by a stranger', () => {
  it('becomes a change when somebody with write access marks it, by word', async () => {
    const pull = await opensPull(scene, { who: NINA, branch: 'stranger', pushedBy: LIN });
    expect(await pull.change()).toBeNull();
    expect(pull.check()).toBe('action_required: Not mergeable: it belongs to no change yet');
    await pull.says(NINA, '/chg open');
    expect(await pull.change()).toBeNull();
    await pull.says(TOMAS, '/chg open');
    expect(await pull.change()).toMatchObject({ state: 'review', author: { login: NINA } });
    expect(pull.check()).toMatch(/gates unmet/u);
    await pull.says(TOMAS, '/chg open');
    expect((await pull.told()).filter((one) => one.startsWith('change_opened'))).toHaveLength(1);
  });

  it('or by the label', async () => {
    const pull = await opensPull(scene, { who: NINA, branch: 'labelled', pushedBy: LIN });
    await pull.does(() => sandbox().as(LIN).addLabel(pull.ref, 'change'));
    expect(await pull.change()).toMatchObject({ state: 'review', author: { login: NINA } });
  });
});

describe('a pull request from a fork', () => {
  it('changes no rules, and gives nobody a role that they do not have here', async () => {
    const rules = 'policy: 1\nown_pull_requests: [standard, normal, significant]\n';
    const files = { '.github/holdpoint.yml': rules };
    const pull = await opensPull(scene, {
      ...{ who: NINA, branch: 'forked', pushedBy: LIN, fork: true },
      body: `Category: significant\n\n${text()}`,
      commits: [{ message: 'Rules', author: NINA, files }],
    });
    expect(await pull.change()).toBeNull();
    await pull.says(TOMAS, '/chg open');
    // By the rules of here, whatever it would make of them.
    expect(await pull.state()).toBe('draft');
    expect(pull.check()).toMatch(/^failure: Not mergeable/u);
    expect(pull.record()).toContain('not as significant');
    await pull.does(() => sandbox().as(NINA).editPullRequest(pull.ref, { body: text() }));
    await pull.says(NINA, '/chg approve');
    await pull.ciSays('success');
    await pull.review(TOMAS, 'approve');
    expect(pull.check()).not.toMatch(/^success/u);
    expect((await pull.change())?.approvals.map(({ by }) => by.login)).not.toContain(NINA);
  });
});

describe('two pull requests with one head', () => {
  it('share an answer, which is yes only when both say so', async () => {
    const first = await approvedPull(scene, 'shared');
    const second = await opensPull(scene, { branch: 'other' });
    const { headSha } = pullOf(scene, first.ref);
    await second.does(() => {
      sandbox().as(LIN).forcePush(operations, { branch: 'other', from: headSha, commits: [] });
    });
    expect(pullOf(scene, second.ref).headSha).toBe(headSha);
    expect(first.check()).not.toMatch(/^success/u);
    await second.review(TOMAS, 'approve');
    await second.says(TOMAS, '/chg approve');
    expect(first.check()).toMatch(/^success/u);
  });
});

leavesATrace(scene);
