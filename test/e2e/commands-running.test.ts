// The verbs of a running change: who walks it, who may stop it, what a second person may say, and how the work is
// passed on.
import { describe, expect, it } from 'vitest';
import {
  BOT,
  DEE,
  JONAS,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  SORA,
  stage,
  stepLines,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { running, approved } = scene;

const STEPS = {
  steps_execute:
    '1. Drain\n   - expect: empty\n   - rollback: undrain\n' +
    '2. [optional] Warm the cache\n   - expect: warm\n   - rollback: none\n' +
    '3. [hold] Look from outside\n   - expect: new serial\n   - rollback: switch back\n' +
    '4. Undrain\n   - expect: traffic\n   - rollback: drain',
};

async function lastRefusal(tale: Tale): Promise<string> {
  return (await tale.refusals()).at(-1) ?? '';
}

describe('handing over', () => {
  it('passes the run to who accepts, and to nobody else', async () => {
    const tale = await running();
    await tale.says(LIN, `/chg handover @${LIN}`);
    expect(await lastRefusal(tale)).toBe('handover not_permitted');
    await tale.says(MARA, `/chg handover @${LIN}, I must go`);
    expect((await tale.change()).handover?.to.login).toBe(LIN);
    expect(tale.announcements().at(-1)?.body).toContain(`@${LIN}`);
    await tale.says(SORA, '/chg accept');
    expect(await lastRefusal(tale)).toBe('accept not_permitted');
    await tale.says(MARA, '/chg done E1 still mine');
    await tale.says(LIN, '/chg accept');
    expect(await tale.change()).toMatchObject({ operator: { login: LIN }, handover: null });
    expect(tale.announcements().at(-1)?.minimizedReason).toBe('outdated');
    await tale.says(MARA, '/chg done E2 not mine any more');
    expect(await lastRefusal(tale)).toBe('done not_permitted');
    expect(tale.replies().at(-1)?.body).toContain('`lin-dev`');
    await tale.says(LIN, '/chg done E2 serial 02');
    expect((await tale.change()).steps['E2']?.finished?.by.login).toBe(LIN);
    // Whoever did the step is barred, whoever runs the change now or ran it before.
    await tale.says(LIN, '/chg confirm E2 fine');
    expect(await lastRefusal(tale)).toBe('confirm second_person_required');
  });

  it('to nobody, to a reader, to a machine or to oneself offers nothing', async () => {
    const tale = await running();
    for (const to of ['', '@nobody-at-all', `@${NINA}`, `@${BOT}`, `@${MARA}`])
      await tale.says(MARA, `/chg handover ${to}`);
    expect((await tale.change()).handover).toBeNull();
    expect(await tale.refusals()).toEqual([
      'misread command_incomplete',
      'handover command_incomplete',
      'handover not_permitted',
      'handover not_permitted',
      'handover already_done',
    ]);
  });
});

describe('a pause', () => {
  it('by anybody who may work on changes stops every step until somebody resumes', async () => {
    const tale = await running({ answers: STEPS });
    await tale.says(SORA, '/chg pause');
    expect(await lastRefusal(tale)).toBe('pause reason_required');
    await tale.says(NINA, '/chg pause customers call');
    expect(await lastRefusal(tale)).toBe('pause not_permitted');
    await tale.says(SORA, '/chg pause the backup is not through');
    expect(tale.record()).toContain('the backup is not through');
    expect(tale.labels()).toContain('chg-flag/paused');
    await tale.says(MARA, '/chg done E1 empty');
    expect(await lastRefusal(tale)).toBe('done change_paused');
    await tale.says(MARA, '/chg complete successful but paused');
    expect(await tale.change()).toMatchObject({
      state: 'in_progress',
      paused: { reason: 'the backup is not through' },
    });
    await tale.says(MARA, '/chg resume');
    await tale.says(MARA, '/chg done E1 empty');
    expect((await tale.change()).steps['E1']?.status).toBe('done');
    expect(tale.labels()).not.toContain('chg-flag/paused');
  });
});

describe('a step', () => {
  it('is left out only when the plan calls it optional, with a reason; a hold never', async () => {
    const tale = await running({ answers: STEPS });
    await tale.says(MARA, '/chg skip E1 no time');
    await tale.says(MARA, '/chg skip E3 no time');
    await tale.says(MARA, '/chg done E1 empty');
    await tale.says(MARA, '/chg skip E2');
    await tale.says(LIN, '/chg skip E2 no need');
    expect(await tale.refusals()).toEqual([
      'skip step_not_optional',
      'skip hold_not_skippable',
      'skip reason_required',
      'skip not_permitted',
    ]);
    await tale.says(MARA, '/chg skip E2 the cache is warm already');
    expect((await tale.change()).steps['E2']).toMatchObject({
      status: 'skipped',
      observed: 'the cache is warm already',
    });
    expect(stepLines(tale.record(), 'E2')).toContain(
      '`mara-ops` skipped it: the cache is warm already',
    );
    await tale.says(MARA, '/chg begin e3');
    expect((await tale.change()).steps['E3']?.status).toBe('begun');
  });

  it('that does not exist is answered with those that do', async () => {
    const tale = await running();
    for (const verb of ['done', 'begin', 'skip', 'confirm', 'decline', 'waive'])
      await tale.says(MARA, `/chg ${verb} E17 text`);
    expect(new Set((await tale.refusals()).map((refusal) => refusal.split(' ')[1]))).toEqual(
      new Set(['step_unknown', 'not_permitted']),
    );
    expect(tale.replies()[0]?.body).toContain('`E1`, `E2` and `V1`');
    await tale.says(MARA, '/chg done');
    expect(await lastRefusal(tale)).toBe('misread command_incomplete');
  });

  it('out of order is refused by command as by tick', async () => {
    const tale = await running({ answers: STEPS });
    await tale.says(MARA, '/chg done V1 early');
    expect(await lastRefusal(tale)).toBe('done out_of_order_step');
    expect(tale.replies().at(-1)?.body).toContain('E1');
    expect((await tale.change()).steps['V1']?.status ?? 'open').toBe('open');
  });
});

describe('a hold', () => {
  it('opens by a second person with words of their own: the one whom the plan names, or an approver', async () => {
    const tale = await running();
    await tale.says(MARA, '/chg done E1 gone\n/chg done E2 serial 02:E4');
    expect(tale.announcements().at(-1)?.body).toContain(`@${TOMAS}`);
    expect(tale.labels()).toContain('chg-flag/hold-waiting');
    await tale.says(MARA, '/chg confirm E2 I see it too');
    await tale.says(LIN, '/chg confirm E2 I see it too');
    await tale.says(NINA, '/chg confirm E2 I see it too');
    await tale.says(TOMAS, '/chg confirm E2');
    await tale.says(MARA, '/chg done V1 too early');
    expect(await tale.refusals()).toEqual([
      'confirm second_person_required',
      'confirm not_permitted',
      'confirm not_permitted',
      'confirm observation_missing',
      'done out_of_order_step',
    ]);
    await tale.says(JONAS, '/chg confirm E2 02:E4 from my desk');
    expect((await tale.change()).steps['E2']?.hold).toMatchObject({
      status: 'confirmed',
      observed: '02:E4 from my desk',
      stamp: { by: { login: JONAS } },
    });
    expect(stepLines(tale.record(), 'E2')).toContain('`jonas-dba` **confirmed**');
    expect(tale.labels()).not.toContain('chg-flag/hold-waiting');
    await tale.says(TOMAS, '/chg decline E2 no');
    expect(await lastRefusal(tale)).toBe('decline already_done');
  });

  it('declined stays shut until the step is done again and somebody else has looked again', async () => {
    const tale = await running();
    await tale.says(MARA, '/chg done E1 gone\n/chg done E2 serial 02:E4');
    await tale.says(TOMAS, '/chg decline E2 two of ten handshakes fail');
    expect((await tale.change()).steps['E2']?.hold?.status).toBe('declined');
    expect(tale.record()).toContain('two of ten handshakes fail');
    expect(tale.announcements().at(-1)?.body).toContain(`@${MARA}`);
    await tale.says(MARA, '/chg done V1 anyway');
    expect(await lastRefusal(tale)).toBe('done out_of_order_step');
    await tale.says(MARA, '/chg done E2 ten of ten now');
    expect((await tale.change()).steps['E2']).toMatchObject({
      observed: 'ten of ten now',
      hold: { status: 'waiting' },
    });
    await tale.says(TOMAS, '/chg confirm E2 ten of ten');
    await tale.says(MARA, '/chg done V1 accepted');
    expect((await tale.change()).steps['V1']?.status).toBe('done');
  });

  it('is waived by an approver who did not do the step, with a reason, and the waiver is an exception', async () => {
    const tale = await running();
    await tale.says(MARA, '/chg done E1 gone\n/chg done E2 serial 02:E4');
    await tale.says(MARA, '/chg waive E2 nobody there');
    await tale.says(LIN, '/chg waive E2 nobody there');
    await tale.says(DEE, '/chg waive E2');
    expect(await tale.refusals()).toEqual([
      'waive not_permitted',
      'waive not_permitted',
      'waive reason_required',
    ]);
    await tale.says(DEE, '/chg waive E2 the site cannot be reached by anybody else');
    expect((await tale.change()).steps['E2']?.hold?.status).toBe('waived');
    expect((await tale.change()).exceptions.map(({ kind }) => kind)).toContain('hold_waived');
    expect(stepLines(tale.record(), 'E2')).toContain('**waived** the second person');
  });

  it('reached by an approver is not confirmed or waived by that approver', async () => {
    const tale = await approved({ answers: { second_person: `@${JONAS}`, operator: `@${DEE}` } });
    scene.pass(25 * 60);
    await tale.says(DEE, '/chg start');
    await tale.says(DEE, '/chg done E1 gone\n/chg done E2 serial');
    await tale.says(DEE, '/chg confirm E2 me too\n/chg waive E2 I am a lead');
    expect(await tale.refusals()).toEqual([
      'confirm second_person_required',
      'waive second_person_required',
    ]);
    // The author may confirm what somebody else did, when the plan names her or she may approve; here neither.
    await tale.says(MARA, '/chg confirm E2 I wrote it');
    expect(await lastRefusal(tale)).toBe('confirm not_permitted');
    await tale.says(JONAS, '/chg confirm E2 I see the serial');
    expect((await tale.change()).steps['E2']?.hold?.status).toBe('confirmed');
  });
});

leavesATrace(scene);
