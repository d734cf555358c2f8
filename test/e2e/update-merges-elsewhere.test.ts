// "Update branch" on a pull request in another repository than its change: what a push takes away is judged by the rules
// of both, each for its own people. What the rules of there do not mind is kept there, and nowhere else.
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { checkout } from '../../src/sandbox/seed-lighthouse.ts';
import { DEE, JONAS, leavesATrace, LIN, MARA, SORA, stage, TOMAS } from '../support/tale.ts';
import type { Tale } from '../support/tale.ts';

const scene = stage();

/** One maintainer suffices, and no check is waited for. */
function rules(onPush: string): string {
  return `policy: 1
categories:
  normal: { approvals: { count: 1, ignore_update_merges: ${onPush} }, pull_requests: { checks: false } }
`;
}

function sandbox() {
  return scene.world().company.sandbox;
}

async function pushesTo(repo: string, files: Readonly<Record<string, string>>): Promise<void> {
  scene.pass(2);
  const commits = [{ message: 'On', author: DEE, files }];
  sandbox().as(DEE).push(repo, { branch: 'main', commits });
  await scene.world().company.settle();
}

/** Tomas approved at home, Sora in the repository of the pull request. */
async function agreed(branch: string): Promise<{ readonly tale: Tale; readonly pull: string }> {
  const tale = await scene.opens({ answers: { rollback_time: '30 min' } });
  let pull = '';
  await tale.does(LIN, 'proposes', () => {
    const { number } = sandbox()
      .as(LIN)
      .openPullRequest(checkout, {
        ...{ head: branch, title: branch },
        body: `Change: CHG-${String(tale.number).padStart(5, '0')}`,
        commits: [{ message: branch, author: LIN, files: { [`${branch}.ts`]: 'export {};\n' } }],
      });
    pull = `${checkout}#${String(number)}`;
  });
  await tale.says(MARA, '/chg submit');
  for (const who of [TOMAS, SORA]) await tale.says(who, '/chg approve');
  expect((await tale.change()).state).toBe('approved');
  return { tale, pull };
}

async function pressesUpdate({ tale, pull }: Awaited<ReturnType<typeof agreed>>): Promise<void> {
  await pushesTo(checkout, { 'more.ts': `export const at = ${String(scene.now().getTime())};\n` });
  await tale.does(LIN, 'presses "Update branch"', () => {
    sandbox().as(LIN).updateBranch(pull);
  });
}

async function standing(tale: Tale): Promise<readonly string[]> {
  const { approvals } = await tale.change();
  return approvals.filter(({ voided }) => voided === null).map(({ by }) => by.login);
}

beforeAll(() => {
  for (const login of [TOMAS, JONAS]) sandbox().addCollaborator(checkout, { login, role: 'read' });
  sandbox().addCollaborator(checkout, { login: SORA, role: 'maintain' });
});

const PATH = '.github/holdpoint.yml';

describe('"Update branch" in another repository', () => {
  it.each([
    { branch: 'there-only', home: 'false', there: 'true', left: [SORA], state: 'review' },
    { branch: 'home-only', home: 'true', there: 'false', left: [TOMAS], state: 'approved' },
    { branch: 'both', home: 'true', there: 'true', left: [TOMAS, SORA], state: 'approved' },
    { branch: 'neither', home: 'false', there: 'false', left: [], state: 'review' },
  ])('keeps what does not mind it: $branch', async ({ branch, home, there, left, state }) => {
    await pushesTo(operations, { [PATH]: rules(home) });
    await pushesTo(checkout, { [PATH]: rules(there) });
    const told = await agreed(branch);
    await pressesUpdate(told);
    expect(await standing(told.tale)).toEqual(left);
    expect((await told.tale.change()).state).toBe(state);
  });

  it('forged by hand takes away what the rules of there would have kept', async () => {
    await pushesTo(operations, { [PATH]: rules('false') });
    await pushesTo(checkout, { [PATH]: rules('true') });
    const { tale } = await agreed('forged');
    await pushesTo(checkout, { 'more.ts': 'export const at = 0;\n' });
    await tale.does(LIN, 'pushes a merge', () => {
      const files = { 'forged.ts': 'export const evil = 1;\n' };
      const commits = [{ message: "Merge branch 'main' into forged", merges: 'main', files }];
      sandbox().as(LIN).push(checkout, { branch: 'forged', commits });
    });
    expect(await standing(tale)).toEqual([]);
  });
});

leavesATrace(scene);
