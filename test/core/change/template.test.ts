// What a template does for a change, and what a change does to its template, decided from facts alone.
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/change/command.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { TemplateStanding } from '../../../src/core/template/standing.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, readable } from '../../support/change-plans.ts';

const BLOB = 'b'.repeat(40);
const MADE: Plan = {
  ...CERT_ROTATION,
  form: 'template/certificate@3',
  template: { id: 'certificate', version: 3, blob: BLOB },
  category: 'standard',
  risk: 'low',
};
const CURRENT: TemplateStanding = {
  current: {
    id: 'certificate',
    version: 3,
    blob: BLOB,
    expires: null,
    file: 'o/r:certificate.yml',
  },
  suspended: null,
};
const SUSPENDED: TemplateStanding = {
  ...CURRENT,
  suspended: { change: 7, version: 3, at: '2026-11-18T04:00:00Z' },
};
const without = (current: Partial<NonNullable<TemplateStanding['current']>>): TemplateStanding => ({
  ...CURRENT,
  current: CURRENT.current === null ? null : { ...CURRENT.current, ...current },
});

function drafted(template: TemplateStanding | null = CURRENT, plan: Plan = MADE) {
  const stage = setTheStage(template === null ? {} : { template });
  stage.given.draft(plan);
  return stage;
}

function running() {
  const stage = drafted();
  accepted(stage.mara.submits());
  stage.clock.set('2026-11-22T03:10:00Z');
  for (const { id, phase } of MADE.steps) if (phase === 'preflight') accepted(stage.mara.does(id));
  stage.clock.set('2026-11-22T03:30:00Z');
  accepted(stage.mara.starts());
  return stage;
}

/** All that is left, with these words at its end. */
function finish(stage: ReturnType<typeof running>, code: string): void {
  for (const step of ['E1', 'E2', 'E3']) accepted(stage.mara.does(step));
  accepted(stage.tomas.confirms('E3'));
  accepted(stage.mara.does('E4'));
  accepted(stage.mara.skips('E5'));
  for (const step of ['V1', 'V2']) accepted(stage.mara.does(step));
  const complete: Command = { type: 'complete', code, notes: 'it is said here' };
  accepted(stage.act(PEOPLE.mara, complete));
}

const reviewed = (findings = 'the timeout was too short'): Command => ({
  type: 'review_template',
  findings,
});

describe('a change from a current template', () => {
  it('is approved and booked by its submit, though nobody else could approve it', () => {
    const stage = drafted();
    stage.world.people = [PEOPLE.mara, { ...PEOPLE.tomas, roles: PEOPLE.lin.roles }];
    const types = accepted(stage.mara.submits()).map(({ type }) => type);
    expect(types).toEqual(['submitted', 'template_approved', 'approval_completed', 'scheduled']);
    expect(stage.change.state).toBe('scheduled');
    expect(stage.change.templateUse.approved).toMatchObject({ version: 3, blob: BLOB });
  });

  it.each([
    ['is not there any more', { ...CURRENT, current: null }, 'gone'],
    ['has another version', without({ version: 4 }), 'version'],
    ['says something else', without({ blob: 'c'.repeat(40) }), 'content'],
    ['has run out', without({ expires: '2026-11-18' }), 'expired'],
  ] as const)('is not submitted when the template %s', (_how, standing, what) => {
    const stage = drafted(standing);
    const decision = stage.mara.submits();
    expect(answerOf(decision)).toBe('template_changed');
    expect(stage.verdict('submit', 'template').facts).toMatchObject({
      template: 'certificate@3',
      what,
    });
  });

  it('is not submitted when it says more than its template', () => {
    const stage = drafted(CURRENT, { ...MADE, outside: 'Restart the database as well.' });
    expect(answerOf(stage.mara.submits())).toBe('template_changed');
    expect(stage.verdict('submit', 'template').facts['what']).toBe('outside');
  });

  it('may be submitted on the last day of the template', () => {
    const stage = drafted(without({ expires: '2026-11-19' }));
    accepted(stage.mara.submits());
    expect(stage.change.state).toBe('scheduled');
  });

  it('is not submitted while the template rests, nor while nobody can tell', () => {
    expect(answerOf(drafted(SUSPENDED).mara.submits())).toBe('template_suspended');
    expect(answerOf(drafted(null).mara.submits())).toBe('evidence_unavailable');
  });

  it('goes to people where the policy lets the gate be set aside: it never approves by itself then', () => {
    const stage = drafted(SUSPENDED);
    stage.world.policy = {
      ...DEFAULT_POLICY,
      overrides: { template_suspended: { hours: 4, sticky: false } },
    };
    accepted(stage.tomas.overrides('template_suspended', 'the failure was the proxy'));
    accepted(stage.mara.submits());
    expect(stage.change.state).toBe('review');
    accepted(stage.dee.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('needs more than the template where a rule asks for more', () => {
    const stage = drafted(CURRENT, { ...MADE, risk: 'high' });
    expect(answerOf(stage.mara.submits())).toBe('category_too_low');
    expect(answerOf(drafted(CURRENT, { ...MADE, category: 'normal' }).mara.submits())).toBe(
      'accepted',
    );
    const normal = drafted(CURRENT, { ...MADE, category: 'normal' });
    accepted(normal.mara.submits());
    expect(normal.change.state).toBe('review');
  });

  it('is stopped at the start by a failure in other hands, until people approve the plan itself', () => {
    const stage = drafted();
    accepted(stage.mara.submits());
    stage.world.template = SUSPENDED;
    stage.clock.set('2026-11-22T03:30:00Z');
    expect(stage.inTheWayOf('start')).toEqual(
      expect.arrayContaining(['template_suspended', 'approval_missing']),
    );
    accepted(stage.tomas.approves());
    expect(stage.inTheWayOf('start')).not.toContain('template_suspended');
    expect(stage.inTheWayOf('start')).not.toContain('approval_missing');
  });

  it('runs on, merges and ends, whatever becomes of the template', () => {
    const stage = running();
    stage.world.template = { current: null, suspended: null };
    expect(stage.verdict('merge', 'approvals').kind).toBe('met');
    finish(stage, 'successful');
    expect(stage.change.state).toBe('completed');
  });
});

describe('the end of a change from a template', () => {
  it.each([
    ['successful', false, false],
    ['successful', true, false],
    ['successful_with_issues', false, false],
    ['successful_with_issues', true, true],
    ['unsuccessful', false, true],
  ])('%s, stepped in: %s, suspends the template: %s', (code, isPaused, isSuspending) => {
    const stage = running();
    if (isPaused) {
      accepted(stage.act(PEOPLE.mara, { type: 'pause', reason: 'errors rise' }));
      accepted(stage.act(PEOPLE.mara, { type: 'resume' }));
    }
    finish(stage, code);
    expect(stage.types.includes('template_suspended')).toBe(isSuspending);
    expect(stage.change.templateUse.suspended?.version ?? null).toBe(isSuspending ? 3 : null);
  });

  it('suspends it when it is rolled back, once', () => {
    const stage = running();
    accepted(stage.mara.rollsBack());
    accepted(stage.act(PEOPLE.mara, { type: 'recovered', observed: 'as before' }));
    expect(stage.types.filter((type) => type === 'template_suspended')).toHaveLength(1);
  });

  it('of no template suspends none', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.mara.rollsBack());
    expect(stage.change.templateUse.suspended).toBeNull();
    expect(answerOf(stage.act(PEOPLE.tomas, reviewed()))).toBe('template_not_suspended');
  });
});

describe('the review of a suspended template', () => {
  function failed() {
    const stage = running();
    accepted(stage.mara.rollsBack());
    return stage;
  }

  it('is given once, by a maintainer or lead who had no hand in the change', () => {
    const stage = failed();
    expect(answerOf(stage.act(PEOPLE.lin, reviewed()))).toBe('not_permitted');
    expect(answerOf(stage.act(PEOPLE.tomas, reviewed(' ')))).toBe('reason_required');
    accepted(stage.act(PEOPLE.tomas, reviewed()));
    expect(stage.change.templateUse.suspended?.reviewed?.findings).toBe(
      'the timeout was too short',
    );
    expect(answerOf(stage.act(PEOPLE.dee, reviewed()))).toBe('already_done');
    expect(accepted(stage.act(PEOPLE.tomas, reviewed()))).toEqual([]);
  });

  it('is not for its author, whatever their role', () => {
    const stage = failed();
    const author = { ...PEOPLE.mara, roles: PEOPLE.dee.roles };
    expect(answerOf(stage.act(author, reviewed()))).toBe('self_approval');
  });

  it('is not for whoever carried it out', () => {
    const stage = drafted();
    accepted(stage.mara.submits());
    stage.clock.set('2026-11-22T03:10:00Z');
    for (const { id, phase } of MADE.steps)
      if (phase === 'preflight') accepted(stage.mara.does(id));
    stage.clock.set('2026-11-22T03:30:00Z');
    accepted(stage.dee.starts());
    accepted(stage.dee.rollsBack());
    expect(answerOf(stage.act(PEOPLE.dee, reviewed()))).toBe('second_person_required');
  });

  it('is not for whoever edited the plan', () => {
    const stage = drafted();
    const edited = { ...MADE, answers: { ...MADE.answers, why: 'It ends in January.' } };
    accepted(
      stage.act(PEOPLE.tomas, {
        type: 'record_plan',
        title: stage.change.title,
        reading: readable(edited),
      }),
    );
    accepted(stage.mara.submits());
    stage.clock.set('2026-11-22T03:10:00Z');
    for (const { id, phase } of MADE.steps)
      if (phase === 'preflight') accepted(stage.mara.does(id));
    stage.clock.set('2026-11-22T03:30:00Z');
    accepted(stage.mara.starts());
    accepted(stage.mara.rollsBack());
    expect(answerOf(stage.act(PEOPLE.tomas, reviewed()))).toBe('plan_editor_approval');
  });
});
