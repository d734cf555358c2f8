// What rules ask of a plan: the category, the notice, steps in their places, answers, a window, a hold, a way back.
import { describe, expect, it, test } from 'vitest';
import type { Plan } from '../../../src/core/plan/plan.ts';
import type { Predicate } from '../../../src/core/policy/predicate.ts';
import type { Demands, StepNeed } from '../../../src/core/policy/rule.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullDetail, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { CERT_ROTATION, EMERGENCY_PATCH, step, withAnswer } from '../../support/change-plans.ts';
import { need, policyOf, rule } from '../../support/policy-rules.ts';

const DATABASE: Predicate = { kind: 'paths', globs: ['db/**'] };
const EITHER: readonly Predicate[] = [DATABASE, { kind: 'category', categories: ['significant'] }];
const NO_EMERGENCY: Predicate = {
  kind: 'not',
  of: { kind: 'category', categories: ['emergency'] },
};

function ruled(
  demands: Partial<Demands>,
  when: Predicate | null = null,
  plan = CERT_ROTATION,
): Stage {
  const stage = setTheStage({ policy: policyOf({ rules: [rule('r', when, demands)] }) });
  stage.given.draft(plan);
  return stage;
}

function withSteps(...steps: Plan['steps']): Plan {
  return { ...CERT_ROTATION, steps };
}

describe('a rule', () => {
  it('that asks for a higher category stops the submit, and says which rule it is', () => {
    const stage = ruled({ categoryAtLeast: 'significant' });
    expect(stage.verdict('submit', 'category_floor')).toMatchObject({
      kind: 'unmet',
      code: 'category_too_low',
      facts: { category: 'normal', floor: 'significant', rules: ['Rule r'] },
    });
    expect(answerOf(stage.mara.submits())).toBe('category_too_low');
  });

  it('that asks for less than the risk does says nothing', () => {
    const { facts } = ruled({ categoryAtLeast: 'standard' }).verdict('submit', 'category_floor');
    expect(facts).toEqual({ category: 'normal', risk: 'medium', floor: 'normal' });
  });

  it('wants more notice than the category; an emergency is not held up by it', () => {
    const stage = ruled({ leadTimeHours: 100 });
    expect(stage.verdict('submit', 'lead_time')).toMatchObject({
      kind: 'unmet',
      facts: { hours: 100, rules: ['Rule r'] },
    });
    accepted(stage.mara.overrides('lead_time_violation', 'The certificate expires.'));
    expect(stage.inTheWayOf('submit')).toEqual([]);
    const emergency = ruled({ leadTimeHours: 100 }, null, EMERGENCY_PATCH);
    expect(emergency.inTheWayOf('start')).not.toContain('lead_time_violation');
  });

  it('that does not apply asks for nothing, and is no silent yes', () => {
    const stage = ruled({ steps: [need('backup')] }, DATABASE);
    expect(stage.verdict('submit', 'plan_rules')).toMatchObject({
      kind: 'not_applicable',
      facts: { why: 'none_required', skipped: ['Rule r: no_pull_requests'] },
    });
    const put: Predicate = { kind: 'and', of: [NO_EMERGENCY, { kind: 'or', of: EITHER }] };
    expect(ruled({ steps: [need('backup')] }, put).verdict('submit', 'plan_rules')).toMatchObject({
      kind: 'not_applicable',
      facts: { skipped: ['Rule r: no_pull_requests, category'] },
    });
    const significant: Plan = { ...CERT_ROTATION, category: 'significant' };
    const asking = ruled({ steps: [need('backup')] }, put, significant);
    expect(asking.verdict('submit', 'plan_rules').kind).toBe('unmet');
  });

  it('that cannot tell whether it applies keeps shut what it would, and says what is unknown', () => {
    const stage = ruled({ steps: [need('backup')], categoryAtLeast: 'significant' }, DATABASE);
    stage.world.pulls = [pullFacts(7, { detail: pullDetail({ files: null }) })];
    accepted(stage.mara.links(7));
    for (const gate of ['plan_rules', 'category_floor'])
      expect(stage.verdict('submit', gate)).toMatchObject({
        kind: 'cannot_tell',
        code: 'evidence_unavailable',
        facts: { unknown: 'files', rules: ['Rule r'] },
      });
  });

  it('that cannot tell stops nobody whose plan holds what it would ask for', () => {
    const stage = ruled({ steps: [need('support', { words: ['tell support'] })] }, DATABASE);
    stage.world.pulls = [pullFacts(7, { detail: pullDetail({ files: null }) })];
    accepted(stage.mara.links(7));
    expect(stage.verdict('submit', 'plan_rules').kind).not.toBe('cannot_tell');
    expect(stage.inTheWayOf('submit')).toEqual([]);
  });

  it('of an emergency is passed and recorded', () => {
    const stage = ruled({ steps: [need('backup')] }, null, EMERGENCY_PATCH);
    expect(stage.verdict('start', 'plan_rules')).toMatchObject({
      kind: 'not_applicable',
      facts: { why: 'bypassed_by_emergency', would: 'unmet' },
    });
  });
});

describe('a step that a rule asks for', () => {
  type Row = readonly [string, Partial<StepNeed>, Plan, object];
  const lacking = (more: Partial<StepNeed>, plan: Plan): object =>
    ruled({ steps: [need('backup', { words: ['take a backup'], ...more })] }, null, plan).verdict(
      'submit',
      'plan_rules',
    ).facts;
  const backup = step('P1', 'Take a backup, and look at its size');
  const covering = { ...step('P1', 'Dump everything'), covers: ['backup'] };
  const switching = step('E1', 'Switch');
  const last = { position: 'last_before_execution' } as const;
  const spelt = (position = 'anywhere'): string => `backup\n\n${position}\nThe backup`;

  test.each<Row>([
    ['by its words', {}, withSteps(backup, switching), {}],
    ['by covers', {}, withSteps(covering, switching), {}],
    ['as the last before', last, withSteps(backup, switching), {}],
    [
      'as the first of the execution',
      last,
      withSteps(step('E1', 'Take a backup'), step('E2', 'Switch')),
      {},
    ],
    ['first', { position: 'first' }, withSteps(backup, step('P2', 'Look'), switching), {}],
  ])('is found %s', (_how, ...[more, plan, facts]) => {
    expect(lacking(more, plan)).toEqual({ ...facts, rules: ['Rule r'] });
  });

  test.each<Row>([
    ['is missing', {}, withSteps(switching), { missing_steps: [spelt()] }],
    [
      'is not met by parts of words',
      {},
      withSteps(step('P1', 'Retake a backups'), switching),
      { missing_steps: [spelt()] },
    ],
    [
      'is not met by a step that may be skipped',
      {},
      withSteps(step('P1', 'Take a backup', { tags: ['optional'] }), switching),
      { missing_steps: [spelt()] },
    ],
    [
      'stands too early',
      last,
      withSteps(backup, step('P2', 'Look'), switching),
      { misplaced_steps: [spelt('last_before_execution')] },
    ],
    [
      'stands too late',
      { position: 'last' },
      withSteps(backup, switching),
      { misplaced_steps: [spelt('last')] },
    ],
    [
      'stands in another part',
      { phase: 'verification' },
      withSteps(backup, switching),
      { misplaced_steps: ['backup\nverification\nanywhere\nThe backup'] },
    ],
  ])('%s', (_how, ...[more, plan, facts]) => {
    expect(lacking(more, plan)).toEqual({ ...facts, rules: ['Rule r'] });
  });
});

describe('a plan', () => {
  const lacks = (demands: Partial<Demands>, plan: Plan): object =>
    ruled(demands, null, plan).verdict('submit', 'plan_rules');
  const lasting = { ...CERT_ROTATION, rollbackMinutes: 60 };

  test.each<readonly [string, Partial<Demands>, Plan, object]>([
    ['an answer', { answers: ['test_evidence'] }, CERT_ROTATION, { fields: ['test_evidence'] }],
    ['a quick way back', { rollbackMinutes: 15 }, lasting, { minutes: 15, promised: 60 }],
    [
      'any promise',
      { rollbackMinutes: 15 },
      { ...lasting, rollbackMinutes: null },
      { minutes: 15 },
    ],
    ['a window', { window: true }, { ...CERT_ROTATION, window: null }, { window: 'missing' }],
    ['a hold', { hold: true }, withSteps(step('E1', 'Go')), { hold: 'missing' }],
  ])('lacks %s', (_what, ...[demands, plan, facts]) => {
    expect(lacks(demands, plan)).toMatchObject({
      kind: 'unmet',
      code: 'plan_rule_unmet',
      facts: { ...facts, rules: ['Rule r'] },
      who: ['mara-ops'],
    });
  });

  it('holds them all', () => {
    const all = { answers: ['test_evidence'], rollbackMinutes: 5, window: true, hold: true };
    const plan = withAnswer(CERT_ROTATION, 'test_evidence', 'Rehearsed on staging.');
    expect(lacks(all, plan)).toMatchObject({ kind: 'met', facts: { rules: ['Rule r'] } });
  });
});
