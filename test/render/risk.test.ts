/** Risk as people meet it: a suggestion while they decide, criteria and a clock while it runs, and none of it as a score. */
import { describe, expect, it } from 'vitest';
import { evidenceView } from '../../src/core/desired/evidence.ts';
import { recordView } from '../../src/core/desired/record-view.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { EvidenceRecord } from '../../src/core/desired/evidence-record.ts';
import type { RollbackMethod } from '../../src/core/policy/rule.ts';
import { renderEvidence } from '../../src/render/evidence.ts';
import { renderRecord } from '../../src/render/record.ts';
import { answering } from '../core/risk/questionnaire.ts';
import { accepted } from '../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../support/change-kit.ts';
import type { Stage } from '../support/change-kit.ts';
import { HOLDPOINT } from '../support/change-people.ts';
import { CERT_ROTATION, step } from '../support/change-plans.ts';
import { need, policyOf, rule } from '../support/policy-rules.ts';

const MARKER = `<!-- holdpoint:record v1 CHG-00001 ${'0'.repeat(32)} -->`;

/** Points of the answers in the order of the questionnaire. */
function answered(points: string, more: Partial<Plan> = {}): Plan {
  return { ...CERT_ROTATION, ...more, answers: { ...CERT_ROTATION.answers, ...answering(points) } };
}

function record(stage: Stage): string {
  return renderRecord(recordView(stage.change, stage.factsFor(HOLDPOINT), null), MARKER);
}

function evidence(stage: Stage): { readonly record: EvidenceRecord; readonly text: string } {
  const view = evidenceView(stage.change);
  if (view === null) throw new Error('it has ended');
  return { record: view.record, text: renderEvidence(view, () => MARKER).join('\n') };
}

describe('what the answers suggest', () => {
  const HIGHER =
    'The answers suggest risk **high**: 62 of 100, **higher than the author’s own choice, medium**';

  it('stands beside the author’s own choice in draft and in review, and is gone once it is agreed', () => {
    const stage = setTheStage({ policy: policyOf({}) });
    stage.given.draft(answered('322102330'));
    expect(record(stage)).toContain(HIGHER);
    accepted(stage.mara.submits());
    expect(record(stage)).toContain(HIGHER);
    accepted(stage.tomas.approves());
    expect(record(stage)).not.toContain('The answers suggest');
  });

  it('is never shown while the change runs', () => {
    const stage = setTheStage({ policy: policyOf({}) });
    stage.given.runningChange(answered('322102330'));
    expect(record(stage)).not.toContain('The answers suggest');
  });

  it('says that it is the same, that it is lower, and by which floor', () => {
    const said = (points: string): string => {
      const stage = setTheStage({ policy: policyOf({}) });
      stage.given.draft(answered(points));
      return record(stage);
    };
    expect(said('110231211')).toContain(
      'risk **medium**: 42 of 100 (it is not tested), as the author chose',
    );
    expect(said('110011111')).toContain(
      'risk **low**: 23 of 100, lower than the author’s own choice, medium',
    );
  });

  it('is no level while it hangs on what is missing, and says on what', () => {
    const stage = setTheStage({ policy: policyOf({}) });
    stage.given.draft(answered('310000..2'));
    expect(record(stage)).toContain(
      'The answers suggest no level of risk yet: 28 to 38 of 100, and it hangs on',
    );
  });

  it('is kept with the submit, with the model’s version and the choice; the evidence says it', () => {
    const stage = setTheStage({ policy: policyOf({}) });
    stage.given.inReview(answered('110231211'));
    const suggested = {
      model: 1,
      least: 42,
      most: 42,
      level: 'medium',
      chosen: 'medium',
      missing: [],
      floors: ['it is not tested'],
    };
    expect(stage.change.suggestedRisk).toEqual(suggested);
    accepted(stage.mara.cancels());
    expect(evidence(stage).record.risk_suggestion).toEqual(suggested);
    expect(evidence(stage).text).toContain(
      'the answers suggested medium (42 of 100, questionnaire 1; it is not tested)',
    );
  });

  it('changes nothing of what is asked: the author’s choice decides', () => {
    const stage = setTheStage({ policy: policyOf({}) });
    stage.given.inReview(answered('322102330'));
    expect(stage.change.risk).toBe('medium');
    expect(stage.inTheWayOf('submit')).not.toContain('category_too_low');
  });

  it('is none under a policy without a questionnaire, and then nothing is recorded', () => {
    const stage = setTheStage({ policy: policyOf({ riskModel: null }) });
    stage.given.inReview(answered('322102330'));
    expect(record(stage)).not.toContain('The answers suggest');
    accepted(stage.mara.cancels());
    expect(evidence(stage).record).not.toHaveProperty('risk_suggestion');
  });
});

const METHOD: RollbackMethod = {
  id: 'proxy',
  title: 'Proxy',
  method: 'put the files back',
  withinMinutes: 10,
  kinds: ['proxy'],
};
const PROXY = {
  id: 'proxy',
  title: 'Proxy',
  scope: null,
  recognisedBy: { kind: 'asset', globs: ['edge/**'] },
} as const;

function rollingBack(): Stage {
  const stage = setTheStage({ policy: policyOf({ kinds: [PROXY], rollbackMethods: [METHOD] }) });
  stage.given.runningChange();
  accepted(stage.mara.does('E1'));
  stage.clock.set('2026-11-22T03:51:00Z');
  accepted(stage.mara.rollsBack());
  return stage;
}

describe('the clock of a rollback', () => {
  it('shows when what was promised and what the policy wants run out, as instants', () => {
    const text = record(rollingBack());
    expect(text).toContain('the plan promised 5 min, until 22 Nov 04:56 Europe/Berlin');
    expect(text).toContain('the policy wants it within 10 min, until 22 Nov 05:01 Europe/Berlin');
  });

  it('F234: runs from the command to the verified recovery, and the evidence says what was kept', () => {
    const stage = rollingBack();
    stage.clock.set('2026-11-22T03:58:30Z');
    accepted(stage.mara.recovers());
    const { record: kept, text } = evidence(stage);
    expect(kept.rollback).toMatchObject({
      clock: { promised_minutes: 5, target_minutes: 10, kept_promise: false, kept_target: true },
      recovered: { seconds: 450 },
    });
    expect(text).toContain(
      '**Recovered** after 7 min 30 s; promised were 5 min, **not kept**; the policy wants 10 min, kept',
    );
  });

  it('takes the shortest time where the change is of several kinds, and none where the policy names none', () => {
    const fast = { ...METHOD, id: 'fast', withinMinutes: 3 };
    const target = (methods: readonly RollbackMethod[]): unknown => {
      const stage = setTheStage({ policy: policyOf({ kinds: [PROXY], rollbackMethods: methods }) });
      stage.given.runningChange();
      accepted(stage.mara.rollsBack());
      return stage.change.rollback?.targetMinutes;
    };
    expect(target([METHOD, fast])).toBe(3);
    expect(target([{ ...METHOD, kinds: ['other'] }])).toBeNull();
  });
});

describe('while it runs', () => {
  it('the plan’s own criteria for going back stand in the record, and the policy’s beside them', () => {
    const stage = setTheStage({
      policy: policyOf({ rollbackCriteria: ['a service is down', 'data is lost'] }),
    });
    stage.given.runningChange();
    expect(record(stage)).toContain('**Stop if**');
    expect(record(stage)).toContain(
      '**And by the policy** when a service is down; or data is lost',
    );
  });

  it('F070: watching afterwards is a step that a policy can ask for; its criterion stands beside it, and going back is one command', () => {
    const watch = need('watch', { phase: 'verification', position: 'last', words: ['watch'] });
    const stage = setTheStage({
      policy: policyOf({ rules: [rule('r', null, { steps: [watch] })] }),
    });
    stage.given.draft();
    expect(answerOf(stage.mara.submits())).not.toBe('accepted');
    const { steps } = CERT_ROTATION;
    const watching = {
      ...step('V3', 'Watch the error rate for half an hour', { minutes: 30 }),
      abort: 'errors above 0.5 % for two minutes',
    };
    accepted(stage.mara.edits({ ...CERT_ROTATION, steps: [...steps, watching] }));
    accepted(stage.mara.submits());
    expect(record(stage)).toContain('stop if: errors above 0.5 % for two minutes');
  });
});
