// "Update branch" under policies that mind it and that do not, and pushes of a machine that a policy names. What keeps an
// approval is what the forge shows of the files and of who pushed; never a name in a commit, nor what a merge calls itself.
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { CommitInput } from '../../src/sandbox/acts/commits.ts';
import { ciSays, proposes, pullOf } from '../support/pulls.ts';
import { BOT, DEE, JONAS, leavesATrace, LIN, SORA, stage, TOMAS } from '../support/tale.ts';
import type { Tale } from '../support/tale.ts';

const scene = stage();

const POLICY = `policy: 1
roles:
  lead: { people: [sora-sec] }
categories:
  normal: { approvals: { count: 1, roles: [maintainer], ON_PUSH } }
approvals:
  security: { title: Security, people: [sora-sec], ignore_update_merges: true, ignore_commits_by: ['${BOT}'] }
rules:
  always: { title: Security reads all code, require: { approval: security } }
`;

function rules(onPush: string): void {
  const { sandbox } = scene.world().company;
  const files = { '.github/holdpoint.yml': POLICY.replace('ON_PUSH', onPush) };
  sandbox.as(DEE).push(operations, { branch: 'main', commits: [{ message: 'Rules', files }] });
}

const MINDED = 'ignore_update_merges: false';
const NOT_MINDED = 'ignore_update_merges: true';

/** Tomas approved for the category, Sora for security. */
async function agreed(branch: string): Promise<{ readonly tale: Tale; readonly pull: string }> {
  const tale = await scene.opens({ answers: { rollback_time: '30 min' } });
  const pull = await proposes(scene, tale, { branch });
  await ciSays(scene, tale, { pull, state: 'success' });
  await tale.says('mara-ops', '/chg submit');
  await tale.says(TOMAS, '/chg approve');
  await tale.says(SORA, '/chg approve');
  expect((await tale.change()).state).toBe('approved');
  return { tale, pull };
}

/** Somebody else's work arrives on the target branch. */
function moveOn(files: Readonly<Record<string, string>> = {}): void {
  const { sandbox } = scene.world().company;
  const at = { 'elsewhere.ts': `export const at = ${String(scene.now().getTime())};\n`, ...files };
  sandbox.as(JONAS).push(operations, { branch: 'main', commits: [{ message: 'On', files: at }] });
}

async function pressesUpdate(tale: Tale, pull: string): Promise<void> {
  const { sandbox } = scene.world().company;
  await tale.does(LIN, 'presses "Update branch"', () => {
    sandbox.as(LIN).updateBranch(pull);
  });
  await ciSays(scene, tale, { pull, state: 'success' });
}

async function pushesMerge(
  tale: Tale,
  branch: string,
  commit: Partial<CommitInput>,
): Promise<void> {
  const message = `Merge branch 'main' into ${branch}`;
  const { sandbox } = scene.world().company;
  await tale.does(LIN, 'pushes a merge', () => {
    const commits = [{ message, merges: 'main', ...commit }];
    sandbox.as(LIN).push(operations, { branch, commits });
  });
}

async function standing(tale: Tale): Promise<readonly string[]> {
  const { approvals } = await tale.change();
  return approvals.filter(({ voided }) => voided === null).map(({ by }) => by.login);
}

describe('"Update branch"', () => {
  beforeAll(async () => {
    const { company } = scene.world();
    rules(NOT_MINDED);
    await company.settle();
  });

  it('keeps every approval where no rule minds it, and the change stays approved', async () => {
    const { tale, pull } = await agreed('kept');
    const before = pullOf(scene, pull).headSha;
    moveOn();
    await pressesUpdate(tale, pull);
    expect(pullOf(scene, pull).headSha).not.toBe(before);
    expect(await standing(tale)).toEqual([TOMAS, SORA]);
    expect((await tale.change()).state).toBe('approved');
    expect((await tale.events()).map(({ type }) => type)).toContain('pull_head_moved');
  });

  it('takes nothing away twice in a row, and a line of code after it takes all', async () => {
    const { tale, pull } = await agreed('twice');
    for (const _time of [1, 2]) {
      moveOn();
      await pressesUpdate(tale, pull);
    }
    expect(await standing(tale)).toEqual([TOMAS, SORA]);
    await pushesMerge(tale, 'twice', { files: { 'twice.ts': 'export const evil = 1;\n' } });
    expect(await standing(tale)).toEqual([]);
    expect((await tale.change()).state).toBe('review');
  });

  it.each([
    {
      branch: 'slipped',
      how: 'with a line slipped into a file that was read',
      files: { 'slipped.ts': 'evil\n' },
    },
    { branch: 'unread', how: 'with a file that nobody has read', files: { 'news.ts': 'evil\n' } },
    {
      branch: 'undone',
      how: 'that takes back what others had merged',
      files: { 'elsewhere.ts': 'old\n' },
    },
    { branch: 'foreign', how: 'of another branch', merges: 'other' },
  ])('forged by hand, as a merge $how, takes all away', async ({ branch, files, merges }) => {
    const { sandbox } = scene.world().company;
    const other = [{ message: 'Other', files: { 'other.ts': `${branch}\n` } }];
    sandbox.as(JONAS).forcePush(operations, { branch: 'other', commits: other });
    const { tale } = await agreed(branch);
    moveOn();
    await pushesMerge(tale, branch, {
      committer: 'web-flow',
      files: files ?? {},
      merges: merges ?? 'main',
    });
    expect(await standing(tale)).toEqual([]);
    expect((await tale.change()).state).toBe('review');
  });

  it('keeps for a rule that does not mind, and takes from the category that does', async () => {
    rules(MINDED);
    await scene.world().company.settle();
    const { tale, pull } = await agreed('one-of-two');
    moveOn();
    await pressesUpdate(tale, pull);
    expect(await standing(tale)).toEqual([SORA]);
    expect((await tale.change()).state).toBe('review');
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
  });
});

describe('a push of the machine that a rule names', () => {
  const bump = (files: Readonly<Record<string, string>>): CommitInput => ({
    message: 'Bump',
    author: BOT,
    signed: true,
    files,
  });

  async function pushesAs(who: string, tale: Tale, commit: CommitInput): Promise<void> {
    const { sandbox } = scene.world().company;
    await tale.does(who, 'pushes', () => {
      const branch = (commit.files ?? {})['branch'] ?? '';
      sandbox.as(who).push(operations, { branch, commits: [commit] });
    });
  }

  it.each([
    { branch: 'bumped', what: 'keeps what that rule asked for', left: [SORA] },
    {
      branch: 'by-forge',
      what: 'committed by the forge itself keeps it too',
      more: { committer: 'web-flow' },
      left: [SORA],
    },
    { branch: 'unsigned', what: 'that nobody signed takes it away', more: { signed: false } },
    { branch: 'forged', what: 'that is in truth somebody else’s takes it away', who: LIN },
    {
      branch: 'helped',
      what: 'that somebody had a hand in takes it away',
      more: { committer: LIN },
    },
  ])('$what', async ({ branch, who = BOT, more = {}, left = [] }) => {
    const { tale } = await agreed(branch);
    await pushesAs(who, tale, { ...bump({ branch, [`${branch}.ts`]: 'bumped\n' }), ...more });
    expect(await standing(tale)).toEqual(left);
  });
});

leavesATrace(scene);
