/** A bypass: who passes a gate at once, what ends it, and what a policy has to say for it. */
import { describe, expect, it } from 'vitest';
import { BYPASS_HOURS } from '../../../src/core/change/bypass-request.ts';
import { BYPASSABLE } from '../../../src/core/gate/override.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { EMERGENCY_PATCH } from '../../support/change-plans.ts';
import { TEAMS } from '../policy/ruled.ts';
import {
  allowing,
  EDITED,
  GATE,
  people,
  POLICY,
  RED,
  withCodeThatFails,
  withRequest,
} from './bypass-scene.ts';

describe('whoever stands on the bypass list', () => {
  it('passes a gate at once, by name, with a reason, for a time, and as an exception', () => {
    const stage = withCodeThatFails();
    accepted(stage.dee.bypasses(GATE, 'the runners are down'));
    expect(stage.verdict('approve', 'pull_checks')).toMatchObject({
      kind: 'not_applicable',
      facts: {
        why: 'overridden',
        would: 'unmet',
        override_by: 'dee-lead',
        override_reason: 'the runners are down',
        override_until: '2026-11-20T09:05:00.000Z',
        override_via: 'bypass_list',
      },
    });
    expect(stage.change.exceptions.at(-1)).toMatchObject({ kind: 'gate_bypassed', detail: GATE });
    const events = stage.log.length;
    accepted(stage.dee.bypasses(GATE, 'the runners are down'));
    expect(stage.log).toHaveLength(events);
    expect(stage.sora.bypasses(GATE)).toMatchObject({
      refusal: { code: 'already_done', facts: { verb: 'bypass', by: 'dee-lead' } },
    });
  });

  it('has to give a reason, and name a gate that can be passed', () => {
    const stage = withCodeThatFails();
    expect(answerOf(stage.dee.bypasses(GATE, ' '))).toBe('reason_required');
    expect(stage.dee.bypasses('ci_gate_failed')).toMatchObject({
      refusal: {
        code: 'gate_unknown',
        facts: { gate: 'ci_gate_failed', known: BYPASSABLE, why: 'bypass', closest: GATE },
      },
    });
    for (const never of [
      'approval_missing',
      'self_approval',
      'evidence_unavailable',
      'policy_invalid',
      'hold_point_open',
      'change_blocked',
      '__proto__',
    ])
      expect(answerOf(stage.dee.bypasses(never))).toBe('gate_unknown');
  });

  it('asks like everybody else where they wrote the change, its plan or its code', () => {
    const policy = allowing({
      may: people('mara-ops', 'lin-dev', 'jonas-dba'),
      reviewers: people('dee-lead'),
    });
    const stage = withCodeThatFails({ policy });
    accepted(stage.jonas.edits(EDITED));
    for (const by of [stage.mara, stage.lin, stage.jonas]) {
      accepted(by.bypasses(GATE));
      expect(stage.types.at(-1)).toBe('bypass_requested');
      accepted(by.denies(GATE, 'not needed'));
    }
    expect(stage.inTheWayOf('approve')).toContain(GATE);
    expect(stage.change.overrides).toEqual([]);
  });

  it('asks under a second account of theirs as well, and nobody passes alone while accounts are unknown', () => {
    const linked = { linkedAccounts: [['mara-ops', 'jonas-dba']] };
    const names = { may: people('jonas-dba'), reviewers: people('dee-lead') };
    const stage = withCodeThatFails({ policy: allowing(names, linked) });
    accepted(stage.jonas.bypasses(GATE));
    expect(stage.types.at(-1)).toBe('bypass_requested');
    const lost = { linkedAccounts: [['mara-ops', 'who-was-that']] };
    const unsure = withCodeThatFails({ policy: allowing(names) });
    unsure.world.policy = allowing(names, lost);
    expect(answerOf(unsure.jonas.bypasses(GATE))).toBe('evidence_unavailable');
  });

  it('sets nothing aside of which nobody can tell', () => {
    const stage = withCodeThatFails();
    accepted(stage.dee.bypasses(GATE));
    stage.forge.shows(pullFacts(701, { checks: 'unknown' }));
    expect(stage.inTheWayOf('approve')).toContain('evidence_unavailable');
  });

  it('passes no gate while a pull request cannot be read, or shows another commit than is known', () => {
    const stage = withCodeThatFails();
    stage.forge.shows();
    expect(answerOf(stage.dee.bypasses(GATE))).toBe('evidence_unavailable');
    stage.forge.shows({ ...RED, head: 'pushed-701' });
    expect(stage.dee.bypasses(GATE)).toMatchObject({
      refusal: { code: 'ref_changed', facts: { from: ['head-of-701'], to: ['pushed-701'] } },
    });
  });

  it('passes what an emergency does not pass by itself, and nothing once the change has ended', () => {
    const stage = setTheStage({ policy: POLICY, policyPeople: TEAMS });
    stage.given.draft(EMERGENCY_PATCH);
    accepted(stage.dee.bypasses('freeze_window_blocked', 'the freeze is what it breaks'));
    expect(stage.change.overrides[0]).toMatchObject({ gate: 'freeze_window_blocked' });
    accepted(stage.priya.cancels());
    expect(answerOf(stage.dee.bypasses(GATE))).toBe('not_in_state');
    expect(answerOf(stage.dee.grants(GATE))).toBe('not_in_state');
    expect(answerOf(stage.dee.denies(GATE))).toBe('not_in_state');
  });

  it('loses what they passed with an edit, a push, their hour, a hand in the code, and the list itself', () => {
    const ends: readonly ((stage: Stage) => void)[] = [
      (stage) => accepted(stage.mara.edits(EDITED)),
      (stage) => {
        accepted(stage.forge.reportsPush(701, 'pushed-701'));
      },
      (stage) => {
        stage.clock.pass(BYPASS_HOURS * 60);
      },
      (stage) => {
        stage.forge.shows({ ...RED, contributors: [PEOPLE.lin, PEOPLE.dee] });
      },
      (stage) => {
        stage.world.policy = allowing({ reviewers: POLICY.bypass.reviewers });
      },
      (stage) => accepted(stage.lin.takesBackOverride(GATE)),
    ];
    for (const end of ends) {
      const stage = withCodeThatFails();
      accepted(stage.dee.bypasses(GATE));
      expect(stage.inTheWayOf('approve')).not.toContain(GATE);
      end(stage);
      expect(stage.inTheWayOf('approve')).toContain(GATE);
    }
  });
});

describe('a policy', () => {
  it('without a bypass refuses both, and says what to write', () => {
    const stage = withCodeThatFails({ policy: allowing({}) });
    for (const who of [stage.dee, stage.sora])
      expect(who.bypasses(GATE)).toMatchObject({
        refusal: { code: 'bypass_unavailable', facts: { why: 'not_configured', gate: GATE } },
      });
  });

  it('without reviewers has a list and no requests', () => {
    const stage = withCodeThatFails({ policy: allowing({ may: people('dee-lead') }) });
    expect(stage.sora.bypasses(GATE)).toMatchObject({
      refusal: { code: 'bypass_unavailable', facts: { why: 'no_reviewers' } },
    });
    accepted(stage.dee.bypasses(GATE));
  });

  it('whose reviewers could never answer refuses the request at once', () => {
    const alone = withCodeThatFails({ policy: allowing({ reviewers: people('sora-sec') }) });
    expect(alone.sora.bypasses(GATE)).toMatchObject({
      refusal: { code: 'bypass_unavailable', facts: { why: 'nobody', teams: [] } },
    });
    const barred = withCodeThatFails({ policy: allowing({ reviewers: people('mara-ops') }) });
    expect(answerOf(barred.sora.bypasses(GATE))).toBe('bypass_unavailable');
    const gone = withCodeThatFails({
      policy: allowing({ reviewers: { ...NOBODY, teams: ['release-desk'] } }),
      policyPeople: { ...TEAMS, teams: { ...TEAMS.teams, 'release-desk': null } },
    });
    expect(gone.sora.bypasses(GATE)).toMatchObject({
      refusal: { code: 'bypass_unavailable', facts: { why: 'nobody', teams: ['release-desk'] } },
    });
  });

  it('whose people the forge does not tell leaves it open: nothing is asked, nothing passes', () => {
    const stage = withCodeThatFails();
    stage.world.people = null;
    expect(answerOf(stage.sora.bypasses(GATE))).toBe('evidence_unavailable');
  });

  it('that names reviewers no more ends what they granted', () => {
    const stage = withRequest();
    accepted(stage.dee.grants(GATE));
    expect(stage.inTheWayOf('approve')).not.toContain(GATE);
    stage.world.policy = allowing({ may: POLICY.bypass.may });
    expect(stage.inTheWayOf('approve')).toContain(GATE);
  });
});
