// How a pull request that is its own change comes to be merged: inside the window that its text names, by whom, through
// the queue, in every way a forge knows; and what a rewritten branch, another target or a revert make of what was agreed.
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { retarget } from '../../src/sandbox/acts/pulls.ts';
import { approvedPull, opensPull, stageOfOwnPulls, text } from '../support/own-pulls.ts';
import { checkAt, pullOf } from '../support/pulls.ts';
import { BOT, leavesATrace, LIN, OMAR, TOMAS } from '../support/tale.ts';

const scene = stageOfOwnPulls();
const sandbox = () => scene.world().company.sandbox;
const QUEUE = 'github-merge-queue[bot]';

function evidenceOf(pull: {
  readonly comments: () => readonly { readonly body: string }[];
}): string {
  return pull.comments().findLast(({ body }) => body.includes('holdpoint:evidence'))?.body ?? '';
}

describe('a window in its text', () => {
  it('shuts its check until it opens, opens it by itself, and shuts it at its end', async () => {
    const [start, end] = scene.window(60, 60).split('/');
    const body = `${text()}\n\n## Window\n\n${String(start)} to ${String(end)} UTC`;
    const pull = await approvedPull(scene, 'windowed', body);
    expect(pull.check()).toMatch(/^action_required: Not mergeable.* the window opens /u);
    expect(pull.record()).toContain('edit the section `Window`');
    scene.pass(60);
    await pull.does(() => undefined);
    expect(pull.check()).toMatch(/^success/u);
    scene.pass(60);
    await pull.does(() => undefined);
    expect(pull.check()).toMatch(/^action_required: Not mergeable.* the window ended /u);
    await pull.merges(OMAR);
    expect((await pull.change())?.exceptions.map(({ kind }) => kind)).toEqual([
      'merged_against_the_check',
    ]);
  });

  it('that cannot be read is a problem of the text', async () => {
    const pull = await opensPull(scene, {
      branch: 'some-time',
      body: `${text()}\n\n## Window\n\nnext week, at night`,
    });
    expect(pull.record()).toContain('cannot be read');
  });
});

describe('whoever merges', () => {
  it.each(['squash', 'rebase'] as const)('by %s completes it just so', async (method) => {
    const pull = await approvedPull(scene, method);
    await pull.does(() => sandbox().as(OMAR).merge(pull.ref, method));
    expect(await pull.change()).toMatchObject({
      state: 'completed',
      exceptions: [],
      operator: { login: OMAR },
    });
  });

  it('as a machine is named, where the forge names nobody behind it', async () => {
    const pull = await approvedPull(scene, 'machine');
    await pull.merges(BOT);
    expect(await pull.change()).toMatchObject({ state: 'completed', operator: { login: BOT } });
  });
});

describe('a rewritten branch', () => {
  it('takes back what was agreed to the one before', async () => {
    const pull = await approvedPull(scene, 'rewritten');
    await pull.does(() => {
      const commits = [{ message: 'Anew', author: LIN, files: { 'anew.ts': '2\n' } }];
      sandbox().as(LIN).forcePush(operations, { branch: 'rewritten', commits });
    });
    expect(await pull.state()).toBe('review');
    expect(pull.check()).not.toMatch(/^success/u);
  });
});

describe('another target branch', () => {
  it('is another matter than what was agreed to', async () => {
    sandbox()
      .as(LIN)
      .push(operations, {
        branch: 'release',
        from: 'main',
        commits: [{ message: 'Release', author: LIN, files: { 'release.txt': '1\n' } }],
      });
    const pull = await approvedPull(scene, 'turned');
    await pull.does(() => {
      const { world } = sandbox();
      const user = world.accounts.find(LIN);
      if (user === undefined) throw new Error('nobody');
      retarget({ world, actor: { kind: 'person', user } }, pullOf(scene, pull.ref), 'release');
    });
    expect(await pull.state()).toBe('review');
    expect(pull.check()).not.toMatch(/^success/u);
  });
});

describe('a revert', () => {
  it('is a change like any other, with a plan and an approval of its own', async () => {
    const done = await approvedPull(scene, 'to-revert');
    await done.merges(OMAR);
    const body = `Reverts ${done.ref}\n\n${text()}`;
    const revert = await opensPull(scene, {
      branch: 'revert-it',
      body,
      commits: [{ message: 'Revert', author: LIN, files: { 'to-revert.ts': '' } }],
    });
    expect(await revert.state()).toBe('review');
    expect((await revert.change())?.number).not.toBe((await done.change())?.number);
    expect(await done.state()).toBe('completed');
    await revert.ciSays('success');
    await revert.review(TOMAS, 'approve');
    await revert.merges(OMAR);
    expect(await revert.state()).toBe('completed');
  });
});

// Last: from here on the branch has a queue.
describe('the merge queue', () => {
  beforeAll(() => {
    const requiredChecks = [{ context: 'holdpoint', integrationId: null }];
    sandbox().protectBranch(operations, 'main', { mergeQueue: true, requiredChecks });
  });

  it('lands it in the name of a machine; carried out it was by whoever put it there', async () => {
    const pull = await approvedPull(scene, 'queued');
    let head = '';
    await pull.does(() => {
      head = sandbox()
        .as(OMAR)
        .enqueue(operations, [pullOf(scene, pull.ref).number]).headSha;
    });
    expect(checkAt(scene, pullOf(scene, pull.ref).repoId, head)?.conclusion).toBe('success');
    expect(await pull.change()).toMatchObject({
      state: 'completed',
      exceptions: [],
      operator: { login: OMAR },
      started: { by: { login: QUEUE } },
    });
    expect(await pull.told()).toEqual(
      expect.arrayContaining([`pull_queued ${OMAR}`, `pull_merged ${QUEUE}`]),
    );
    expect(evidenceOf(pull)).toContain(`operator \`${OMAR}\``);
  });

  it('lets nothing pass that is not approved', async () => {
    const pull = await opensPull(scene, { branch: 'unapproved' });
    expect(() =>
      sandbox()
        .as(OMAR)
        .enqueue(operations, [pullOf(scene, pull.ref).number]),
    ).toThrow();
    expect(await pull.state()).toBe('review');
  });
});

leavesATrace(scene);
