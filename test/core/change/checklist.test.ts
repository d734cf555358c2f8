/** Which step is open, which is shut, and by what. */
import { describe, expect, it } from 'vitest';
import { checklist, currentSteps, waitingHolds } from '../../../src/core/change/checklist.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, step } from '../../support/change-plans.ts';

const BRANCHES = {
  ...CERT_ROTATION,
  steps: [
    step('E1', 'Prepare'),
    step('E2', 'One half', { tags: ['hold'] }),
    step('E3', 'Other half', { after: ['E1'] }),
    step('E4', 'Join', { after: ['E2', 'E3'] }),
    step('V1', 'Look'),
  ],
};

function standing(change: Change): Readonly<Record<string, string>> {
  return Object.fromEntries(
    checklist(change).map(({ step: { id }, openness, shutBy }) => [
      id,
      openness === 'shut'
        ? `shut: ${shutBy.map(({ step: by, why }) => `${by ?? ''} ${why}`.trim()).join(', ')}`
        : openness,
    ]),
  );
}

describe('the checklist', () => {
  it('before approval is shut as a whole', () => {
    const stage = setTheStage();
    const change = stage.given.inReview();
    expect(standing(change)).toMatchObject({
      P1: 'shut: not_approved',
      E1: 'shut: not_started',
      V1: 'shut: not_started',
    });
    expect(currentSteps(change)).toEqual([]);
  });

  it('once approved opens its pre-flight steps one by one, and no other', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    expect(standing(stage.change)).toMatchObject({
      P1: 'current',
      P2: 'shut: P1 not_done',
      E1: 'shut: not_started',
    });
    accepted(stage.lin.does('P1'));
    expect(standing(stage.change)).toMatchObject({ P1: 'done', P2: 'current' });
  });

  it('opens each step when the one before is done, across phases', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    expect(standing(stage.change)).toEqual({
      P1: 'done',
      P2: 'done',
      E1: 'done',
      E2: 'done',
      E3: 'waiting_confirmation',
      E4: 'shut: E3 not_confirmed',
      E5: 'shut: E4 not_done',
      V1: 'shut: E5 not_done',
      V2: 'shut: V1 not_done',
    });
    expect(waitingHolds(stage.change).map(({ step: { id } }) => id)).toEqual(['E3']);
    accepted(stage.tomas.confirms('E3'));
    expect(currentSteps(stage.change).map(({ step: { id } }) => id)).toEqual(['E4']);
  });

  it('opens several steps where `after` allows it, and waits for all of them where it joins', () => {
    const stage = setTheStage();
    stage.given.runningChange(BRANCHES);
    accepted(stage.mara.does('E1'));
    expect(currentSteps(stage.change).map(({ step: { id } }) => id)).toEqual(['E2', 'E3']);
    accepted(stage.mara.does('E3'));
    accepted(stage.mara.does('E2'));
    expect(standing(stage.change)).toMatchObject({
      E4: 'shut: E2 not_confirmed',
      V1: 'shut: E4 not_done',
    });
    expect(answerOf(stage.mara.does('E4'))).toBe('out_of_order_step');
    accepted(stage.tomas.confirms('E2'));
    accepted(stage.mara.does('E4'));
  });

  it('shows a declined hold as open to be done again', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    accepted(stage.tomas.declines('E3'));
    expect(standing(stage.change)).toMatchObject({ E3: 'current', E4: 'shut: E3 not_confirmed' });
  });

  it('shows a declined hold as waiting once it cannot be done again', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    accepted(stage.tomas.declines('E3'));
    accepted(stage.mara.rollsBack());
    expect(standing(stage.change)).toMatchObject({ E3: 'waiting_confirmation', E4: 'shut: over' });
  });

  it('shows a skipped step as skipped, and goes on behind it', () => {
    const stage = setTheStage();
    stage.given.changeReadyToComplete();
    expect(standing(stage.change)).toMatchObject({ E5: 'skipped', V1: 'done' });
  });

  it('after the end keeps what was done and opens nothing more', () => {
    const stage = setTheStage();
    const change = stage.given.endedChange('rolled_back');
    expect(standing(change)).toMatchObject({
      E2: 'done',
      E3: 'waiting_confirmation',
      E4: 'shut: over',
    });
  });
});
