/** Ticks and commands on steps: in order, by the operator, with what was seen. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, step } from '../../support/change-plans.ts';

describe('doing a step', () => {
  it('records who, when and what was seen', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.mara.does('E1', '  test passed, 0600 root '));
    expect(stage.change.steps['E1']).toMatchObject({
      status: 'done',
      finished: { by: { login: 'mara-ops' }, at: '2026-11-22T03:31:00Z' },
      observed: 'test passed, 0600 root',
    });
  });

  it('out of order is refused, and the reason stands beside the step', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    const decision = stage.mara.ticks('E2');
    expect(answerOf(decision)).toBe('out_of_order_step');
    expect(decision.kind === 'refused' && decision.refusal.facts).toEqual({
      step: 'E2',
      waits_for: ['E1'],
      current: ['E1'],
      why: 'not_done',
    });
    expect(stage.change.steps['E2']?.refused).toMatchObject({
      code: 'out_of_order_step',
      by: { login: 'mara-ops' },
    });
    accepted(stage.mara.does('E1'));
    accepted(stage.mara.does('E2'));
    expect(stage.change.steps['E2']?.refused).toBeNull();
  });

  it('is for the operator alone once the change runs', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    const decision = stage.dee.does('E1');
    expect(answerOf(decision)).toBe('not_permitted');
    expect(decision.kind === 'refused' && decision.refusal.facts).toMatchObject({
      why: 'not_operator',
      who: ['mara-ops'],
    });
  });

  it('before the start is for any engineer, and only for pre-flight steps', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.lin.does('P1'));
    expect(answerOf(stage.nina.does('P2'))).toBe('not_permitted');
    expect(answerOf(stage.mara.does('E1'))).toBe('not_in_state');
  });

  it('that the plan does not have is answered with those it has', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    for (const id of ['E9', '__proto__', 'constructor', '']) {
      const decision = stage.mara.does(id);
      expect(answerOf(decision)).toBe('step_unknown');
      expect(decision.events[0]).toMatchObject({ data: { step: null } });
    }
    expect(stage.mara.does('E10')).toMatchObject({
      refusal: { facts: { known: CERT_ROTATION.steps.map(({ id }) => id) } },
    });
  });

  it('twice by the same person is once', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.mara.does('E1', 'ok'));
    expect(accepted(stage.mara.ticks('E1'))).toEqual([]);
    expect(accepted(stage.mara.does('E1', 'ok'))).toEqual([]);
    expect(answerOf(stage.mara.does('E1', 'something else'))).toBe('already_done');
    expect(stage.change.steps['E1']?.observed).toBe('ok');
  });

  it('that somebody else has done is already done', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.lin.does('P1'));
    const decision = stage.mara.does('P1');
    expect(decision).toMatchObject({
      refusal: { code: 'already_done', facts: { step: 'P1', by: 'lin-dev' } },
    });
  });

  it('in several ticks of one edit is judged one by one', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    expect(['E1', 'E3', 'E2'].map((id) => answerOf(stage.mara.ticks(id)))).toEqual([
      'accepted',
      'out_of_order_step',
      'accepted',
    ]);
  });
});

describe('a tick without an observation', () => {
  it('leaves the step done and the observation missing', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.mara.ticks('E1'));
    expect(stage.change.steps['E1']).toMatchObject({
      status: 'done',
      observed: null,
      observedBy: null,
    });
    accepted(stage.mara.does('E2'));
  });

  it('is filled in by the command, or by a line', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.mara.ticks('E1'));
    accepted(stage.mara.does('E1', 'test passed'));
    expect(stage.types.at(-1)).toBe('step_observed');
    accepted(stage.mara.ticks('E2'));
    accepted(stage.mara.observes('E2', 'gone after 41 s'));
    expect(stage.change.steps['E2']).toMatchObject({
      observed: 'gone after 41 s',
      finished: { seq: stage.log.length - 1 },
    });
    expect(accepted(stage.mara.observes('E2', 'gone after 41 s'))).toEqual([]);
    expect(answerOf(stage.mara.observes('E2', 'gone after 14 s'))).toBe('already_done');
  });

  it('is filled in only by who did it or by the operator', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.lin.ticks('P1'));
    expect(answerOf(stage.sora.observes('P1', 'fingerprints equal'))).toBe('not_permitted');
    accepted(stage.lin.observes('P1', 'fingerprints equal'));
  });

  it('cannot be filled in before the step is done, or with nothing', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    expect(answerOf(stage.mara.observes('E1', 'looks right'))).toBe('out_of_order_step');
    accepted(stage.mara.ticks('E1'));
    expect(answerOf(stage.mara.observes('E1', ' \n '))).toBe('observation_missing');
  });

  it('keeps the change from being completed, and every such step is named', () => {
    const stage = setTheStage();
    stage.given.runningChange({ ...CERT_ROTATION, steps: [step('E1', 'Do'), step('V1', 'Look')] });
    accepted(stage.mara.ticks('E1'));
    accepted(stage.mara.ticks('V1'));
    const decision = stage.mara.completes();
    expect(decision).toMatchObject({
      refusal: { code: 'observation_missing', facts: { steps: ['E1', 'V1'] } },
    });
  });
});

describe('taking a tick away', () => {
  it('never undoes a step', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.mara.does('E1'));
    expect(answerOf(stage.mara.unticks('E1'))).toBe('already_done');
    expect(stage.change.steps['E1']).toMatchObject({
      status: 'done',
      refused: { code: 'already_done' },
    });
  });

  it('that had no effect is nothing', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    expect(accepted(stage.mara.unticks('E2'))).toEqual([]);
  });
});

describe('beginning a step', () => {
  it('is recorded once, and not of a step that is shut or done', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.mara.begins('E1'));
    expect(stage.change.steps['E1']).toMatchObject({
      status: 'begun',
      begun: { by: { login: 'mara-ops' } },
    });
    expect(accepted(stage.mara.begins('E1'))).toEqual([]);
    expect(answerOf(stage.mara.begins('E2'))).toBe('out_of_order_step');
    accepted(stage.mara.does('E1'));
    expect(stage.change.steps['E1']?.begun).not.toBeNull();
    expect(answerOf(stage.mara.begins('E1'))).toBe('already_done');
  });
});

describe('skipping a step', () => {
  it('is for optional ones, in order, with a reason', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    expect(answerOf(stage.mara.skips('E5'))).toBe('out_of_order_step');
    expect(answerOf(stage.mara.skips('E4'))).toBe('step_not_optional');
    accepted(stage.tomas.confirms('E3'));
    accepted(stage.mara.does('E4'));
    expect(answerOf(stage.mara.skips('E5', ''))).toBe('reason_required');
    accepted(stage.mara.skips('E5', 'the cache is warm'));
    expect(stage.change.steps['E5']).toMatchObject({
      status: 'skipped',
      observed: 'the cache is warm',
    });
    expect(answerOf(stage.mara.does('E5'))).toBe('already_done');
  });

  it('is never for a hold, even an optional one', () => {
    const stage = setTheStage();
    stage.given.runningChange({
      ...CERT_ROTATION,
      steps: [step('E1', 'Look', { tags: ['hold', 'optional'] }), step('V1', 'Look')],
    });
    expect(answerOf(stage.mara.skips('E1'))).toBe('hold_not_skippable');
  });
});
