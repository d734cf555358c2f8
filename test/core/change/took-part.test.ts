/** Whoever took part in the work stays a part of it: doing it again, or handing over, takes nobody off the list. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { EMERGENCY_PATCH, step, withAnswer } from '../../support/change-plans.ts';

const PLAN = {
  ...EMERGENCY_PATCH,
  secondPerson: null,
  steps: [step('E1', 'Install the fixed build', { tags: ['hold'] })],
};

/** Sora wrote it, Priya started it, Tomas did the hold, was declined by Dee, and Priya did it again. */
function doneTwice(): Stage {
  const stage = setTheStage();
  accepted(stage.sora.opens({ kind: 'readable', plan: PLAN, warnings: [] }));
  accepted(stage.priya.starts());
  accepted(stage.priya.handsOverTo(stage.tomas.actor));
  accepted(stage.tomas.accepts());
  accepted(stage.tomas.does('E1'));
  accepted(stage.dee.declines('E1'));
  accepted(stage.tomas.handsOverTo(stage.priya.actor));
  accepted(stage.priya.accepts());
  accepted(stage.priya.does('E1'));
  return stage;
}

describe('whoever did a hold before it was declined', () => {
  it('is no second person when another does it again', () => {
    const stage = doneTwice();
    expect(stage.tomas.confirms('E1')).toMatchObject({
      refusal: { code: 'second_person_required', facts: { doer: 'tomas-sre' } },
    });
    expect(answerOf(stage.tomas.waives('E1'))).toBe('second_person_required');
    accepted(stage.dee.confirms('E1'));
  });

  it('does not review the emergency', () => {
    const stage = doneTwice();
    accepted(stage.dee.confirms('E1'));
    accepted(stage.priya.completes());
    expect(answerOf(stage.tomas.reviewsAfterwards())).toBe('second_person_required');
    accepted(stage.dee.reviewsAfterwards());
  });
});

describe('an emergency is not reviewed', () => {
  function ended(more: { readonly editedByTomas?: boolean } = {}): Stage {
    const stage = setTheStage({ pulls: [pullFacts(701, { author: setTheStage().tomas.actor })] });
    const plan = { ...PLAN, steps: [step('E1', 'Install the fixed build')] };
    accepted(stage.sora.opens({ kind: 'readable', plan, warnings: [] }));
    if (more.editedByTomas === true)
      accepted(stage.tomas.edits(withAnswer(plan, 'what', 'Install my build.')));
    else accepted(stage.sora.links(701));
    accepted(stage.priya.starts());
    accepted(stage.priya.does('E1'));
    accepted(stage.priya.completes());
    return stage;
  }

  it('by whoever wrote its code', () => {
    const stage = ended();
    expect(stage.tomas.reviewsAfterwards()).toMatchObject({
      refusal: {
        code: 'self_approval',
        facts: { why: 'contributor', pull: 'lighthouse-freight/changes#701', verb: 'review' },
      },
    });
    accepted(stage.dee.reviewsAfterwards());
  });

  it('by whoever edited its plan', () => {
    expect(answerOf(ended({ editedByTomas: true }).tomas.reviewsAfterwards())).toBe(
      'plan_editor_approval',
    );
  });

  it('while nobody can tell whose code it was', () => {
    const stage = ended();
    stage.forge.shows();
    expect(answerOf(stage.dee.reviewsAfterwards())).toBe('evidence_unavailable');
  });
});
