/** While a change runs: pausing, handing over, completing, rolling back. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, step } from '../../support/change-plans.ts';

describe('a pause', () => {
  it('is called by any engineer with a reason, and stops steps until somebody resumes', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    expect(answerOf(stage.lin.pauses(''))).toBe('reason_required');
    accepted(stage.lin.pauses('the pager went off'));
    for (const decision of [stage.mara.ticks('E1'), stage.mara.begins('E1')]) {
      expect(decision).toMatchObject({
        refusal: { code: 'change_paused', facts: { by: 'lin-dev', reason: 'the pager went off' } },
      });
    }
    expect(accepted(stage.sora.pauses('also here'))).toEqual([]);
    expect(stage.inTheWayOf('merge')).toContain('change_paused');
    accepted(stage.mara.resumes());
    accepted(stage.mara.does('E1'));
    expect(accepted(stage.mara.resumes())).toEqual([]);
  });

  it('does not hold up a rollback', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.lin.pauses());
    accepted(stage.mara.rollsBack());
    expect(stage.change.paused).toBeNull();
  });

  it('is only for a change that runs', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    expect(answerOf(stage.lin.pauses())).toBe('not_in_state');
  });
});

describe('handing over', () => {
  it('makes somebody else the operator when they accept, and not before', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.mara.handsOverTo(PEOPLE.lin));
    expect(accepted(stage.mara.handsOverTo(PEOPLE.lin))).toEqual([]);
    expect(stage.change).toMatchObject({
      operator: { login: 'mara-ops' },
      handover: { to: { login: 'lin-dev' } },
    });
    expect(answerOf(stage.lin.does('E1'))).toBe('not_permitted');
    expect(answerOf(stage.sora.accepts())).toBe('not_permitted');
    accepted(stage.lin.accepts());
    expect(stage.change).toMatchObject({
      operator: { login: 'lin-dev' },
      handover: null,
      started: { by: { login: 'mara-ops' } },
    });
    accepted(stage.lin.does('E1'));
    expect(answerOf(stage.mara.does('E2'))).toBe('not_permitted');
  });

  it('is offered by the operator, or by a lead when the operator cannot', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    expect(answerOf(stage.tomas.handsOverTo(PEOPLE.tomas))).toBe('not_permitted');
    accepted(stage.dee.handsOverTo(PEOPLE.tomas));
    accepted(stage.tomas.accepts());
  });

  it('goes to an engineer who exists, and not to oneself', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    expect(answerOf(stage.mara.handsOverTo(PEOPLE.nina))).toBe('not_permitted');
    expect(answerOf(stage.mara.handsOverTo(PEOPLE.mara))).toBe('already_done');
    expect(stage.mara.says({ type: 'handover', to: null, toLogin: 'nobody' })).toMatchObject({
      refusal: { code: 'command_incomplete', facts: { missing: ['person'] } },
    });
    expect(answerOf(stage.lin.accepts())).toBe('not_permitted');
  });

  it('to somebody who turns out to lack the role ends when they accept', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    stage.world.people = null;
    accepted(stage.mara.handsOverTo(PEOPLE.nina));
    expect(answerOf(stage.nina.accepts())).toBe('not_permitted');
    expect(stage.change.operator?.login).toBe('mara-ops');
  });
});

describe('completing', () => {
  it('says everything that is missing at once', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    const decision = stage.mara.completes('fine', '');
    expect(answerOf(decision)).toBe('required_steps_open');
    const open =
      decision.kind === 'refused' ? decision.verdicts.filter(({ kind }) => kind === 'unmet') : [];
    expect(open.map(({ code, facts }) => [code, facts['steps'] ?? facts['missing']])).toEqual([
      ['required_steps_open', ['E4', 'V1', 'V2']],
      ['hold_point_open', ['E3']],
      ['closure_required', ['code', 'notes']],
    ]);
  });

  it('wants one of three codes, and notes', () => {
    const stage = setTheStage();
    stage.given.changeReadyToComplete();
    expect(stage.mara.completes('', 'went well')).toMatchObject({
      refusal: {
        code: 'closure_required',
        facts: {
          codes: ['successful', 'successful_with_issues', 'unsuccessful'],
          given: '',
          missing: ['code'],
        },
      },
    });
    expect(answerOf(stage.mara.completes('successful', '  '))).toBe('closure_required');
    accepted(stage.mara.completes('Successful-with-issues', 'the drain took long'));
    expect(stage.change.closure).toMatchObject({
      code: 'successful_with_issues',
      notes: 'the drain took long',
      by: { login: 'mara-ops' },
    });
  });

  it('is for the operator or an approver', () => {
    const stage = setTheStage();
    stage.given.changeReadyToComplete();
    expect(answerOf(stage.lin.completes())).toBe('not_permitted');
    accepted(stage.tomas.completes());
  });

  it('does not wait for optional steps at the end', () => {
    const stage = setTheStage();
    stage.given.runningChange({
      ...CERT_ROTATION,
      steps: [step('E1', 'Do'), step('V1', 'Tidy', { tags: ['optional'] })],
    });
    accepted(stage.mara.does('E1'));
    accepted(stage.mara.completes());
  });

  it('is refused while paused', () => {
    const stage = setTheStage();
    stage.given.changeReadyToComplete();
    accepted(stage.lin.pauses());
    expect(answerOf(stage.mara.completes())).toBe('change_paused');
  });
});

describe('rolling back', () => {
  it('needs nothing but a reason from the operator or an approver', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    expect(answerOf(stage.lin.rollsBack())).toBe('not_permitted');
    expect(answerOf(stage.mara.rollsBack(''))).toBe('rollback_reason_required');
    accepted(stage.tomas.rollsBack());
  });

  it('is verified by an observation', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    expect(answerOf(stage.mara.recovers())).toBe('not_in_state');
    accepted(stage.mara.rollsBack());
    expect(answerOf(stage.mara.recovers(''))).toBe('observation_missing');
    expect(answerOf(stage.lin.recovers())).toBe('not_permitted');
    accepted(stage.mara.recovers());
  });

  it('is final', () => {
    const stage = setTheStage();
    stage.given.endedChange('rolled_back');
    expect(answerOf(stage.mara.reopens())).toBe('not_in_state');
    expect(answerOf(stage.mara.does('E1'))).toBe('not_in_state');
  });
});
