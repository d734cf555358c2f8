// A merge queue brings several pull requests together on a commit of its own. The group may be merged when each of them
// may; the check names every member and what stands in its way first.
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { CheckRun } from '../../src/sandbox/state/checks.ts';
import type { MergeGroup } from '../../src/sandbox/state/pulls.ts';
import { checkAt, ciSays, proposes, pullOf } from '../support/pulls.ts';
import { BOT, leavesATrace, LIN, MARA, SORA, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();

/** A running change with a green, linked pull request. */
async function runningWith(
  branch: string,
): Promise<{ readonly tale: Tale; readonly pull: string }> {
  const tale = await scene.opens({ answers: { rollback_time: '30 min' } });
  const pull = await proposes(scene, tale, { branch });
  await ciSays(scene, tale, { pull, state: 'success' });
  await tale.says(MARA, '/chg submit');
  await tale.says(TOMAS, '/chg approve');
  scene.pass(25 * 60);
  await tale.says(MARA, '/chg start');
  expect((await tale.change()).state).toBe('in_progress');
  return { tale, pull };
}

async function queues(tale: Tale, ...pulls: readonly string[]): Promise<MergeGroup> {
  let group: MergeGroup | undefined;
  await tale.does(LIN, 'puts them into the queue', () => {
    const numbers = pulls.map((pull) => pullOf(scene, pull).number);
    group = scene.world().company.sandbox.as(LIN).enqueue(operations, numbers);
  });
  if (group === undefined) throw new Error('nothing was queued');
  return group;
}

function answerTo({ repoId, headSha }: MergeGroup): CheckRun | undefined {
  return checkAt(scene, repoId, headSha);
}

beforeAll(() => {
  // Not required here, so that the queue keeps what the answer is about.
  scene.world().company.sandbox.protectBranch(operations, 'main', { mergeQueue: true });
});

describe('a merge group', () => {
  it('may be merged when every pull request in it may', async () => {
    const one = await runningWith('one');
    const two = await runningWith('two');
    const check = answerTo(await queues(two.tale, one.pull, two.pull));
    expect(check).toMatchObject({
      conclusion: 'success',
      output: { title: 'May be merged: all of 2 pull requests' },
    });
    expect(check?.output.summary).toContain(`CHG-0000${String(one.tale.number)}`);
  });

  it('is stopped by one that may not, by name and with what to do', async () => {
    const good = await runningWith('good');
    const blocked = await runningWith('blocked');
    await blocked.tale.says(SORA, '/chg hold the key is not rotated yet');
    const check = answerTo(await queues(blocked.tale, good.pull, blocked.pull));
    const number = String(pullOf(scene, blocked.pull).number);
    expect(check?.conclusion).toBe('failure');
    expect(check?.output.title).toBe(`Not mergeable: 1 of 2 pull requests, first #${number}`);
    expect(check?.output.summary).toContain('sora-sec');
  });

  it('is stopped by one that belongs to no change', async () => {
    const { tale, pull } = await runningWith('linked');
    const stranger = await proposes(scene, tale, { branch: 'stranger', body: 'Just a fix.' });
    const check = answerTo(await queues(tale, pull, stranger));
    expect(check?.conclusion).toBe('failure');
    expect(check?.output.summary).toContain('belongs to no change');
  });

  it('is answered anew when something is said while it waits', async () => {
    const { tale, pull } = await runningWith('waiting');
    // The queue waits for a check that nobody has run on the group yet.
    const { sandbox } = scene.world().company;
    const slow = { context: 'ci/slow', integrationId: null };
    sandbox.protectBranch(operations, 'main', { mergeQueue: true, requiredChecks: [slow] });
    await tale.does('ci', 'says success', () =>
      sandbox.as(BOT).setStatus(operations, {
        ...{ sha: pullOf(scene, pull).headSha, context: 'ci/slow' },
        state: 'success',
      }),
    );
    const group = await queues(tale, pull);
    expect(answerTo(group)?.conclusion).toBe('success');
    await tale.says(SORA, '/chg hold wait for the key');
    expect(answerTo(group)?.conclusion).toBe('failure');
    await tale.says(SORA, '/chg unhold');
    expect(answerTo(group)?.conclusion).toBe('success');
  });
});

leavesATrace(scene);
