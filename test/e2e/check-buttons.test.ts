// The buttons of the check: a second person says yes or no where the code is looked at, and is judged as with the
// command; what they saw is still theirs to write. Anybody who may press asks the forge anew.
import { describe, expect, it } from 'vitest';
import { checkOn, ciSays, proposes } from '../support/pulls.ts';
import { leavesATrace, LIN, MARA, SORA, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();

/** A running change with a green pull request, whose hold E2 was reached by mara-ops. */
async function waiting(branch: string): Promise<{ readonly tale: Tale; readonly pull: string }> {
  const tale = await scene.opens({ answers: { rollback_time: '30 min' } });
  const pull = await proposes(scene, tale, { branch });
  await ciSays(scene, tale, { pull, state: 'success' });
  await tale.says(MARA, '/chg submit');
  await tale.says(TOMAS, '/chg approve');
  scene.pass(25 * 60);
  await tale.says(MARA, '/chg start');
  await tale.says(MARA, '/chg done E1 gone');
  await tale.says(MARA, '/chg done E2 new serial');
  return { tale, pull };
}

function labels(pull: string): readonly string[] {
  return (checkOn(scene, pull)?.actions ?? []).map(({ label }) => label);
}

type Press = readonly [who: string, label: string];

async function presses(tale: Tale, pull: string, [who, label]: Press): Promise<void> {
  const check = checkOn(scene, pull);
  const button = check?.actions.find((one) => one.label === label);
  if (check === undefined || button === undefined) throw new Error(`no button ${label}`);
  await pressesOld(tale, who, { id: check.id, identifier: button.identifier });
}

type Pressed = { readonly id: number; readonly identifier: string };

async function pressesOld(tale: Tale, who: string, { id, identifier }: Pressed): Promise<void> {
  await tale.does(who, `presses ${identifier}`, () => {
    scene.world().company.sandbox.as(who).pressCheckButton(id, identifier);
  });
}

async function holdOf(tale: Tale): Promise<unknown> {
  const hold = (await tale.change()).steps['E2']?.hold;
  return [hold?.status, hold?.stamp?.by.login ?? null, hold?.observed];
}

describe('the check on a pull request', () => {
  it('offers a second person yes and no while a hold point waits, and always to look again', async () => {
    const { tale, pull } = await waiting('buttons');
    expect(labels(pull)).toEqual(['Re-check', 'Confirm E2', 'Decline E2']);
    expect(checkOn(scene, pull)?.output.summary).toContain('**Buttons:** *Confirm E2*');
    await presses(tale, pull, [TOMAS, 'Confirm E2']);
    expect(await holdOf(tale)).toEqual(['confirmed', TOMAS, null]);
    expect(labels(pull)).toEqual(['Re-check']);
    expect(checkOn(scene, pull)?.conclusion).toBe('success');
    const event = (await tale.events()).findLast(({ type }) => type === 'hold_confirmed');
    expect(event).toMatchObject({ actor: { login: TOMAS }, data: { channel: 'check_button' } });
    expect(event?.source.url).toContain('/runs/');
  });

  it('asks whoever pressed for what they saw, and ends nothing without it', async () => {
    const { tale, pull } = await waiting('words');
    await presses(tale, pull, [TOMAS, 'Confirm E2']);
    expect(tale.record()).toContain('**Confirmed by a button:** `tomas-sre` said yes at E2');
    expect(tale.record()).toContain('what was seen is not written yet');
    await tale.says(MARA, '/chg done V1 all customers reach it');
    await tale.says(MARA, '/chg complete successful all went well');
    expect(await tale.refusals()).toEqual(['complete observation_missing']);
    // Not by whoever did the step.
    await tale.says(MARA, '/chg confirm E2 I saw it too');
    expect(await tale.refusals()).toContain('confirm second_person_required');
    await tale.says(TOMAS, '/chg confirm E2 serial 02:E4 from my desk');
    expect(await holdOf(tale)).toEqual(['confirmed', TOMAS, 'serial 02:E4 from my desk']);
    await tale.says(MARA, '/chg complete successful all went well');
    expect((await tale.change()).state).toBe('completed');
  });

  it('refuses whoever did the step, and whoever may not, and says so', async () => {
    const { tale, pull } = await waiting('refused');
    await presses(tale, pull, [MARA, 'Confirm E2']);
    expect(await holdOf(tale)).toEqual(['waiting', null, null]);
    expect(await tale.refusals()).toEqual(['confirm second_person_required']);
    expect(tale.replies()).toHaveLength(1);
    // Whoever may push may press; whom the plan names and approvers may confirm.
    await presses(tale, pull, [LIN, 'Confirm E2']);
    expect(await holdOf(tale)).toEqual(['waiting', null, null]);
  });

  it('hears a no, and says it to the operator', async () => {
    const { tale, pull } = await waiting('declined');
    await presses(tale, pull, [TOMAS, 'Decline E2']);
    expect(await holdOf(tale)).toEqual(['declined', TOMAS, null]);
    expect(labels(pull)).toEqual(['Re-check']);
    expect(checkOn(scene, pull)?.conclusion).not.toBe('success');
  });

  it('takes no press of a page from before the step was done anew, says so, and is drawn as it should be', async () => {
    const { tale, pull } = await waiting('old-page');
    const check = checkOn(scene, pull);
    const old = check?.actions.find(({ label }) => label === 'Confirm E2');
    await presses(tale, pull, [TOMAS, 'Decline E2']);
    await tale.says(MARA, '/chg done E2 once more');
    expect(await holdOf(tale)).toEqual(['waiting', null, null]);
    const { sandbox } = scene.world().company;
    const id = check?.id ?? 0;
    // As a page that somebody left open still shows it.
    const run = sandbox.world.checkRuns.get(id);
    if (run === undefined || old === undefined) throw new Error('there was no button');
    const { externalId } = check ?? run;
    sandbox.world.checkRuns.patch(id, { externalId, actions: [old] });
    await pressesOld(tale, TOMAS, { id, identifier: old.identifier });
    expect(await holdOf(tale)).toEqual(['waiting', null, null]);
    expect(await tale.refusals()).toEqual(['confirm out_of_order_step']);
    expect(
      tale
        .replies()
        .map(({ body }) => body)
        .join(' '),
    ).toContain('was done again since');
    await presses(tale, pull, [TOMAS, 'Confirm E2']);
    expect(await holdOf(tale)).toEqual(['confirmed', TOMAS, null]);
  });

  it('has its buttons again when told to look, though what it says is the same', async () => {
    const { tale, pull } = await waiting('no-buttons');
    scene.world().company.sandbox.world.checkRuns.patch(checkOn(scene, pull)?.id ?? 0, {
      actions: (checkOn(scene, pull)?.actions ?? []).slice(0, 1),
    });
    await presses(tale, pull, [LIN, 'Re-check']);
    expect(labels(pull)).toEqual(['Re-check', 'Confirm E2', 'Decline E2']);
  });

  it('asks the forge anew when told to, whoever presses', async () => {
    const { tale, pull } = await waiting('recheck');
    const check = checkOn(scene, pull);
    const { sandbox } = scene.world().company;
    sandbox.world.checkRuns.patch(check?.id ?? 0, {
      conclusion: 'success',
      output: { title: 'yes', summary: 'yes', text: null },
    });
    await presses(tale, pull, [LIN, 'Re-check']);
    expect(checkOn(scene, pull)).toMatchObject({ conclusion: 'action_required' });
    expect(await holdOf(tale)).toEqual(['waiting', null, null]);
    await tale.does(SORA, 'asks for a re-run', () => {
      sandbox.as(SORA).rerunCheck(checkOn(scene, pull)?.id ?? 0);
    });
    const { repoId, headSha } = checkOn(scene, pull) ?? {};
    const suite = sandbox.world.checkSuites
      .of(`${String(repoId)}:${String(headSha)}`)
      .find(({ appId }) => appId === sandbox.app.id);
    // A forge leaves what it was asked about open until its app has answered.
    expect(suite?.status).toBe('completed');
  });
});

leavesATrace(scene);
