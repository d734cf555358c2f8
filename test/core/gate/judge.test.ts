/** All gates together: always all of them, in one order, with four possible answers. */
import { describe, expect, it } from 'vitest';
import { REFUSAL_FACTS } from '../../../src/core/change/refusal-facts.ts';
import { blockers, bypassedCodes, GATES, judge } from '../../../src/core/gate/judge.ts';
import { PURPOSES } from '../../../src/core/gate/verdict.ts';
import type { Purpose, Verdict } from '../../../src/core/gate/verdict.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT } from '../../support/change-people.ts';

function asked(purpose: Purpose): readonly string[] {
  const stage = setTheStage();
  stage.given.scheduledChange();
  return judge(stage.change, stage.factsFor(HOLDPOINT), purpose).map(({ gate }) => gate);
}

describe('the gates', () => {
  it('are known by ids of their own, guard against codes that exist, and say for which acts', () => {
    const ids = GATES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, title, code, purposes } of GATES) {
      expect(id).toMatch(/^[a-z]+(_[a-z]+)*$/u);
      expect(title.length).toBeGreaterThan(5);
      expect(REFUSAL_FACTS).toHaveProperty(code);
      expect(purposes.length).toBeGreaterThan(0);
      expect(PURPOSES).toEqual(expect.arrayContaining([...purposes]));
    }
  });

  it('are asked for each act in one fixed order', () => {
    expect(Object.fromEntries(PURPOSES.map((purpose) => [purpose, asked(purpose)]))).toEqual({
      submit: [
        'state',
        'plan_readable',
        'answers_complete',
        'category_floor',
        'plan_rules',
        'policy',
        'policy_change',
        'record_whole',
        'approvers_exist',
        'template',
        'clock',
        'lead_time',
        'freeze',
        'dependency_cycle',
      ],
      approve: [
        'state',
        'plan_readable',
        'answers_complete',
        'category_floor',
        'plan_rules',
        'policy',
        'policy_change',
        'record_whole',
        'objections',
        'concerns',
        'approvals',
        'pull_evidence',
        'pull_head',
        'pull_reviews',
        'pull_checks',
      ],
      schedule: [
        'state',
        'plan_readable',
        'policy',
        'record_whole',
        'objections',
        'concerns',
        'approvals',
        'window_named',
        'clock',
        'lead_time',
        'window_open',
        'freeze',
        'conflicts',
        'maintenance_window',
      ],
      start: [
        'state',
        'plan_readable',
        'answers_complete',
        'category_floor',
        'plan_rules',
        'policy',
        'policy_change',
        'record_whole',
        'on_hold',
        'objections',
        'concerns',
        'approvals',
        'pull_evidence',
        'pull_head',
        'pull_reviews',
        'pull_checks',
        'window_named',
        'clock',
        'window_open',
        'freeze',
        'dependencies',
        'conflicts',
        'authorisation',
        'preflight',
      ],
      merge: [
        'state',
        'policy',
        'policy_change',
        'record_whole',
        'not_paused',
        'on_hold',
        'concerns',
        'approvals',
        'pull_evidence',
        'pull_head',
        'pull_reviews',
        'pull_checks',
        'pr_sections',
        'merge_method',
        'freeze',
        'holds',
        'posthoc',
      ],
      deploy: [
        'state',
        'policy',
        'record_whole',
        'not_paused',
        'on_hold',
        'concerns',
        'approvals',
        'deployment',
        'environment_lock',
        'environment_order',
        'clock',
        'window_open',
        'freeze',
        'holds',
        'posthoc',
      ],
      complete: [
        'state',
        'policy',
        'record_whole',
        'not_paused',
        'approvals',
        'required_steps',
        'holds',
        'observations',
      ],
    });
  });

  it('of the booking are asked of a start that books as well', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    const gates = judge(stage.change, stage.factsFor(HOLDPOINT), 'start').map(({ gate }) => gate);
    expect(gates).toEqual(expect.arrayContaining(['lead_time', 'maintenance_window']));
  });

  it('with nothing configured answer not applicable, never met', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    for (const [purpose, gate] of [
      ['submit', 'template'],
      ['submit', 'dependency_cycle'],
      ['start', 'freeze'],
      ['start', 'dependencies'],
      ['schedule', 'conflicts'],
      ['schedule', 'maintenance_window'],
      ['merge', 'merge_method'],
    ] as const) {
      expect(stage.verdict(purpose, gate)).toMatchObject({
        kind: 'not_applicable',
        facts: { why: 'none_configured' },
      });
    }
  });

  it('say met only of what they have looked at: a draft of nothing meets nothing by accident', () => {
    const stage = setTheStage();
    stage.given.draft();
    expect(stage.verdict('approve', 'approvals').kind).toBe('unmet');
    expect(stage.verdict('start', 'pull_checks').kind).toBe('not_applicable');
    expect(stage.verdict('complete', 'observations').kind).toBe('not_applicable');
  });

  it('fail closed when the policy has no rule for the category', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    stage.world.policy = { ...stage.world.policy, categories: [] };
    expect(stage.inTheWayOf('start')).toContain('policy_invalid');
    expect(stage.inTheWayOf('merge')).toContain('policy_invalid');
  });
});

describe('blockers', () => {
  it('are what is unmet and what cannot be told', () => {
    const verdict = (kind: Verdict['kind']): Verdict => ({
      gate: kind,
      kind,
      code: 'freeze_window_blocked',
      facts: {},
      who: [],
      next: null,
      link: null,
    });
    const all = [
      verdict('met'),
      verdict('unmet'),
      verdict('not_applicable'),
      verdict('cannot_tell'),
    ];
    expect(blockers(all).map(({ gate }) => gate)).toEqual(['unmet', 'cannot_tell']);
  });
});

describe('an emergency', () => {
  it('turns bypassed gates into not applicable, and keeps what they would have said', () => {
    const stage = setTheStage();
    stage.given.runningEmergency();
    const before = { ...stage.change, state: 'draft' as const };
    const verdicts = judge(before, stage.factsFor(HOLDPOINT), 'start');
    expect(blockers(verdicts)).toEqual([]);
    expect(verdicts.find(({ gate }) => gate === 'approvals')).toMatchObject({
      kind: 'not_applicable',
      code: 'approval_missing',
      facts: { why: 'bypassed_by_emergency', would: 'unmet' },
      next: null,
    });
    expect(bypassedCodes(verdicts)).toEqual([
      'approval_missing',
      'window_required',
      'preflight_steps_open',
    ]);
  });

  it('bypasses nothing for the acts before it', () => {
    const stage = setTheStage();
    stage.given.runningEmergency();
    stage.world.people = [];
    expect(stage.verdict('submit', 'approvers_exist').kind).toBe('unmet');
  });

  it('that is only written into the plan of a running change bypasses nothing at its merge', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    const pretended = { ...stage.change, category: 'emergency' as const, approvals: [] };
    const verdict = judge(pretended, stage.factsFor(HOLDPOINT), 'merge').find(
      ({ gate }) => gate === 'approvals',
    );
    expect(verdict?.kind).toBe('unmet');
  });
});
