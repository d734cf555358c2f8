// Whoever proposes other rules is told what they would mean: whether they can be used, what they loosen, and what they
// would have answered of late. Loosening is significant, and approved under the rules that are in force.
import { describe, expect, it } from 'vitest';
import { checkout } from '../../src/sandbox/seed-lighthouse.ts';
import type { CheckRun } from '../../src/sandbox/state/checks.ts';
import { checkOn, ciSays, proposes, pullOf } from '../support/pulls.ts';
import {
  DEE,
  leavesATrace,
  LIN,
  MARA,
  stage,
  stoppedOrStuck,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const QUICK = { rollback_time: '30 min' };
const PATH = '.github/holdpoint.yml';
const LOOSE = 'policy: 1\nown_pull_requests: []\ncategories:\n  normal:\n    lead_time_hours: 0\n';
const TIGHT = 'policy: 1\nown_pull_requests: []\ncategories:\n  normal:\n    lead_time_hours: 48\n';

async function proposesRules(
  tale: Tale,
  {
    branch,
    text,
    body,
  }: { readonly branch: string; readonly text: string; readonly body?: string },
): Promise<string> {
  const commits = [{ message: 'Rules', author: LIN, files: { [PATH]: text } }];
  return proposes(scene, tale, { branch, commits, ...(body === undefined ? {} : { body }) });
}

function policyCheckOn(pull: string): CheckRun | undefined {
  const { repoId, headSha } = pullOf(scene, pull);
  return scene
    .world()
    .company.sandbox.world.checkRuns.of(`${String(repoId)}:${headSha}`)
    .findLast(({ name }) => name === 'holdpoint/policy');
}

describe('a pull request that edits the policy', () => {
  it('is told line and column of what cannot be read', async () => {
    const tale = await scene.inReview({ answers: QUICK });
    const text = 'policy: 1\ncategories:\n  normal:\n    lead_time: 1\n';
    const pull = await proposesRules(tale, { branch: 'broken', text, body: 'No change.' });
    expect(policyCheckOn(pull)).toMatchObject({ conclusion: 'failure' });
    expect(policyCheckOn(pull)?.output.summary).toContain(`${PATH}:4`);
  });

  it('is told what it loosens, and which answers of late would be others', async () => {
    const tale = await scene.inReview({ answers: QUICK });
    const pull = await proposesRules(tale, { branch: 'loose', text: LOOSE, body: 'No change.' });
    const check = policyCheckOn(pull);
    expect(check?.conclusion).toBe('action_required');
    expect(check?.output.summary).toContain('categories.normal.lead_time_hours');
    expect(check?.output.summary).toMatch(/Judged again from the record: \d+ changes?/u);
  });

  it('loosens nothing when it only tightens', async () => {
    const tale = await scene.inReview({ answers: QUICK });
    const pull = await proposesRules(tale, { branch: 'tight', text: TIGHT, body: 'No change.' });
    expect(policyCheckOn(pull)).toMatchObject({ conclusion: 'success' });
  });

  it('is held up by its normal change, and let through by a significant one that a lead approved under the rules of now', async () => {
    const normal = await scene.opens({ answers: QUICK });
    const linked = await proposesRules(normal, { branch: 'linked', text: LOOSE });
    expect(checkOn(scene, linked)?.output.summary).toContain('policy_loosened');
    await normal.says(MARA, '/chg submit');
    expect(await normal.refusals()).toEqual(['submit policy_loosened']);
    const tale = await scene.opens({ answers: { ...QUICK, category: 'significant' } });
    const pull = await proposesRules(tale, { branch: 'agreed', text: LOOSE });
    await ciSays(scene, tale, { pull, state: 'success' });
    expect(policyCheckOn(pull)?.conclusion).toBe('success');
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('review');
    await tale.says(DEE, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect(checkOn(scene, pull)?.conclusion).toBe('success');
  });

  it('is part of a significant change once it is linked, not where somebody else only names it', async () => {
    const tale = await scene.opens({ answers: { ...QUICK, category: 'significant' } });
    const pull = await proposesRules(tale, { branch: 'named', text: LOOSE, body: 'No change.' });
    const names = (who: string, body: string): Promise<void> =>
      tale.does(who, 'names the change', () => {
        scene.world().company.sandbox.as(who).editPullRequest(pull, { body });
      });
    const line = `Change: CHG-${String(tale.number).padStart(5, '0')}`;
    await names(DEE, line);
    expect(policyCheckOn(pull)?.conclusion).toBe('action_required');
    await names(LIN, `${line}\n`);
    expect(policyCheckOn(pull)?.conclusion).toBe('success');
  });

  it('has no such check when it edits something else', async () => {
    const tale = await scene.opens({ answers: QUICK });
    const pull = await proposes(scene, tale, { branch: 'other' });
    expect(policyCheckOn(pull)).toBeUndefined();
  });

  it('is worked off though that check cannot be written, and somebody is told', async () => {
    const { sandbox } = scene.world().company;
    const tale = await scene.inReview({ answers: QUICK });
    const trouble = { kind: 'refuse', status: 403 } as const;
    sandbox.faults.onRequest({ method: 'POST', path: '/check-runs', trouble });
    const pull = await proposesRules(tale, {
      branch: 'unwritten',
      text: TIGHT,
      body: 'No change.',
    });
    sandbox.faults.clear();
    expect(policyCheckOn(pull)).toBeUndefined();
    const told = stoppedOrStuck(scene.world());
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('answer_failed');
  });
});

describe('a pull request by which the policy would rest on another file', () => {
  const SECRET = 'policy: 1\nsecret_of_checkout: yes\n';
  const text = `${TIGHT}extends: ${checkout}\n`;

  it('is told that this is not read for a proposal, and nothing of what stands there', async () => {
    const files = { [PATH]: SECRET };
    const commits = [{ message: 'Rules', author: DEE, files }];
    scene.world().company.sandbox.as(DEE).push(checkout, { branch: 'main', commits });
    const tale = await scene.opens({ answers: QUICK });
    const pull = await proposesRules(tale, { branch: 'extending', text });
    const check = policyCheckOn(pull);
    expect(check?.conclusion).toBe('failure');
    expect(check?.output.summary).toContain('not read for a proposal');
    expect(JSON.stringify(check)).not.toContain('secret_of_checkout');
    expect(checkOn(scene, pull)?.output.summary).toContain('policy_loosened');
    expect(JSON.stringify(checkOn(scene, pull))).not.toContain('secret_of_checkout');
  });
});

leavesATrace(scene, ['answer_failed']);
