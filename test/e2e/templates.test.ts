// A template is thought through and approved once, by whoever merged it. A change opened from it asks for nobody more,
// as long as the template is the one that stands there, and nothing made from it has failed.
import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/core/change/evolve.ts';
import type { Change } from '../../src/core/change/state.ts';
import { operations } from '../../src/demo/company.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { projectionOf } from '../../src/store/projection.ts';
import { rebuildChanges } from '../../src/store/rebuild.ts';
import { listSuspensions } from '../../src/store/templates.ts';
import { timersOf } from '../../src/core/change/timers.ts';
import { answered, TEMPLATE_FILE, templateFile, type FileOf } from '../support/template-file.ts';
import { DEE, LIN, MARA, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();

/** `null`: taken away. */
async function merges(file: FileOf | null): Promise<void> {
  const { sandbox, settle } = scene.world().company;
  scene.pass(1);
  sandbox.as(DEE).push(operations, {
    branch: 'main',
    commits: [
      {
        message: 'Template',
        author: DEE,
        files: { [TEMPLATE_FILE]: file === null ? null : templateFile(file) },
      },
    ],
  });
  await settle();
}

async function opens(values: Parameters<typeof answered>[0], version = 1): Promise<Tale> {
  return scene.opens({ body: answered(values, version), title: 'Rotate a certificate' });
}

async function submitted(values: Parameters<typeof answered>[0], version = 1): Promise<Tale> {
  const tale = await opens(values, version);
  await tale.says(MARA, '/chg submit');
  return tale;
}

const slot = (): string => scene.window(25 * 60);
const stateOf = async (tale: Tale): Promise<string> => (await tale.change()).state;

async function typesOf(tale: Tale): Promise<readonly string[]> {
  return (await tale.events()).map(({ type }) => type);
}

/** Started by mara-ops inside its window. */
async function running(version = 1): Promise<Tale> {
  const tale = await submitted({ host: 'gw-7', window: slot() }, version);
  expect(await stateOf(tale)).toBe('scheduled');
  scene.pass(25 * 60 + 5);
  await tale.says(MARA, '/chg done P1 02:E3');
  await tale.says(MARA, '/chg start');
  expect(await stateOf(tale)).toBe('in_progress');
  return tale;
}

async function rolledBack(version = 1): Promise<Tale> {
  const tale = await running(version);
  await tale.says(MARA, '/chg rollback the reload hangs');
  expect(await stateOf(tale)).toBe('rolled_back');
  return tale;
}

describe('a change that is opened from a template', () => {
  it('is approved by it, without a second person, and says by which', async () => {
    await merges({});
    const tale = await submitted({ host: 'gw-7', reason: 'December' });
    const change = await tale.change();
    expect(change.state).toBe('approved');
    expect(change.category).toBe('standard');
    expect(change.approvals).toEqual([]);
    expect(change.plan?.steps.map(({ text }) => text)).toContain('Switch gw-7');
    expect(change.templateUse.approved).toMatchObject({
      ...change.plan?.template,
      digest: change.digest,
      file: `${operations}:${TEMPLATE_FILE}`,
    });
    expect((await typesOf(tale)).slice(-3)).toEqual([
      'submitted',
      'template_approved',
      'approval_completed',
    ]);
    expect(tale.record()).toContain('certificate@1');
  });

  it('is scheduled at once where it names a window, and is run and ended like any other', async () => {
    const tale = await running();
    await tale.says(MARA, '/chg done E1 back in two seconds');
    await tale.says(MARA, '/chg done E2 02:E4');
    await tale.says(TOMAS, '/chg confirm E2 02:E4 from here as well');
    await tale.says(MARA, '/chg done V1 02:E4');
    await tale.says(MARA, '/chg complete successful nothing to tell');
    expect(await stateOf(tale)).toBe('completed');
    expect(await typesOf(tale)).not.toContain('template_suspended');
    const evidence = tale.comments().at(-1)?.body ?? '';
    expect(evidence).toContain('certificate@1');
  });

  it('waits for nobody who objects to be silent: a block holds it in review', async () => {
    const tale = await opens({ host: 'gw-7' });
    await tale.says(LIN, '/chg block the load test runs tonight');
    await tale.says(MARA, '/chg submit');
    expect(await stateOf(tale)).toBe('review');
    await tale.says(LIN, '/chg unblock');
    expect(await stateOf(tale)).toBe('approved');
  });

  it('is approved anew for another value, and loses that for a word beside the variables', async () => {
    const tale = await submitted({ host: 'gw-7' });
    await tale.edits(MARA, (body) => body.replace('gw-7', 'gw-8'));
    const edited = await tale.change();
    expect(edited.state).toBe('approved');
    expect(edited.templateUse.approved?.digest).toBe(edited.digest);
    await tale.edits(MARA, (body) => `Restart the database as well.\n\n${body}`);
    expect(await stateOf(tale)).toBe('review');
    await tale.says(TOMAS, '/chg approve');
    expect(await stateOf(tale)).toBe('approved');
  });

  it('is not submitted with a word beside the variables', async () => {
    const body = `${answered({ host: 'gw-7' })}\nRestart the database as well.`;
    const tale = await scene.opens({ body });
    const { reply } = await tale.says(MARA, '/chg submit');
    expect(await tale.refusals()).toEqual(['submit template_changed']);
    expect(reply).toContain('more in the plan than its template');
  });

  it.each([
    ['a step of its own', 'gw-7\n2. Delete everything', 'one line'],
    ['what the pattern does not have', 'db-1', 'something like'],
    ['a gap', 'gw-{{window}}', 'without'],
    ['what nobody sees', 'gw-\u202e7', 'can be seen'],
  ])('cannot be read with %s as a value', async (_what, host, said) => {
    const tale = await opens({ host });
    const change = await tale.change();
    expect(change.plan).toBeNull();
    expect(change.problems[0]).toMatchObject({ field: 'host', line: 7 });
    expect(change.problems[0]?.expected).toContain(said);
    await tale.edits(MARA, (body) => body.replace(host, 'gw-7'));
    expect((await tale.change()).plan?.answers['what']).toContain('gw-7');
  });

  it('names the nearest template where there is none of that name', async () => {
    const tale = await opens({ host: 'gw-7' }, 7);
    const [problem] = (await tale.change()).problems;
    expect(problem).toMatchObject({ code: 'template_unknown', line: 3 });
    expect(problem?.remedy).toContain('certificate@1');
  });
});

describe('a template that becomes another', () => {
  it('between the opening and the submit, is told with both versions', async () => {
    const tale = await opens({ host: 'gw-7' });
    await merges({ version: 2 });
    const { reply } = await tale.says(MARA, '/chg submit');
    expect(await tale.refusals()).toEqual(['submit template_changed']);
    expect(reply).toContain('certificate@1');
    expect(reply).toContain('certificate@2');
    const again = await submitted({ host: 'gw-7' }, 2);
    expect(await stateOf(again)).toBe('approved');
  });

  it('without another version, is another one all the same', async () => {
    const tale = await opens({ host: 'gw-7' }, 2);
    await merges({ version: 2, answers: { why: 'Something else: {{reason}}.' } });
    const { reply } = await tale.says(MARA, '/chg submit');
    expect(reply).toContain('without another version');
  });

  it('after the approval, stops the start until people have approved the plan', async () => {
    await merges({ version: 2 });
    const tale = await submitted({ host: 'gw-7', window: slot() }, 2);
    expect(await stateOf(tale)).toBe('scheduled');
    await merges({ version: 3 });
    scene.pass(25 * 60 + 5);
    await tale.says(MARA, '/chg done P1 02:E3');
    await tale.says(MARA, '/chg start');
    expect(await stateOf(tale)).toBe('scheduled');
    expect((await tale.refusals()).at(-1)).toBe('start template_changed');
    expect(tale.record()).toContain('template_changed');
    await tale.says(DEE, '/chg approve');
    await tale.says(MARA, '/chg start');
    expect(await stateOf(tale)).toBe('in_progress');
  });

  it('or is gone, or has run out, approves nothing', async () => {
    const gone = await opens({ host: 'gw-7' }, 3);
    const late = await opens({ host: 'gw-8' }, 3);
    await merges(null);
    expect((await gone.says(MARA, '/chg submit')).reply).toContain('default branch');
    await merges({ version: 4, expires: '2026-01-01' });
    const old = await opens({ host: 'gw-7' }, 4);
    expect((await old.says(MARA, '/chg submit')).reply).toContain('2026-01-01');
    expect((await late.change()).plan?.template?.version).toBe(3);
  });
});

describe('a change that failed', () => {
  it('suspends its template: nothing more is submitted or started from it, what runs goes on', async () => {
    await merges({ version: 5 });
    const waiting = await submitted({ host: 'gw-8' }, 5);
    const failing = await running(5);
    const other = await running(5);
    await failing.says(MARA, '/chg rollback the reload hangs');
    expect((await typesOf(failing)).at(-1)).toBe('template_suspended');
    // Nobody touched it: it was looked at again because of what happened elsewhere.
    expect(waiting.record()).toContain('template_suspended');
    const name = `CHG-${String(failing.number).padStart(5, '0')}`;
    const { reply } = await (await opens({ host: 'gw-9' }, 5)).says(MARA, '/chg submit');
    expect(reply).toContain('`certificate@5` is suspended');
    expect(reply).toContain(name);
    await waiting.says(MARA, `/chg schedule ${scene.window(5 * 60)} UTC`);
    expect(await stateOf(waiting)).toBe('approved');
    expect(waiting.record()).toContain('template_suspended');
    await other.says(MARA, '/chg done E1 back in two seconds');
    expect((await other.change()).steps['E1']?.status).toBe('done');
  });

  it('lifts that once somebody has looked who neither wrote nor did it', async () => {
    await merges({ version: 6 });
    const failed = await rolledBack(6);
    const tale = await opens({ host: 'gw-9' }, 6);
    await tale.says(MARA, '/chg submit');
    expect(await stateOf(tale)).toBe('draft');
    await failed.says(LIN, '/chg template review looks fine');
    await failed.says(MARA, '/chg template review looks fine');
    await failed.says(TOMAS, '/chg template review');
    expect((await failed.refusals()).slice(-3)).toEqual([
      'review_template not_permitted',
      'review_template not_permitted',
      'review_template reason_required',
    ]);
    await failed.says(TOMAS, '/chg template review a timeout of the proxy; not the template');
    expect((await failed.change()).templateUse.suspended?.reviewed).toMatchObject({
      by: { login: TOMAS },
      findings: 'a timeout of the proxy; not the template',
    });
    await tale.says(MARA, '/chg submit');
    expect(await stateOf(tale)).toBe('approved');
  });

  it('is put right by a newer version as well; the older one stays where it is', async () => {
    await merges({ version: 7 });
    await rolledBack(7);
    const stale = await opens({ host: 'gw-9' }, 7);
    await merges({ version: 8 });
    await stale.says(MARA, '/chg submit');
    expect((await stale.refusals()).at(-1)).toBe('submit template_changed');
    expect(await stateOf(await submitted({ host: 'gw-9' }, 8))).toBe('approved');
  });

  it('is told by events alone: the projection made anew says the same', async () => {
    await merges({ version: 9 });
    const failed = await rolledBack(9);
    const { company } = scene.world();
    const { db } = company.application().house;
    const { repoId } = await failed.change();
    const suspended = (): Promise<unknown> =>
      inWorkspace(db, company.workspace, (tx) => listSuspensions(tx, repoId));
    const before = await suspended();
    expect(before).toContainEqual(
      expect.objectContaining({ id: 'certificate', version: 9, change: failed.number }),
    );
    const report = await inWorkspace(db, company.workspace, async (tx) =>
      rebuildChanges<Change>(await lockHead(tx), {
        evolve,
        project: projectionOf,
        timers: timersOf,
      }),
    );
    expect(report.differences).toEqual([]);
    expect(await suspended()).toEqual(before);
  });
});
