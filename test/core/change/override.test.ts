/** Overrides: one gate, one change, one plan, a time; which gates, by whom, and what ends one. */
import { describe, expect, it } from 'vitest';
import { REFUSAL_CODES } from '../../../src/core/change/refusal.ts';
import { timersOf } from '../../../src/core/change/timers.ts';
import { OVERRIDABLE } from '../../../src/core/gate/override.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, withAnswer } from '../../support/change-plans.ts';

const LISTED: Policy = {
  ...DEFAULT_POLICY,
  overrides: {
    lead_time_violation: { hours: 2, sticky: false },
    ci_gates_failed: { hours: 2, sticky: true },
    // What no policy can set aside.
    approval_missing: { hours: 2, sticky: true },
    evidence_unavailable: { hours: 2, sticky: true },
  },
};
const EDITED = withAnswer(CERT_ROTATION, 'failure', 'Pinned clients are warned.');
const RED = pullFacts(701, { checks: 'failed' });

function withCodeThatFails() {
  const stage = setTheStage({ policy: LISTED, pulls: [RED] });
  stage.given.inReview();
  accepted(stage.lin.links(701));
  return stage;
}

describe('an override', () => {
  it('sets its gate aside, and says by whom, why and until when', () => {
    const stage = withCodeThatFails();
    expect(stage.inTheWayOf('approve')).toContain('ci_gates_failed');
    accepted(stage.tomas.overrides('ci_gates_failed', 'the runner is down, I ran them here'));
    expect(stage.verdict('approve', 'pull_checks')).toMatchObject({
      kind: 'not_applicable',
      code: 'ci_gates_failed',
      facts: {
        why: 'overridden',
        would: 'unmet',
        override_by: 'tomas-sre',
        override_reason: 'the runner is down, I ran them here',
        override_until: '2026-11-19T11:05:00.000Z',
      },
    });
    expect(stage.change.exceptions.at(-1)).toMatchObject({
      kind: 'gate_overridden',
      detail: 'ci_gates_failed',
    });
  });

  it('of a gate that the policy does not list is refused with those that it lists', () => {
    const stage = withCodeThatFails();
    for (const gate of ['approval_missing', 'evidence_unavailable', 'freeze_window_blocked', 'x'])
      expect(stage.tomas.overrides(gate)).toMatchObject({
        refusal: {
          code: 'gate_unknown',
          facts: { gate, known: ['lead_time_violation', 'ci_gates_failed'] },
        },
      });
  });

  it('is never of a gate that keeps people apart, or asks whether something can be known', () => {
    const safety = REFUSAL_CODES.filter((code) =>
      /approval|permitted|policy|evidence|second_person|hold|tenant|change_blocked|concern|authoris/u.test(
        code,
      ),
    );
    expect(safety.length).toBeGreaterThan(10);
    expect(safety.filter((code) => OVERRIDABLE.includes(code))).toEqual([]);
  });

  it('sets nothing aside of which nobody can tell', () => {
    const stage = withCodeThatFails();
    accepted(stage.tomas.overrides('ci_gates_failed'));
    stage.forge.shows(pullFacts(701, { checks: 'unknown' }));
    expect(stage.inTheWayOf('approve')).toContain('evidence_unavailable');
  });

  it('is over at its moment, before any timer says so, and the timer records it', () => {
    const stage = withCodeThatFails();
    accepted(stage.tomas.overrides('ci_gates_failed'));
    const { until } = stage.change.overrides[0] ?? {};
    expect(timersOf(stage.change)).toContainEqual({ name: 'override_expires', dueAt: until });
    stage.clock.set('2026-11-19T11:04:59Z');
    expect(stage.inTheWayOf('approve')).not.toContain('ci_gates_failed');
    stage.clock.set('2026-11-19T11:05:00Z');
    expect(stage.inTheWayOf('approve')).toContain('ci_gates_failed');
    accepted(stage.forge.firesTimer('override_expires'));
    expect(stage.types.at(-1)).toBe('override_expired');
    expect(stage.change.overrides[0]?.ended?.how).toBe('expired');
    expect(timersOf(stage.change).map(({ name }) => name)).not.toContain('override_expires');
  });

  it('is taken back by any engineer, and can be given again', () => {
    const stage = withCodeThatFails();
    accepted(stage.tomas.overrides('ci_gates_failed'));
    expect(answerOf(stage.nina.takesBackOverride('ci_gates_failed'))).toBe('not_permitted');
    expect(answerOf(stage.lin.takesBackOverride('ci_gate'))).toBe('gate_unknown');
    accepted(stage.lin.takesBackOverride('ci_gates_failed'));
    expect(stage.inTheWayOf('approve')).toContain('ci_gates_failed');
    accepted(stage.tomas.overrides('ci_gates_failed'));
    expect(stage.inTheWayOf('approve')).not.toContain('ci_gates_failed');
    expect(stage.change.overrides).toHaveLength(2);
  });

  it('of a draft is the author’s for the notice alone', () => {
    const stage = setTheStage({ policy: LISTED });
    stage.given.draft();
    accepted(stage.mara.overrides('lead_time_violation'));
    expect(answerOf(stage.mara.overrides('ci_gates_failed'))).toBe('self_approval');
    accepted(stage.mara.submits());
    expect(answerOf(stage.mara.overrides('lead_time_violation'))).toBe('self_approval');
    expect(answerOf(stage.lin.overrides('lead_time_violation'))).toBe('not_permitted');
  });

  it('of what a pull request owes is not for who wrote it, nor once they have pushed to it', () => {
    const stage = withCodeThatFails();
    stage.forge.shows({ ...RED, contributors: [PEOPLE.omar] });
    expect(stage.omar.overrides('ci_gates_failed')).toMatchObject({
      refusal: { code: 'self_approval', facts: { why: 'contributor', verb: 'override' } },
    });
    accepted(stage.omar.overrides('lead_time_violation'));
    accepted(stage.tomas.overrides('ci_gates_failed'));
    expect(stage.inTheWayOf('approve')).not.toContain('ci_gates_failed');
    stage.forge.shows({ ...RED, contributors: [PEOPLE.omar, PEOPLE.tomas] });
    expect(stage.inTheWayOf('approve')).toContain('ci_gates_failed');
  });

  it('counts no more once the policy lists the gate no more', () => {
    const stage = withCodeThatFails();
    accepted(stage.tomas.overrides('ci_gates_failed'));
    stage.world.policy = { ...LISTED, overrides: {} };
    expect(stage.inTheWayOf('approve')).toContain('ci_gates_failed');
  });
});

describe('what an override is bound to', () => {
  function withNoticeLowered() {
    const stage = setTheStage({ policy: LISTED, pulls: [pullFacts(701)] });
    stage.given.draft();
    accepted(stage.lin.links(701));
    stage.clock.set('2026-11-21T20:00:00Z');
    accepted(stage.tomas.overrides('lead_time_violation'));
    expect(stage.inTheWayOf('submit')).not.toContain('lead_time_violation');
    return stage;
  }

  it('is the plan: an edit ends one that does not stick', () => {
    const stage = withNoticeLowered();
    accepted(stage.mara.edits(EDITED));
    expect(stage.inTheWayOf('submit')).toContain('lead_time_violation');
  });

  it('is the code: a push ends one that does not stick', () => {
    const stage = withNoticeLowered();
    accepted(stage.forge.reportsPush(701, 'pushed-701'));
    expect(stage.inTheWayOf('submit')).toContain('lead_time_violation');
  });

  it('is all the code: a pull request that is linked later ends one that was given without it', () => {
    const stage = setTheStage({ policy: LISTED, pulls: [pullFacts(701)] });
    stage.given.draft();
    stage.clock.set('2026-11-21T20:00:00Z');
    accepted(stage.tomas.overrides('lead_time_violation'));
    expect(stage.inTheWayOf('submit')).not.toContain('lead_time_violation');
    accepted(stage.lin.links(701));
    expect(stage.inTheWayOf('submit')).toContain('lead_time_violation');
  });

  it('outlives edit and push where it sticks, but no other category', () => {
    const stage = withCodeThatFails();
    accepted(stage.tomas.overrides('ci_gates_failed'));
    accepted(stage.mara.edits(EDITED));
    accepted(stage.forge.reportsPush(701, 'pushed-701'));
    expect(stage.inTheWayOf('approve')).not.toContain('ci_gates_failed');
    accepted(stage.mara.edits({ ...EDITED, category: 'significant' }));
    expect(stage.inTheWayOf('approve')).toContain('ci_gates_failed');
  });
});
