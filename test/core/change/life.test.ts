/** The whole life of a change, from the form to its end, as the people of the example live it. */
import { describe, expect, it } from 'vitest';
import { setTheStage, answerOf } from '../../support/change-kit.ts';

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
    expect(stage.change).toMatchObject({ state: 'completed', closure: { code: 'successful' }, operator: { login: 'mara-ops' } });
    expect(stage.change.ended?.by.login).toBe('mara-ops');
    expect(answerOf(stage.mara.completes())).toBe('not_in_state');
  });
});
