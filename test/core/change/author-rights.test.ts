/** What is the author's to do, and what becomes of it when the author may not work here any more. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/change/facts.ts';
import type { Role } from '../../../src/core/policy/holders.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { verbsOf } from '../../support/change-verbs.ts';

function mara(stage: ReturnType<typeof setTheStage>, roles: readonly Role[]) {
  const actor: Actor = { ...PEOPLE.mara, roles };
  return verbsOf(actor, stage.act);
}

describe('an author who lost write access', () => {
  it.each([[], ['viewer']] as const)('submits nothing (roles: %s)', (...roles) => {
    const stage = setTheStage();
    accepted(stage.mara.opens());
    const decision = mara(stage, roles).submits();
    expect(answerOf(decision)).toBe('not_permitted');
    expect(stage.change.state).toBe('draft');
  });

  it('does not call the change off, and is told who may', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    const decision = mara(stage, ['viewer']).cancels();
    expect(decision).toMatchObject({
      kind: 'refused',
      refusal: { code: 'not_permitted', facts: { verb: 'cancel', why: 'role', held: ['viewer'] } },
    });
    expect(stage.change.state).toBe('scheduled');
    accepted(stage.tomas.cancels());
  });

  it('does not lower the lead time of the draft', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens());
    expect(answerOf(mara(stage, ['viewer']).overrides('lead_time_violation'))).toBe(
      'not_permitted',
    );
    expect(stage.change.overrides).toEqual([]);
  });
});

describe('an author who may still write', () => {
  it('submits, lowers the lead time in draft, and calls the change off', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens());
    accepted(stage.mara.overrides('lead_time_violation'));
    accepted(stage.mara.submits());
    accepted(stage.mara.cancels());
    expect(stage.change.state).toBe('cancelled');
  });

  it('is the only engineer who calls it off: another one is not its author', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(answerOf(stage.lin.cancels())).toBe('not_permitted');
  });
});

describe('pre-flight steps that were walked', () => {
  it('stay walked when an approval is withdrawn: the plan is the same', () => {
    const stage = setTheStage();
    stage.given.changeReadyToStart();
    const { steps } = stage.change;
    expect(Object.keys(steps)).not.toEqual([]);
    accepted(stage.tomas.withdraws());
    expect(stage.change).toMatchObject({ state: 'review', steps });
  });

  it('stay walked when somebody asks for changes, until the plan is changed', () => {
    const stage = setTheStage();
    stage.given.changeReadyToStart();
    const { steps } = stage.change;
    accepted(stage.sora.requestsChanges());
    expect(stage.change).toMatchObject({ state: 'review', steps });
  });

  it('are walked again when what would be merged has moved', () => {
    const stage = setTheStage();
    stage.given.changeReadyToStart();
    accepted(stage.lin.links(701));
    expect(stage.change).toMatchObject({ state: 'review', steps: {} });
  });
});
