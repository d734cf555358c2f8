// A merge queue brings several pull requests together on a commit of its own. The group may be merged when each of them
// may; the check names every member and what stands in its way first.
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { CheckRun } from '../../src/sandbox/state/checks.ts';
import type { MergeGroup } from '../../src/sandbox/state/pulls.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { listGroups, saveGroup } from '../../src/store/merge-groups.ts';
import { answerGroupAt, answerGroupsOf, formGroup } from '../../src/worker/answer-merge-group.ts';
import { checkAt, checkOn, ciSays, proposes, pullOf } from '../support/pulls.ts';
import {
  BOT,
  leavesATrace,
  LIN,
  MARA,
  SORA,
  stage,
  stoppedOrStuck,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const LONG_AGO = '2000-01-01T00:00:00Z';

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

/** What our app reads while this happens: pull requests, and the way from a base to a group. */
async function readsDuring(act: () => unknown): Promise<{ pulls: number; ways: number }> {
  const { company } = scene.world();
  const { requests } = company.sandbox;
  requests.clear();
  await act();
  await company.settle();
  const ours = requests.all().filter(({ actor, read }) => read && actor === 'holdpoint[bot]');
  return {
    pulls: ours.filter(({ path }) => path.endsWith('/graphql')).length,
    ways: ours.filter(({ path }) => path.includes('/compare/')).length,
  };
}

const world = () => scene.world().company;
const house = () => world().application().house;

async function knows(headSha: string, members: readonly number[]): Promise<void> {
  const { id } = world().sandbox.repository(operations);
  const formedAt = scene.now().toISOString();
  const row = { repoId: String(id), repoName: operations, headSha, members, formedAt };
  await inWorkspace(house().db, world().workspace, (tx) => saveGroup(tx, row, LONG_AGO));
}

/** A group that waits for its answer, on a commit of its own. */
async function forms(name: string, members: readonly number[]): Promise<string> {
  const file = { path: `${name}.md`, content: name, author: LIN };
  const { sha } = world().sandbox.putFile(operations, file);
  await knows(sha, members);
  await world().settle();
  return sha;
}

describe('many merge groups', () => {
  it('cost one look at each change, however many of them it waits in', async () => {
    const all = [await runningWith('first'), await runningWith('second')];
    const members = all.map(({ pull }) => pullOf(scene, pull).number);
    const says = (text: string) => readsDuring(() => all[0]?.tale.says(SORA, text));
    await forms('queue', members);
    const one = await says('/chg hold wait');
    for (const at of [1, 2, 3, 4, 5, 6]) await forms(`queue-${String(at)}`, members);
    const seven = await says('/chg unhold');
    // The rules are read once a minute beside.
    expect(seven.pulls).toBeLessThanOrEqual(one.pulls + 1);
  }, 60_000);

  it('are looked at in one run, whoever asks while it goes on', async () => {
    const { tale, pull } = await runningWith('together');
    await forms('together', [pullOf(scene, pull).number]);
    const { pulls } = await readsDuring(() =>
      Promise.all(
        Array.from({ length: 20 }, () => answerGroupsOf(house(), world().workspace, tale.number)),
      ),
    );
    // One that goes on already, one for all who came meanwhile; and the rules.
    expect(pulls).toBeGreaterThan(0);
    expect(pulls).toBeLessThanOrEqual(3);
  });

  it('are not asked again what they bring together when the forge tells of them again', async () => {
    const { pull } = await runningWith('again');
    const headSha = await forms('again', [pullOf(scene, pull).number]);
    const forge = await house().app.forge(world().workspace);
    const repo = { id: String(world().sandbox.repository(operations).id), name: operations };
    const headRef = `refs/heads/gh-readonly-queue/main/pr-1-${headSha}`;
    const told = { repo, group: { headRef, baseSha: headSha, headSha } };
    const { ways } = await readsDuring(() => formGroup(house(), forge, told));
    expect(ways).toBe(0);
  });
});

describe('a merge group that two answer at once', () => {
  it('keeps the later look, whoever writes last', async () => {
    const { tale, pull } = await runningWith('raced');
    const headSha = await forms('raced', [pullOf(scene, pull).number]);
    const forge = await house().app.forge(world().workspace);
    const repoId = world().sandbox.repository(operations).id;
    const says = (): string | undefined => checkAt(scene, repoId, headSha)?.conclusion ?? undefined;
    await tale.says(SORA, '/chg hold wait for the key');
    await tale.says(SORA, '/chg unhold');
    expect(says()).toBe('success');
    // The other one has looked; before it writes, somebody stops the change, and that is answered here.
    let raced = false;
    const slow: typeof forge = {
      ...forge,
      observeCheck: async (...asked) => {
        if (!raced) {
          raced = true;
          await tale.says(SORA, '/chg hold not yet');
          expect(says()).toBe('failure');
        }
        return forge.observeCheck(...asked);
      },
    };
    const repo = { id: String(repoId), name: operations };
    await answerGroupAt(house(), slow, { repo, sha: headSha, again: true });
    expect(raced).toBe(true);
    expect(says()).toBe('failure');
  });
});

describe('a merge group that has landed', () => {
  it('keeps the answer it landed on, however late its end is told', async () => {
    const { tale, pull } = await runningWith('landed');
    const headSha = await forms('landed', [pullOf(scene, pull).number]);
    const repoId = world().sandbox.repository(operations).id;
    const says = (): string | undefined => checkAt(scene, repoId, headSha)?.conclusion ?? undefined;
    await answerGroupsOf(house(), world().workspace, tale.number);
    expect(says()).toBe('success');
    world().sandbox.protectBranch(operations, 'main', {});
    await tale.does(LIN, 'merges', () => world().sandbox.as(LIN).merge(pull));
    await tale.says(SORA, '/chg hold look at it first');
    expect(says()).toBe('success');
  });
});

describe('a merge group that cannot be answered', () => {
  const GONE = '0'.repeat(40);
  const saysAt = (sha: string): string | undefined =>
    checkAt(scene, world().sandbox.repository(operations).id, sha)?.conclusion ?? undefined;

  it('keeps neither the change nor another group from its answer, and is forgotten', async () => {
    const { tale, pull } = await runningWith('gone');
    const members = [pullOf(scene, pull).number];
    await knows(GONE, members);
    const there = await forms('there', members);
    await tale.says(SORA, '/chg hold wait for the key');
    expect(saysAt(there)).toBe('failure');
    expect(checkOn(scene, pull)?.conclusion).toBe('action_required');
    expect(tale.record()).toContain('wait for the key');
    const left = await inWorkspace(house().db, world().workspace, listGroups);
    expect(left.map(({ headSha }) => headSha)).not.toContain(GONE);
  });

  it('because the forge is in trouble is answered later, and the others now', async () => {
    const { tale, pull } = await runningWith('trouble');
    const members = [pullOf(scene, pull).number];
    const groups = [await forms('trouble-1', members), await forms('trouble-2', members)];
    const [troubled = '', calm = ''] = groups;
    // Read three times before it is given up.
    const trouble = { kind: 'refuse', status: 502 } as const;
    const path = `/commits/${troubled}/check-runs`;
    world().sandbox.faults.onRequest({ method: 'GET', path, times: 3, trouble });
    await tale.says(SORA, '/chg hold wait');
    const says = [saysAt(troubled), saysAt(calm), checkOn(scene, pull)?.conclusion ?? undefined];
    expect(says).toEqual(['failure', 'failure', 'action_required']);
    const told = stoppedOrStuck(scene.world()).filter((line) => line.includes('groups_unanswered'));
    expect(told).toHaveLength(1);
  });
});

leavesATrace(scene, ['group_unanswered', 'groups_unanswered']);
