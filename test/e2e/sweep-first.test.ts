// A sweep that sees what a delivery has not told yet. What was found is recorded without a name; the name comes with
// the delivery, and until then nobody can tell whose approval would be their own.
import { describe, expect, it } from 'vitest';
import { sweepChange } from '../../src/worker/sweep-change.ts';
import { sweep } from '../../src/worker/sweep.ts';
import { groundOfFaults, type Sheet } from './fault-ground.ts';

const ground = groundOfFaults();

const house = () => ground.company.application().house;

async function says(sheet: Sheet, who: string, text: string): Promise<void> {
  ground.later();
  ground.company.sandbox.as(who).comment(sheet.ref, text);
  await ground.company.settle();
}

function edits(sheet: Sheet, who: string, limit: string): void {
  ground.later();
  const body = (sheet.issue().body ?? '').replace(/\d+ requests per second/gu, (found) =>
    found.replace(/^\d+/u, limit),
  );
  ground.company.sandbox.as(who).editIssue(sheet.ref, { body });
}

function holdsEdits(): void {
  const trouble = { kind: 'hold' } as const;
  ground.company.sandbox.faults.onDelivery({ event: 'issues', action: 'edited', trouble });
}

async function releases(order: 'kept' | 'reversed' = 'kept'): Promise<void> {
  ground.company.sandbox.faults.clear();
  ground.company.sandbox.faults.release(order);
  await ground.company.settle();
}

async function sweeps(): Promise<void> {
  await sweep(house());
  await ground.company.settle();
}

describe('an edit that the sweep saw before its delivery came', () => {
  it('is its editor’s all the same: their approval never counts', async () => {
    const sheet = await ground.draft('Limits');
    await says(sheet, 'mara-ops', '/chg submit');
    holdsEdits();
    edits(sheet, 'tomas-sre', '21');
    await sweeps();
    await says(sheet, 'tomas-sre', '/chg approve Good to go');
    expect((await ground.world.change(sheet.number)).state).toBe('review');
    expect((await sheet.events()).at(-1)).toBe('tomas-sre refused plan_editor_approval');
    await releases();
    await says(sheet, 'tomas-sre', '/chg approve Good to go');
    expect(await ground.world.change(sheet.number)).toMatchObject({
      state: 'review',
      editorUnknownSince: null,
      approvals: [],
    });
    await says(sheet, 'priya-net', '/chg approve Good to go');
    expect((await ground.world.change(sheet.number)).state).toBe('approved');
  });

  it('is its editor’s although its delivery never comes and its author adds a word', async () => {
    const sheet = await ground.draft('Limits');
    await says(sheet, 'mara-ops', '/chg submit');
    ground.company.sandbox.faults.onDelivery({ trouble: { kind: 'drop' } });
    edits(sheet, 'tomas-sre', '21');
    ground.company.sandbox.faults.clear();
    await sweeps();
    edits(sheet, 'mara-ops', '22');
    await ground.company.settle();
    await says(sheet, 'tomas-sre', '/chg approve Good to go');
    expect((await sheet.events()).at(-1)).toBe('tomas-sre refused plan_editor_approval');
    await says(sheet, 'priya-net', '/chg approve Good to go');
    expect((await ground.world.change(sheet.number)).state).toBe('approved');
  });

  it('is found out below an edit of somebody else that moved nothing of the substance', async () => {
    const sheet = await ground.draft('Limits');
    await says(sheet, 'mara-ops', '/chg submit');
    holdsEdits();
    edits(sheet, 'tomas-sre', '21');
    ground.later();
    const { body } = sheet.issue();
    ground.company.sandbox.as('priya-net').editIssue(sheet.ref, { body: `${body ?? ''}\n` });
    await sweeps();
    await releases('reversed');
    expect((await ground.world.change(sheet.number)).editorUnknownSince).toBeNull();
    await says(sheet, 'tomas-sre', '/chg approve Good to go');
    expect((await sheet.events()).at(-1)).toBe('tomas-sre refused plan_editor_approval');
  });

  it('leaves nothing in doubt when the delivery was first', async () => {
    const sheet = await ground.draft('Limits');
    edits(sheet, 'tomas-sre', '21');
    await ground.company.settle();
    await sweeps();
    expect((await ground.world.change(sheet.number)).editorUnknownSince).toBeNull();
    expect((await sheet.events()).filter((event) => event.includes('plan_editor'))).toEqual([]);
  });
});

describe('an older text that the sweep has read', () => {
  it('does not overwrite one that was recorded while it looked, even in the same second', async () => {
    const sheet = await ground.draft('Limits');
    const [place] = await house().app.observeWorkspaces();
    if (place === undefined) throw new Error('the company has no workspace');
    holdsEdits();
    edits(sheet, 'mara-ops', '21');
    let looked = false;
    const slow: typeof house = () => ({
      ...house(),
      app: {
        ...house().app,
        forge: async (workspace) => {
          if (!looked) {
            looked = true;
            const body = (sheet.issue().body ?? '').replace('21 requests', '22 requests');
            ground.company.sandbox.as('mara-ops').editIssue(sheet.ref, { body });
            await releases('reversed');
          }
          return house().app.forge(workspace);
        },
      },
    });
    const forge = await house().app.forge(place.workspace);
    await sweepChange({ house: slow(), forge, ...place }, sheet.number);
    await ground.company.settle();
    expect(looked).toBe(true);
    expect(JSON.stringify((await ground.world.change(sheet.number)).plan)).toContain('22 requests');
    const edited = (await sheet.events()).filter((event) => event.includes('plan_recorded'));
    expect(edited).toEqual(['mara-ops plan_recorded', 'mara-ops plan_recorded']);
  });
});
