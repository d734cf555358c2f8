/** The emergency path: at once, with a name behind it, and with a debt that is written down. */
import { describe, expect, it } from 'vitest';
import { timersOf } from '../../../src/core/change/timers.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { EMERGENCY_PATCH, step, withAnswer } from '../../support/change-plans.ts';

const UNNAMED = { ...EMERGENCY_PATCH, answers: { ...EMERGENCY_PATCH.answers, authorised_by: '' } };

/** What else a policy asks for afterwards is told in duties.test.ts. */
function reviewedOnly(world: Parameters<typeof setTheStage>[0] = {}) {
  return setTheStage({ policy: { ...DEFAULT_POLICY, duties: [] }, ...world });
}

describe('starting an emergency', () => {
  it('needs no approval, no window and no review, and says what it bypassed', () => {
    const stage = setTheStage({ clockSkewMs: null, pulls: [pullFacts(701, { checks: 'failed' })] });
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.sora.links(701));
    accepted(stage.priya.starts());
    expect(stage.change).toMatchObject({
      state: 'in_progress',
      operator: { login: 'priya-net' },
      emergency: {
        authoriser: '@dee-lead, 21:07, by phone',
        reviewDueAt: '2026-11-20T09:04:00.000Z',
        bypassed: [
          'approval_missing',
          'ci_gates_failed',
          'window_required',
          'preflight_steps_open',
        ],
      },
    });
    expect(stage.change.exceptions).toMatchObject([
      { kind: 'emergency_bypass', by: { login: 'priya-net' } },
    ]);
  });

  it('needs a name: from the form or with the command', () => {
    const stage = reviewedOnly();
    accepted(stage.sora.opens({ kind: 'readable', plan: UNNAMED, warnings: [] }));
    const decision = stage.priya.starts();
    expect(answerOf(decision)).toBe('authorisation_required');
    expect(decision.kind === 'refused' && decision.refusal.facts).toEqual({
      roles: ['incident_commander', 'lead'],
    });
    expect(answerOf(stage.priya.starts('@priya-net'))).toBe('authorisation_required');
    accepted(stage.priya.starts('@dee-lead'));
    expect(stage.change.emergency?.authoriser).toBe('@dee-lead');
  });

  it('is possible from review and from approved as well', () => {
    const stage = reviewedOnly();
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.sora.submits());
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
    accepted(stage.priya.starts());
    expect(stage.change.emergency?.bypassed).toEqual(['window_required', 'preflight_steps_open']);
  });

  it('is held up by a block until its giver or a lead lifts it', () => {
    const stage = reviewedOnly();
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.lin.blocks('not the primary!'));
    expect(answerOf(stage.priya.starts())).toBe('change_blocked');
    expect(answerOf(stage.priya.unblocks('it is urgent'))).toBe('not_permitted');
    accepted(stage.dee.unblocks('the standby first'));
    accepted(stage.priya.starts());
    expect(stage.change.emergency?.bypassed).not.toContain('change_blocked');
  });

  it('does not become possible for a blocked change by an edit of its category', () => {
    const stage = reviewedOnly();
    stage.given.inReview();
    accepted(stage.tomas.blocks('the release train is on'));
    accepted(stage.mara.edits(EMERGENCY_PATCH));
    expect(answerOf(stage.mara.starts())).toBe('change_blocked');
    expect(stage.change).toMatchObject({ state: 'review', started: null });
  });

  it('passes a request for changes, and says so', () => {
    const stage = reviewedOnly();
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.sora.submits());
    accepted(stage.lin.requestsChanges());
    accepted(stage.priya.starts());
    expect(stage.change.emergency?.bypassed).toContain('changes_requested');
  });

  it('lets pre-flight steps be walked before and after', () => {
    const stage = reviewedOnly();
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.sora.does('P1'));
    accepted(stage.priya.starts());
    expect(stage.change.emergency?.bypassed).not.toContain('preflight_steps_open');
    accepted(stage.priya.does('E1'));
  });

  it('does not wait at its execution steps for pre-flight steps that were bypassed', () => {
    const stage = reviewedOnly();
    stage.given.runningEmergency();
    accepted(stage.priya.does('E1'));
    accepted(stage.priya.does('P1'));
  });

  it('forgets its pre-flight steps when the plan is edited under them', () => {
    const stage = reviewedOnly();
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.sora.does('P1'));
    accepted(stage.sora.edits(withAnswer(EMERGENCY_PATCH, 'why', 'It spreads.')));
    expect(stage.change.steps).toEqual({});
  });

  it('owes no approval when it is reopened, for it was given none', () => {
    const stage = reviewedOnly();
    stage.given.runningEmergency();
    for (const id of ['E1', 'E2']) accepted(stage.priya.does(id));
    accepted(stage.tomas.confirms('E2'));
    for (const id of ['E3', 'V1']) accepted(stage.priya.does(id));
    accepted(stage.sora.edits(withAnswer(EMERGENCY_PATCH, 'why', 'It spread.')));
    accepted(stage.priya.completes());
    accepted(stage.priya.reopens());
    expect(stage.change).toMatchObject({ reapprovalDue: false, emergency: { review: null } });
    accepted(stage.priya.completes());
  });

  it('does not open the way for an ordinary change', () => {
    const stage = reviewedOnly();
    stage.given.draft();
    expect(answerOf(stage.mara.starts('@dee-lead'))).toBe('not_in_state');
  });
});

describe('the authoriser', () => {
  it('confirms in the record what was said by voice', () => {
    const stage = reviewedOnly();
    stage.given.runningEmergency();
    accepted(stage.dee.authorises());
    expect(stage.change.emergency?.authorised?.by.login).toBe('dee-lead');
    expect(accepted(stage.dee.authorises())).toEqual([]);
  });

  it('is not the operator, even with the role', () => {
    const stage = reviewedOnly();
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.dee.starts('the head of operations, by phone'));
    expect(answerOf(stage.dee.authorises())).toBe('second_person_required');
  });

  it('is nobody who carried any of it out, although somebody else has taken over since', () => {
    const stage = reviewedOnly();
    stage.given.runningEmergency();
    accepted(stage.priya.handsOverTo(stage.dee.actor));
    accepted(stage.dee.accepts());
    accepted(stage.dee.does('E1'));
    accepted(stage.dee.handsOverTo(stage.priya.actor));
    accepted(stage.priya.accepts());
    expect(answerOf(stage.dee.authorises())).toBe('second_person_required');
  });

  it('holds the role; a maintainer does only where the policy says so, and when named', () => {
    const stage = reviewedOnly();
    stage.given.runningEmergency();
    expect(answerOf(stage.lin.authorises())).toBe('not_permitted');
    expect(answerOf(stage.tomas.authorises())).toBe('not_permitted');
    const { policy } = stage.world;
    stage.world.policy = {
      ...policy,
      categories: policy.categories.map((rule) => ({
        ...rule,
        authoriserRoles: ['maintainer'] as const,
      })),
    };
    const decision = stage.tomas.authorises();
    expect(decision.kind === 'refused' && decision.refusal.facts).toMatchObject({
      why: 'not_named',
      who: ['dee-lead'],
    });
    accepted(stage.dee.authorises());
  });
});

describe('the review afterwards', () => {
  it('is done by somebody who neither wrote, started nor executed it', () => {
    const stage = reviewedOnly();
    stage.given.runningEmergency();
    for (const id of ['E1', 'E2']) accepted(stage.priya.does(id));
    accepted(stage.tomas.confirms('E2'));
    accepted(stage.priya.handsOverTo(stage.omar.actor));
    accepted(stage.omar.accepts());
    accepted(stage.omar.does('E3'));
    accepted(stage.omar.handsOverTo(stage.jonas.actor));
    accepted(stage.jonas.accepts());
    accepted(stage.jonas.does('V1'));
    expect(answerOf(stage.tomas.reviewsAfterwards())).toBe('not_in_state');
    accepted(stage.jonas.completes());
    for (const name of ['priya', 'omar', 'jonas'] as const) {
      expect(answerOf(stage[name].reviewsAfterwards())).toBe('second_person_required');
    }
    expect(answerOf(stage.sora.reviewsAfterwards())).toBe('not_permitted');
    expect(answerOf(stage.tomas.reviewsAfterwards(''))).toBe('reason_required');
    accepted(stage.tomas.reviewsAfterwards());
    expect(stage.change.emergency?.review).toMatchObject({
      findings: 'the logs match the account',
      by: { login: 'tomas-sre' },
    });
    expect(accepted(stage.tomas.reviewsAfterwards())).toEqual([]);
    stage.world.policy = {
      ...stage.world.policy,
      verbRoles: { ...stage.world.policy.verbRoles, review: ['engineer'] },
    };
    expect(answerOf(stage.lin.reviewsAfterwards())).toBe('already_done');
    expect(timersOf(stage.change).map(({ name }) => name)).toEqual(['authorise_due']);
  });

  it('by the author is refused', () => {
    const stage = reviewedOnly();
    accepted(stage.tomas.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.priya.starts());
    accepted(stage.priya.rollsBack());
    expect(answerOf(stage.tomas.reviewsAfterwards())).toBe('self_approval');
  });

  it('becomes overdue at its absolute deadline, and then nothing more is merged on it', () => {
    const stage = reviewedOnly({ pulls: [pullFacts(701)] });
    stage.given.runningEmergency();
    accepted(stage.priya.links(701));
    expect(stage.inTheWayOf('merge')).toEqual([]);
    expect(timersOf(stage.change)).toEqual([
      { name: 'posthoc_due', dueAt: '2026-11-20T09:03:00.000Z' },
      { name: 'authorise_due', dueAt: '2026-11-20T09:03:00.000Z' },
    ]);
    stage.clock.set('2026-11-20T09:02:59Z');
    expect(accepted(stage.forge.firesTimer('posthoc_due'))).toEqual([]);
    stage.clock.set('2026-11-20T09:03:00Z');
    accepted(stage.forge.firesTimer('posthoc_due'));
    expect(stage.change.exceptions.at(-1)?.kind).toBe('posthoc_overdue');
    expect(stage.inTheWayOf('merge')).toEqual(['posthoc_overdue']);
    for (const id of ['E1', 'E2']) accepted(stage.priya.does(id));
    accepted(stage.tomas.confirms('E2'));
    for (const id of ['E3', 'V1']) accepted(stage.priya.does(id));
    accepted(stage.priya.completes());
    accepted(stage.tomas.reviewsAfterwards());
    expect(stage.inTheWayOf('merge')).toEqual([]);
  });

  it('says nothing of what is done after a reopening: that has a review and a deadline of its own', () => {
    const stage = reviewedOnly();
    const plan = { ...EMERGENCY_PATCH, steps: [step('E1', 'Install the fixed build')] };
    accepted(stage.sora.opens({ kind: 'readable', plan, warnings: [] }));
    accepted(stage.priya.starts());
    accepted(stage.priya.does('E1'));
    accepted(stage.priya.completes());
    accepted(stage.tomas.reviewsAfterwards());
    stage.clock.set('2026-11-19T20:00:00Z');
    accepted(stage.priya.reopens());
    expect(stage.change.emergency).toMatchObject({
      review: null,
      reviewDueAt: '2026-11-20T20:00:00.000Z',
    });
    expect(timersOf(stage.change)).toEqual([
      { name: 'posthoc_due', dueAt: '2026-11-20T20:00:00.000Z' },
      { name: 'authorise_due', dueAt: stage.change.emergency?.authoriseDueAt },
    ]);
    expect(stage.change.emergency?.authoriseDueAt).toMatch(/^2026-11-20T09/u);
    stage.clock.set('2026-11-19T22:00:00Z');
    accepted(stage.priya.completes());
    accepted(stage.priya.reopens());
    expect(stage.change.emergency?.reviewDueAt).toBe('2026-11-20T20:00:00.000Z');
    accepted(stage.priya.completes());
    accepted(stage.jonas.reviewsAfterwards());
    expect(stage.change.emergency?.review?.by.login).toBe('jonas-dba');
  });

  it('whose authoriser never confirms it is an exception, although it was reviewed', () => {
    const stage = reviewedOnly();
    stage.given.runningEmergency();
    accepted(stage.priya.rollsBack());
    accepted(stage.tomas.reviewsAfterwards());
    stage.clock.set('2026-11-20T09:03:00Z');
    accepted(stage.forge.firesTimer('authorise_due'));
    expect(stage.change.exceptions.at(-1)?.kind).toBe('authorisation_overdue');
    expect(timersOf(stage.change)).toEqual([]);
    accepted(stage.dee.authorises());
    expect(stage.change.emergency?.authorised?.by.login).toBe('dee-lead');
  });

  it('whose authoriser confirms it in time owes nothing more', () => {
    const stage = reviewedOnly();
    stage.given.runningEmergency();
    accepted(stage.dee.authorises());
    expect(timersOf(stage.change).map(({ name }) => name)).toEqual(['posthoc_due']);
    stage.clock.set('2026-11-21T09:03:00Z');
    expect(accepted(stage.forge.firesTimer('authorise_due'))).toEqual([]);
  });
});
