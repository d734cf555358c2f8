// Each question of the form by itself: it is asked, a plan without its answer is not ready for review, and the answer stands
// word for word in what approvers bind themselves to and in the evidence. Answers make people think; they decide nothing.
import { describe, expect, it } from 'vitest';
import { CHANGE_FORM } from '../../../src/core/plan/change-form.ts';
import { comparePlans } from '../../../src/core/plan/compare.ts';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import { evidenceView } from '../../../src/core/desired/evidence.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { changeBody, planOf, type Answers } from './change-body.ts';

const complete = planOf(changeBody());

function labelOf(id: string): string {
  return CHANGE_FORM.fields.find((field) => field.id === id)?.label ?? '';
}

describe('the form', () => {
  it.each([
    ['what', 'What are you changing?'],
    ['failure', 'What happens if it fails half-way?'],
    ['affected', 'Who is affected, and who must be told?'],
    ['blast_radius', 'How far can the damage spread?'],
    ['rollback', 'How do you roll back?'],
    ['rollback_time', 'How long does the rollback take?'],
    ['customer_impact', 'What will customers see?'],
    ['success', 'How will you know it worked, seen from outside?'],
    ['steps_verify', 'Steps to verify'],
  ])('asks for %s, “%s”, and nothing goes to review without it', (id, question) => {
    expect(labelOf(id)).toMatch(/^\d+ · /u);
    expect(labelOf(id)).toContain(question);
    const plan = planOf(changeBody({ [id]: '' }));
    expect(plan.missing).toContain(id);
    const stage = setTheStage();
    accepted(stage.mara.opens({ kind: 'readable', plan, warnings: [] }));
    expect(answerOf(stage.mara.submits())).toBe('answers_missing');
  });

  it('asks what must be done first, and leaves it open to have nothing to say', () => {
    expect(labelOf('dependencies')).toContain('What must be done first?');
    expect(planOf(changeBody({ dependencies: '' })).missing).toEqual([]);
    const named = planOf(changeBody({ dependencies: 'CHG-00005\n#12' }));
    expect(named.answers['dependencies']).toBe('CHG-00005\n#12');
    // Whoever approved the plan approved what it waits for.
    expect(comparePlans(complete, named).substantive).toEqual(['dependencies']);
    expect(digestPlan(named)).not.toBe(digestPlan(complete));
    expect(evidenceAnswers({ dependencies: 'CHG-00005\n#12' })['dependencies']).toBe(
      'CHG-00005\n#12',
    );
  });

  it.each([
    ['steps_execute', changeBody().replace('Switch gw-1', 'Switch gw-9'), 'E1'],
    ['rollback', changeBody({ rollback: 'By hand.' }), 'rollback'],
    ['test_evidence', changeBody({ test_evidence: 'Not tested.' }), 'test_evidence'],
  ])('asks for %s by itself, and whoever edits it edits nothing else', (id, body, changed) => {
    expect(labelOf(id)).not.toBe('');
    expect(comparePlans(complete, planOf(body)).substantive).toEqual([changed]);
  });

  it.each(['Low', 'Medium', 'High', 'Critical'])('knows the priority %s', (priority) => {
    expect(planOf(changeBody({ priority })).priority).toBe(priority.toLowerCase());
  });

  it.each(['Low', 'Medium', 'High'])('knows the risk level %s', (level) => {
    expect(planOf(changeBody({ risk_level: level })).risk).toBe(level.toLowerCase());
  });

  it('keeps every answer word for word in the evidence, beside its question', () => {
    const { steps_before, steps_execute, steps_verify, ...words } = complete.answers;
    expect([steps_before, steps_execute, steps_verify]).not.toContain(undefined);
    // Steps stand in the checklist, with what became of them.
    expect(evidenceAnswers()).toEqual(words);
  });
});

function evidenceAnswers(answers: Answers = {}): Readonly<Record<string, string>> {
  const stage = setTheStage();
  const plan = planOf(changeBody(answers));
  accepted(stage.mara.opens({ kind: 'readable', plan, warnings: [] }));
  accepted(stage.mara.cancels('not needed'));
  const view = evidenceView(stage.change);
  return Object.fromEntries(
    (view?.record.plan?.answers ?? []).map(({ id, question, answer }) => {
      expect(question).toBe(labelOf(id));
      return [id, answer];
    }),
  );
}

describe('answers', () => {
  const risky = CHANGE_FORM.fields.filter(({ id }) => /^risk_(?!level)/u.test(id));
  const chosen = (which: 0 | -1): Answers =>
    Object.fromEntries(risky.map(({ id, options }) => [id, options.at(which) ?? '']));

  it('make people think and decide nothing: the best and the worst are stopped by the same gates', () => {
    expect(risky.length).toBeGreaterThan(5);
    const judged = ([0, -1] as const).map((which) => {
      const stage = setTheStage();
      const plan = planOf(changeBody(chosen(which)));
      accepted(stage.mara.opens({ kind: 'readable', plan, warnings: [] }));
      const gates = (['submit', 'approve', 'start'] as const).map((act) => stage.inTheWayOf(act));
      const { category, risk, priority } = stage.change;
      return { gates, category, risk, priority };
    });
    expect(judged[0]).toEqual(judged[1]);
  });
});
