// Whoever proposes another template proposes what is approved beforehand: told at once what is wrong with it and what
// rests on the one before, approved under the rules of now, and worth nothing until it stands on the default branch.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { CheckRun } from '../../src/sandbox/state/checks.ts';
import { checkOn, ciSays, proposes, pullOf } from '../support/pulls.ts';
import { DEE, LIN, MARA, stage, TOMAS, type Tale } from '../support/tale.ts';
import { answered, TEMPLATE_FILE, templateFile } from '../support/template-file.ts';

const scene = stage();
const QUICK = { rollback_time: '30 min' };

type Edit = {
  readonly branch: string;
  readonly text: string | null;
  /** Links the tale's change when absent. */
  readonly body?: string;
};

async function proposesTemplate(tale: Tale, { branch, text, ...linked }: Edit): Promise<string> {
  const commits = [{ message: 'Template', author: LIN, files: { [TEMPLATE_FILE]: text } }];
  return proposes(scene, tale, { branch, commits, ...linked });
}

async function merged(text: string | null): Promise<void> {
  const { sandbox, settle } = scene.world().company;
  scene.pass(1);
  const commits = [{ message: 'Template', author: DEE, files: { [TEMPLATE_FILE]: text } }];
  sandbox.as(DEE).push(operations, { branch: 'main', commits });
  await settle();
}

function policyCheckOn(pull: string): CheckRun | undefined {
  const { repoId, headSha } = pullOf(scene, pull);
  return scene
    .world()
    .company.sandbox.world.checkRuns.of(`${String(repoId)}:${headSha}`)
    .findLast(({ name }) => name === 'holdpoint/policy');
}

const summaryOn = (pull: string): string => policyCheckOn(pull)?.output.summary ?? '';

describe('a pull request that brings a template', () => {
  it('is told that it approves beforehand, and which change it needs', async () => {
    const tale = await scene.opens({ answers: QUICK });
    const pull = await proposesTemplate(tale, {
      ...{ branch: 'first', text: templateFile(), body: 'No change.' },
    });
    expect(policyCheckOn(pull)).toMatchObject({
      conclusion: 'action_required',
      output: { title: 'It loosens 1 place: link a significant change' },
    });
    expect(summaryOn(pull)).toContain('- `certificate`: none → version 1');
  });

  it('is told line and column of what cannot be used, and approves nothing', async () => {
    const tale = await scene.opens({ answers: QUICK });
    const text = templateFile().replace('category: standard', 'category: normal');
    const pull = await proposesTemplate(tale, { branch: 'faulty', text, body: 'No change.' });
    expect(policyCheckOn(pull)).toMatchObject({
      conclusion: 'failure',
      output: { title: 'The templates cannot be used: 1 problem' },
    });
    expect(summaryOn(pull)).toContain(`${TEMPLATE_FILE}:5:11`);
    expect(summaryOn(pull)).not.toContain('What it loosens');
  });

  it('from a fork changes no rules, whatever it is linked to', async () => {
    const tale = await scene.opens({ answers: { ...QUICK, category: 'significant' } });
    const { sandbox, settle } = scene.world().company;
    scene.pass(1);
    const { number } = sandbox.as(LIN).openPullRequest(operations, {
      ...{ head: 'theirs', title: 'Theirs', fork: true },
      body: `Change: CHG-${String(tale.number).padStart(5, '0')}`,
      commits: [{ message: 'Template', author: LIN, files: { [TEMPLATE_FILE]: 'no template' } }],
    });
    await settle();
    const pull = `${operations}#${String(number)}`;
    expect(policyCheckOn(pull)).toMatchObject({
      conclusion: 'failure',
      output: { title: 'Rules cannot be changed from a fork' },
    });
    expect(summaryOn(pull)).not.toContain('Problems');
    await tale.says(MARA, '/chg submit');
    expect(await tale.refusals()).toEqual(['submit evidence_unavailable']);
  });

  it('decides nothing until it stands on the default branch', async () => {
    const tale = await scene.opens({ answers: QUICK });
    await proposesTemplate(tale, { branch: 'early', text: templateFile(), body: 'No change.' });
    const change = await scene.opens({ body: answered({ host: 'gw-7' }), title: 'Too early' });
    expect((await change.change()).problems.map(({ code }) => code)).toEqual(['template_unknown']);
  });

  it('has no such check when it edits something else', async () => {
    const tale = await scene.opens({ answers: QUICK });
    await merged(templateFile());
    const pull = await proposes(scene, tale, { branch: 'beside', body: 'No change.' });
    expect(policyCheckOn(pull)).toBeUndefined();
  });
});

describe('a pull request that edits a template', () => {
  it('is held up by its normal change, and let through by a significant one that a lead approved', async () => {
    await merged(templateFile());
    const normal = await scene.opens({ answers: QUICK });
    const held = await proposesTemplate(normal, {
      ...{ branch: 'held', text: templateFile({ version: 2 }) },
    });
    expect(checkOn(scene, held)?.output.summary).toContain('policy_loosened');
    await normal.says(MARA, '/chg submit');
    expect(await normal.refusals()).toEqual(['submit policy_loosened']);

    const tale = await scene.opens({ answers: { ...QUICK, category: 'significant' } });
    const pull = await proposesTemplate(tale, {
      ...{ branch: 'agreed', text: templateFile({ version: 3 }) },
    });
    await ciSays(scene, tale, { pull, state: 'success' });
    expect(policyCheckOn(pull)).toMatchObject({
      conclusion: 'success',
      output: {
        title: 'The templates can be used; loosened as part of a significant change: 1 place',
      },
    });
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('review');
    await tale.says(DEE, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
  });

  it('is no plain one where it stands behind more files than are read', async () => {
    await merged(templateFile());
    const tale = await scene.opens({ answers: QUICK });
    const beside = Array.from({ length: 201 }, (_, at) => [`a${String(at)}.txt`, 'x'] as const);
    const files = {
      ...Object.fromEntries(
        beside.map(([name, text]) => [TEMPLATE_FILE.replace('certificate.yml', name), text]),
      ),
      [TEMPLATE_FILE]: templateFile({ version: 2 }),
    };
    const pull = await proposes(scene, tale, {
      ...{ branch: 'crowded', commits: [{ message: 'Many', author: LIN, files }] },
    });
    expect(checkOn(scene, pull)?.output.summary).toContain('cannot be read whole');
    await tale.says(MARA, '/chg submit');
    expect((await tale.change()).state).toBe('draft');
    expect(await tale.refusals()).toEqual(['submit evidence_unavailable']);
  });

  it('must raise its version, and is told so at that line', async () => {
    await merged(templateFile({ version: 4 }));
    const tale = await scene.opens({ answers: QUICK });
    const text = templateFile({ version: 4, answers: { why: 'It ends soon: {{reason}}!' } });
    const pull = await proposesTemplate(tale, { branch: 'stale', text, body: 'No change.' });
    expect(policyCheckOn(pull)?.conclusion).toBe('failure');
    expect(summaryOn(pull)).toContain(`${TEMPLATE_FILE}:3:1`);
    expect(summaryOn(pull)).toContain('a version above 4');
  });

  it('is told which open changes rest on the version before', async () => {
    await merged(templateFile({ version: 5 }));
    const open = await scene.opens({ body: answered({ host: 'gw-3' }, 5), title: 'Rotate' });
    expect((await open.change()).problems).toEqual([]);
    const pull = await proposesTemplate(open, {
      ...{ branch: 'newer', text: templateFile({ version: 6 }), body: 'No change.' },
    });
    const name = `CHG-${String(open.number).padStart(5, '0')}`;
    expect(summaryOn(pull)).toContain('version 5 → version 6');
    expect(summaryOn(pull)).toContain(name);
    expect(summaryOn(pull)).toContain('has not begun needs an approver');
  });

  it.each([
    ['and leaves others', true],
    ['and it was the last one', false],
  ])('loosens nothing when it takes it away %s', async (_, leaves) => {
    const other = TEMPLATE_FILE.replace('certificate', 'other');
    const { sandbox, settle } = scene.world().company;
    scene.pass(1);
    const text = templateFile({ version: 7 });
    const files = {
      [TEMPLATE_FILE]: text,
      [other]: leaves ? text.replace('id: certificate', 'id: other') : null,
    };
    sandbox.as(DEE).push(operations, {
      ...{ branch: 'main', commits: [{ message: 'Two', author: DEE, files }] },
    });
    await settle();
    const tale = await scene.opens({ answers: QUICK });
    const pull = await proposesTemplate(tale, {
      branch: leaves ? 'gone' : 'empty',
      text: null,
      body: 'No change.',
    });
    expect(policyCheckOn(pull)).toMatchObject({
      conclusion: 'success',
      output: { title: 'Templates are taken away, which loosens nothing' },
    });
  });
});
