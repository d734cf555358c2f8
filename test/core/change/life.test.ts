/** The whole life of a change, from the form to each of its ends, as the people of the example live it. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, step } from '../../support/change-plans.ts';

describe('the life of a change', () => {
  it('leads from a draft through approval, window and checklist to completed', () => {
    const stage = setTheStage();
    stage.given.completedChange();
    expect(stage.types).toEqual([
      'change_opened',
      'plan_recorded',
      'submitted',
      'approved',
      'approval_completed',
      'scheduled',
      'step_done',
      'step_done',
      'started',
      'step_done',
      'step_done',
      'step_done',
      'hold_confirmed',
      'step_done',
      'step_skipped',
      'step_done',
      'step_done',
      'completed',
    ]);
    expect(stage.change).toMatchObject({
      state: 'completed',
      closure: { code: 'successful', notes: 'The drain took long.' },
      operator: { login: 'mara-ops' },
      ended: { by: { login: 'mara-ops' } },
      times: { openedAt: '2026-11-19T09:02:00Z', startedAt: '2026-11-22T03:30:00Z' },
    });
  });

  it('ends as rolled back at the command, and has ended only when the rollback is verified', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    accepted(stage.mara.rollsBack('carrier clients are refused'));
    expect(stage.change).toMatchObject({
      state: 'rolled_back',
      closure: { code: 'unsuccessful', notes: 'carrier clients are refused' },
      rollback: { reason: 'carrier clients are refused', recovered: null },
      ended: null,
    });
    expect(stage.log.at(-1)?.data).toEqual({ step: 'E3', target: null });
    accepted(stage.tomas.recovers('old serial again'));
    expect(stage.change.rollback?.recovered?.observed).toBe('old serial again');
    expect(stage.change.ended?.by.login).toBe('tomas-sre');
    expect(accepted(stage.mara.recovers())).toEqual([]);
  });

  it('is cancelled by its author with a reason, and is then not rolled back but cancelled', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    expect(answerOf(stage.mara.cancels(' '))).toBe('reason_required');
    expect(answerOf(stage.lin.cancels())).toBe('not_permitted');
    accepted(stage.mara.cancels('the issuer moved the date'));
    expect(stage.change).toMatchObject({ state: 'cancelled', rollback: null, closure: null });
    expect(answerOf(stage.mara.submits())).toBe('not_in_state');
  });

  it('is rejected by an approver with a reason, for good', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(answerOf(stage.lin.rejects())).toBe('not_permitted');
    expect(answerOf(stage.tomas.rejects(''))).toBe('reason_required');
    accepted(stage.tomas.rejects('not in this quarter'));
    expect(stage.change).toMatchObject({
      state: 'rejected',
      ended: { by: { login: 'tomas-sre' } },
    });
    expect(answerOf(stage.tomas.approves())).toBe('not_in_state');
  });

  it('is reopened with a reason: the closure is void, the operator goes on', () => {
    const stage = setTheStage();
    stage.given.completedChange();
    expect(answerOf(stage.mara.reopens(''))).toBe('reason_required');
    accepted(stage.mara.reopens());
    expect(stage.change).toMatchObject({
      state: 'in_progress',
      closure: null,
      ended: null,
      reopenings: 1,
      reapprovalDue: false,
    });
    accepted(stage.mara.completes('successful_with_issues', 'second node was late'));
    expect(stage.change.closure?.code).toBe('successful_with_issues');
  });

  it('reopened with another plan, needs a new approval before it can be completed', () => {
    const stage = setTheStage();
    stage.given.completedChange();
    const longer = [...CERT_ROTATION.steps, step('V3', 'Look again tomorrow')];
    accepted(stage.mara.edits({ ...CERT_ROTATION, steps: longer }));
    expect(stage.change.state).toBe('completed');
    accepted(stage.mara.reopens());
    expect(stage.change).toMatchObject({ reapprovalDue: true, planInForce: CERT_ROTATION });
    expect(answerOf(stage.mara.completes())).toBe('approval_stale');
    accepted(stage.tomas.approves());
    expect(stage.change).toMatchObject({ reapprovalDue: false, state: 'in_progress' });
    expect(stage.change.planInForce?.steps.at(-1)?.id).toBe('V3');
    expect(answerOf(stage.mara.completes())).toBe('required_steps_open');
    accepted(stage.mara.does('V3'));
    accepted(stage.mara.completes());
  });

  it('reopened with a step inserted, keeps what was recorded only for steps that are the same', () => {
    const stage = setTheStage();
    stage.given.completedChange();
    const inserted = CERT_ROTATION.steps.map((one) =>
      one.id === 'E4' ? step('E4', 'Undrain gw-1 slowly') : one,
    );
    accepted(stage.mara.edits({ ...CERT_ROTATION, steps: inserted }));
    accepted(stage.mara.reopens());
    accepted(stage.tomas.approves());
    expect(Object.keys(stage.change.steps)).toEqual([
      'P1',
      'P2',
      'E1',
      'E2',
      'E3',
      'E5',
      'V1',
      'V2',
    ]);
    expect(answerOf(stage.mara.completes())).toBe('required_steps_open');
  });

  it('reopened with the plan of an emergency, is none: it was not started as one', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.completedChange();
    accepted(stage.mara.edits({ ...CERT_ROTATION, category: 'emergency', risk: 'critical' }));
    accepted(stage.mara.reopens());
    accepted(stage.mara.links(701));
    expect(answerOf(stage.dee.authorises())).toBe('not_in_state');
    expect(stage.verdict('merge', 'approvals').kind).toBe('unmet');
    expect(answerOf(stage.mara.completes())).toBe('approval_stale');
  });

  it('reopened with a heavier plan, is approved by the rules of the heavier class', () => {
    const stage = setTheStage();
    stage.given.completedChange();
    accepted(stage.mara.edits({ ...CERT_ROTATION, category: 'significant', risk: 'high' }));
    accepted(stage.mara.reopens());
    expect(answerOf(stage.tomas.approves())).toBe('not_permitted');
    expect(stage.change.reapprovalDue).toBe(true);
    accepted(stage.dee.approves());
    expect(stage.change.reapprovalDue).toBe(false);
  });
});
