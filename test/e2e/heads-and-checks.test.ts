// Pull requests that come back with another head, and checks that finish together: what is approved is bound to the
// head that is there, and no look is lost because another fell into the same second.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { sweep } from '../../src/worker/sweep.ts';
import { checkOn, ciSays, proposes, pullOf, pushNow } from '../support/pulls.ts';
import { BOT, leavesATrace, LIN, MARA, OMAR, stage, TOMAS } from '../support/tale.ts';

const scene = stage();
const { opens } = scene;
const sandbox = () => scene.world().company.sandbox;

describe('a pull request that was closed and comes back', () => {
  it('with another head has lost the approvals that were given to the old one', async () => {
    const tale = await opens();
    const pull = await proposes(scene, tale, { branch: 'comes-back' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
    await tale.does(LIN, 'closes the pull request', () => sandbox().as(LIN).closePullRequest(pull));
    // The forge follows the branch again only when the pull request is opened again, and then tells of no push.
    scene.pass(1);
    pushNow(scene, 'comes-back');
    const moved = sandbox().repository(operations).refs.get('heads/comes-back') ?? '';
    sandbox().world.pulls.patch(pullOf(scene, pull).id, { headSha: moved });
    expect((await tale.change()).state).toBe('approved');
    await tale.does(LIN, 'opens it again', () => sandbox().as(LIN).reopenPullRequest(pull));
    const change = await tale.change();
    expect(change.pulls).toMatchObject([{ head: moved }]);
    expect(change.approvals).toMatchObject([{ voided: { reason: 'ref_changed' } }]);
    expect(change.state).toBe('review');
  });

  it('with the same head keeps them', async () => {
    const tale = await opens();
    const pull = await proposes(scene, tale, { branch: 'comes-back-unmoved' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    await tale.does(LIN, 'closes the pull request', () => sandbox().as(LIN).closePullRequest(pull));
    await tale.does(LIN, 'opens it again', () => sandbox().as(LIN).reopenPullRequest(pull));
    expect((await tale.change()).state).toBe('approved');
  });
});

describe('a pull request that is linked after the approval', () => {
  it('is given as the reason to read again, and the plan is not said to have been edited', async () => {
    const tale = await scene.approved();
    await proposes(scene, tale, { branch: 'linked-late' });
    const change = await tale.change();
    expect(change).toMatchObject({
      state: 'review',
      approvals: [{ voided: { reason: 'ref_changed' } }],
    });
    for (const text of [tale.record(), tale.announcements().at(-1)?.body]) {
      expect(text).toContain('a pull request was linked after it was approved');
      expect(text).not.toContain('the plan was edited');
    }
  });
});

describe('two checks that finish in the same second', () => {
  it('are two reasons to look: the second completes the approval', async () => {
    const tale = await opens();
    const pull = await proposes(scene, tale, { branch: 'together' });
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    const sha = pullOf(scene, pull).headSha;
    const says = (context: string, state: 'pending' | 'success'): void => {
      sandbox().as(BOT).setStatus(operations, { sha, context, state, description: state });
    };
    await tale.does('ci', 'begins', () => {
      says('ci/test', 'pending');
      says('ci/lint', 'pending');
    });
    await tale.does('ci', 'finishes one', () => {
      says('ci/test', 'success');
    });
    expect((await tale.change()).state).toBe('review');
    // The clock stands still: the forge gives both the same time.
    says('ci/lint', 'success');
    await scene.world().company.settle();
    expect((await tale.change()).state).toBe('approved');
  });
});

describe('an approver who lost their access', () => {
  it('opens no pull request to its merge any more from the next look on', async () => {
    const tale = await opens();
    const pull = await proposes(scene, tale, { branch: 'left-the-team' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(MARA, '/chg submit');
    await tale.says(OMAR, '/chg approve');
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect(checkOn(scene, pull)?.conclusion).toBe('success');
    sandbox().addCollaborator(operations, { login: OMAR, role: 'none' });
    await sweep(scene.world().company.application().house);
    await scene.world().company.settle();
    expect(checkOn(scene, pull)?.conclusion).not.toBe('success');
    expect(checkOn(scene, pull)?.output.summary).toContain('approval_stale');
    sandbox().addCollaborator(operations, { login: OMAR, role: 'maintain' });
  });
});

leavesATrace(scene);
