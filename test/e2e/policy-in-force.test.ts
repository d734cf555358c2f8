// The policy stands in the repository, on its default branch. Whoever pushes another one changes the rules for every
// open change, and the record says so; whoever proposes one changes nothing yet.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { RepoRef } from '../../src/core/intent/notice.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { ForgeFault, type FaultCode } from '../../src/forge/fault.ts';
import type { Forge } from '../../src/forge/port.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { keepPolicy, listPolicies } from '../../src/store/policies.ts';
import { policySource } from '../../src/worker/policy-source.ts';
import { DEE, leavesATrace, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();
/** A plan that also passes the rules that ship with the app. */
const QUICK = { answers: { rollback_time: '30 min' } };
const approved = (): Promise<Tale> => scene.approved(QUICK);
const inReview = (): Promise<Tale> => scene.inReview(QUICK);

const PATH = '.github/holdpoint.yml';
const TWO = 'policy: 1\ncategories:\n  normal:\n    approvals:\n      count: 2\n';

/** `text` null: taken away. */
async function puts(tale: Tale, text: string | null, branch = 'main'): Promise<void> {
  scene.pass(1);
  await tale.does(DEE, `puts a policy on ${branch}`, () => {
    pushes(text, branch);
  });
}

function pushes(text: string | null, branch = 'main'): void {
  scene
    .world()
    .company.sandbox.as(DEE)
    .push(operations, {
      branch,
      commits: [{ message: 'Rules', author: DEE, files: { [PATH]: text } }],
    });
}

async function typesOf(tale: Tale): Promise<readonly string[]> {
  return (await tale.events()).map(({ type }) => type);
}

describe('a policy that is pushed to the default branch', () => {
  it('sends what was approved under other rules back to its reviewers, and is kept whole', async () => {
    const tale = await approved();
    const before = (await tale.change()).policy;
    await puts(tale, TWO);
    const change = await tale.change();
    expect(change.state).toBe('review');
    expect(change.policy).toMatch(/^file:/u);
    const told = (await tale.events()).find(({ type }) => type === 'policy_changed');
    expect(told?.data).toEqual({ from: before, to: change.policy });
    expect(tale.record()).toContain('the rules changed after it was approved');
    const { company } = scene.world();
    const kept = await inWorkspace(company.application().house.db, company.workspace, listPolicies);
    const content = kept.find(({ version }) => version === change.policy)?.content;
    expect(content?.sources).toMatchObject([{ file: `${operations}:${PATH}` }]);
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('review');
    await tale.says(DEE, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
    await puts(tale, null);
  });

  it('stops everything while it cannot be read, and names the line', async () => {
    const tale = await inReview();
    await puts(tale, 'policy: 1\ncategories:\n  normal:\n    aprovals: 2\n');
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('review');
    expect(tale.record()).toContain(`${PATH}:4`);
    await puts(tale, null);
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
    expect((await typesOf(tale)).filter((type) => type === 'policy_changed')).toHaveLength(2);
  });

  it('is told once, however many pushes follow', async () => {
    const tale = await approved();
    await puts(tale, TWO);
    await puts(tale, `${TWO}# only a remark\n`);
    expect((await typesOf(tale)).filter((type) => type === 'policy_changed')).toHaveLength(1);
    await puts(tale, null);
  });
});

describe('a change whose issue is gone', () => {
  it.each([
    ['is not looked at without end when the rules become others', 'told'],
    ['is found out to be one, though other rules are in force by then', 'untold'],
  ])('%s', async (_story, how) => {
    const { sandbox, settle } = scene.world().company;
    const tale = await inReview();
    scene.pass(1);
    if (how === 'untold') sandbox.faults.onDelivery({ trouble: { kind: 'drop' } });
    sandbox.as(DEE).deleteIssue(tale.issue);
    sandbox.faults.clear();
    if (how === 'told') await settle();
    pushes(TWO);
    await settle();
    expect((await tale.change()).issueGone).toBe('deleted');
    const types = await typesOf(tale);
    expect(types.filter((type) => type === 'issue_moved')).toHaveLength(1);
    expect(types).not.toContain('policy_changed');
    pushes(null);
    await settle();
  });
});

describe('an update of the app', () => {
  const kept = async (content: Policy): Promise<Policy> => {
    const { company } = scene.world();
    const { house } = company.application();
    const row = {
      version: content.version,
      content,
      people: {},
      firstSeen: '2026-11-01T00:00:00Z',
    };
    await inWorkspace(house.db, company.workspace, (tx) => keepPolicy(tx, row));
    const forge = await house.app.forge(company.workspace);
    const observeFile = (): Promise<null> => Promise.resolve(null);
    const repo = { id: `after-${content.version}`, name: operations };
    const { db, clock } = house;
    return (await policySource({ db, clock }).inForce({ ...forge, observeFile }, repo)).policy;
  };

  it('that only says things better, or names them otherwise, leaves the rules what they were', async () => {
    const summary = 'said otherwise, once';
    const categories = DEFAULT_POLICY.categories.map((one) => ({ ...one, summary }));
    const policy = await kept({ ...DEFAULT_POLICY, categories, version: 'builtin:longago' });
    expect(policy.version).toBe(DEFAULT_POLICY.version);
    expect(policy.sameAs).toEqual(['builtin:longago']);
  });

  it('that decides otherwise is another policy', async () => {
    const categories = DEFAULT_POLICY.categories.map((one) => ({ ...one, leadTimeHours: 1 }));
    const policy = await kept({ ...DEFAULT_POLICY, categories, version: 'builtin:other' });
    expect(policy.sameAs ?? []).not.toContain('builtin:other');
  });
});

describe('a policy that the forge will not show', () => {
  const inForce = async (code: FaultCode): Promise<Policy> => {
    const { company } = scene.world();
    const { house } = company.application();
    const forge = await house.app.forge(company.workspace);
    const observeFile = (): Promise<never> => Promise.reject(new ForgeFault(code, 'not shown'));
    const repo = { id: `${code}-1`, name: operations };
    return (await house.policies.inForce({ ...forge, observeFile }, repo)).policy;
  };

  it('is neither the built-in one nor the one before it', async () => {
    const policy = await inForce('forbidden');
    expect(policy.version).toMatch(/^invalid:/u);
    expect(policy.problems).toMatchObject([{ code: 'unreadable', found: 'not shown' }]);
  });

  it('is asked for again where the trouble will pass', async () => {
    await expect(inForce('server_error')).rejects.toThrow('not shown');
  });
});

describe("an organisation's policy that became another without a word", () => {
  it('is in force in every repository within a minute, whoever read it first', async () => {
    const { company } = scene.world();
    const { house } = company.application();
    const forge = await house.app.forge(company.workspace);
    let count = 1;
    const at = { observeRepositories: () => Promise.resolve([named('.github')]) };
    const observeFile: Forge['observeFile'] = ({ name }) =>
      Promise.resolve(name === named('.github').name ? fileOf(rules(count)) : null);
    const versionIn = async (name: string): Promise<string> =>
      (await house.policies.inForce({ ...forge, ...at, observeFile }, named(name))).policy.version;
    const before = await versionIn('first');
    scene.pass(50 / 60);
    count = 2;
    expect(await versionIn('second')).toBe(before);
    scene.pass(15 / 60);
    expect(await versionIn('second')).not.toBe(before);
  });

  const named = (name: string): RepoRef => ({ id: `elsewhere-${name}`, name: `elsewhere/${name}` });
  const rules = (count: number): string => TWO.replace('2', String(count));
  const fileOf = (text: string): { readonly text: string; readonly blob: string } => ({
    text,
    blob: text,
  });
});

describe('a policy that is only proposed', () => {
  it('on a branch changes nothing', async () => {
    const tale = await inReview();
    const before = (await tale.change()).policy;
    await puts(tale, TWO, 'sly');
    // Longer than a policy is remembered: from here on it is read anew.
    scene.pass(2);
    await tale.says(TOMAS, '/chg approve');
    expect(await tale.change()).toMatchObject({ state: 'approved', policy: before });
    expect((await typesOf(tale)).includes('policy_changed')).toBe(false);
  });
});

leavesATrace(scene);
