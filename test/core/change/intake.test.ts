/** Opening a change, and what an edit of its text does in each state. */
import { describe, expect, it } from 'vitest';
import { sealEvent } from '../../../src/core/audit/seal.ts';
import { MAX_BODY_BYTES } from '../../../src/core/audit/event.ts';
import type { Plan, StepTag } from '../../../src/core/plan/plan.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { DEPLOYBOT, PEOPLE, SOMEBODY } from '../../support/change-people.ts';
import {
  CERT_ROTATION,
  EMERGENCY_PATCH,
  readable,
  step,
  UNREADABLE,
  WINDOW,
  withAnswer,
} from '../../support/change-plans.ts';
import { TITLE } from '../../support/change-verbs.ts';

const REWORDED = withAnswer(CERT_ROTATION, 'failure', 'Nobody can connect.');
const PRIORITISED: Plan = { ...withAnswer(CERT_ROTATION, 'priority', 'High'), priority: 'high' };

describe('opening', () => {
  it('keeps the number, the issue, the author and the plan', () => {
    const stage = setTheStage();
    const change = stage.given.draft();
    expect(change).toMatchObject({
      number: 1,
      state: 'draft',
      repo: 'lighthouse-freight/changes',
      issue: 12,
      title: TITLE,
      author: { id: '9001', login: 'mara-ops' },
      category: 'normal',
      revision: 1,
      plan: CERT_ROTATION,
      problems: [],
    });
  });

  it('happens even when the form cannot be read, so that the author is told why', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens(UNREADABLE));
    expect(stage.change).toMatchObject({ state: 'draft', plan: null, digest: null, revision: 1 });
    expect(stage.change.problems).toEqual(UNREADABLE.kind === 'unreadable' && UNREADABLE.problems);
    expect(answerOf(stage.mara.submits())).toBe('plan_unreadable');
    accepted(stage.mara.edits(CERT_ROTATION));
    expect(stage.change).toMatchObject({ plan: CERT_ROTATION, problems: [], revision: 2 });
  });

  it('is not for viewers and never for machines', () => {
    const stage = setTheStage();
    expect(answerOf(stage.nina.opens())).toBe('not_permitted');
    expect(answerOf(stage.act(DEPLOYBOT, { ...opening(), author: DEPLOYBOT }))).toBe(
      'not_permitted',
    );
    expect(stage.log).toEqual([]);
  });

  it('belongs to who wrote the issue, also when somebody else gave it the label', () => {
    const stage = setTheStage();
    accepted(stage.act(PEOPLE.tomas, { ...opening(), author: PEOPLE.nina }));
    expect(stage.change.author.login).toBe('nina-cs');
    expect(stage.change.lastEditor?.login).toBe('nina-cs');
  });

  it('twice is once', () => {
    const stage = setTheStage();
    stage.given.draft();
    expect(accepted(stage.mara.opens())).toEqual([]);
  });

  it('comes before everything else', () => {
    const stage = setTheStage();
    const decision = stage.mara.submits();
    expect(answerOf(decision)).toBe('change_missing');
    expect(decision.events).toEqual([]);
  });

  it('of the heaviest plan that the form allows still fits into one event', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens(readable(heaviest(1_000))));
    expect(stage.change.plan?.steps).toHaveLength(200);
    for (const event of stage.log) {
      const salts = Array.from(
        { length: Object.keys(event.texts).length },
        () => new Uint8Array(32),
      );
      const sealed = sealEvent(
        { ...event, texts: event.texts as Record<string, string> },
        { login: new Uint8Array(32), texts: salts },
      );
      expect(sealed.body.length).toBeLessThan(MAX_BODY_BYTES);
    }
  });

  it('of a plan whose steps name each other without end says so instead', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens(readable(heaviest(1_200))));
    expect(stage.change.problems.map(({ code }) => code)).toEqual(['steps_entangled']);
  });
});

describe('an edit', () => {
  it('of nothing is nothing', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(accepted(stage.mara.edits({ ...CERT_ROTATION }))).toEqual([]);
  });

  it('of the title alone is cosmetic', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.mara.renames('Rotate the certificate'));
    expect(stage.types.at(-1)).toBe('title_changed');
    expect(stage.change).toMatchObject({
      state: 'approved',
      revision: 1,
      title: 'Rotate the certificate',
    });
  });

  it('of the priority keeps the approval', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    accepted(stage.mara.edits(PRIORITISED));
    expect(stage.change).toMatchObject({ state: 'scheduled', revision: 2, priority: 'high' });
    expect(stage.change.approvals[0]?.voided).toBeNull();
  });

  it('of the substance voids the approvals and leads back to review', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    accepted(stage.sora.edits(REWORDED));
    expect(stage.types.slice(-3)).toEqual([
      'plan_recorded',
      'approvals_voided',
      'returned_to_review',
    ]);
    expect(stage.change).toMatchObject({
      state: 'review',
      window: null,
      revision: 2,
      lastEditor: { login: 'sora-sec' },
    });
    expect(stage.change.approvals[0]?.voided?.reason).toBe('approval_stale');
    expect(stage.log.at(-3)?.data).toMatchObject({ substantive: ['failure'] });
  });

  it('forgets the pre-flight steps that were walked for the older plan', () => {
    const stage = setTheStage();
    stage.given.changeReadyToStart();
    accepted(stage.mara.edits(REWORDED));
    expect(stage.change.steps).toEqual({});
  });

  it('into something unreadable voids the approvals as well', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.mara.garbles(UNREADABLE));
    expect(stage.change).toMatchObject({ state: 'review', plan: null, category: 'normal' });
    expect(accepted(stage.mara.garbles(UNREADABLE))).toEqual([]);
  });

  it('while running is shown and not in force', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(
      stage.mara.edits({
        ...CERT_ROTATION,
        steps: [step('E1', 'Something else')],
        category: 'standard',
      }),
    );
    expect(stage.change).toMatchObject({
      state: 'in_progress',
      category: 'normal',
      planInForce: CERT_ROTATION,
      editedWhileRunning: { by: { login: 'mara-ops' } },
    });
    expect(stage.change.approvals[0]?.voided).toBeNull();
    expect(stage.change.exceptions.map(({ kind }) => kind)).toEqual(['edited_while_running']);
    accepted(stage.mara.does('E1'));
    expect(stage.change.steps['E1']?.status).toBe('done');
  });

  it('after the end is not recorded', () => {
    const stage = setTheStage();
    stage.given.endedChange('cancelled');
    expect(accepted(stage.mara.edits(REWORDED))).toEqual([]);
  });

  it('by somebody unknown voids the approvals and frees nobody from having edited', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.jonas.edits(REWORDED));
    accepted(
      stage.act(SOMEBODY, { type: 'record_plan', title: TITLE, reading: readable(CERT_ROTATION) }),
    );
    expect(stage.change.lastEditor?.login).toBe('jonas-dba');
    expect(answerOf(stage.jonas.approves())).toBe('plan_editor_approval');
  });

  it('that makes an emergency of a running change does not make it one', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.mara.edits({ ...EMERGENCY_PATCH, window: WINDOW }));
    expect(stage.change).toMatchObject({ category: 'normal', emergency: null });
    expect(answerOf(stage.dee.authorises())).toBe('not_in_state');
  });

  it('by an engineer makes nobody pay who edited before: the last editor is barred, not all of them', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.jonas.edits(REWORDED));
    accepted(stage.lin.edits(CERT_ROTATION));
    accepted(stage.jonas.approves());
    expect(stage.change.state).toBe('approved');
  });
});

function opening() {
  return {
    type: 'open' as const,
    repoId: '700',
    repo: 'lighthouse-freight/changes',
    issueId: '5001',
    issue: 12,
    issueUrl: 'https://forge.example/12',
    title: TITLE,
    reading: readable(CERT_ROTATION),
    editors: [],
  };
}

/** Two hundred steps with all tags, which wait for `named` others in all, and forty long answers. */
function heaviest(named: number): Plan {
  const tags: readonly StepTag[] = ['hold', 'witness', 'irreversible'];
  const steps = Array.from({ length: 200 }, (_, index) => {
    const count = Math.min(index, Math.floor(named / 200));
    const after = Array.from({ length: count }, (__, other) => `E${String(other + 1)}`);
    return step(`E${String(index + 1)}`, 'w'.repeat(200), { tags, after, minutes: 10_000 });
  });
  const answers = Array.from({ length: 40 }, (_, index) => [
    `question_with_a_long_name_${String(index)}`,
    'w'.repeat(2_000),
  ]);
  return { ...CERT_ROTATION, steps, answers: Object.fromEntries(answers) as Plan['answers'] };
}
