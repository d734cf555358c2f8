/** Asking for approval, and taking one back. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { DEPLOYBOT, PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION } from '../../support/change-plans.ts';

describe('submit', () => {
  it('is for the author and for any engineer', () => {
    for (const name of ['mara', 'lin', 'dee'] as const) {
      const stage = setTheStage();
      stage.given.draft();
      accepted(stage[name].submits());
      expect(stage.change.state).toBe('review');
    }
    const stage = setTheStage();
    stage.given.draft();
    expect(answerOf(stage.nina.submits())).toBe('not_permitted');
  });

  it('again changes nothing', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(accepted(stage.mara.submits())).toEqual([]);
  });

  it('is refused with every reason at once', () => {
    const stage = setTheStage({ people: [PEOPLE.mara] });
    accepted(
      stage.mara.opens({
        kind: 'readable',
        warnings: [],
        plan: { ...CERT_ROTATION, category: 'standard', missing: ['why'] },
      }),
    );
    stage.clock.set('2026-11-22T03:00:00Z');
    const decision = stage.mara.submits();
    expect(answerOf(decision)).toBe('answers_missing');
    expect(stage.inTheWayOf('submit')).toEqual([
      'answers_missing',
      'category_too_low',
      'no_eligible_approvers',
      'lead_time_violation',
    ]);
    expect(decision.kind === 'refused' && decision.verdicts.length).toBeGreaterThan(8);
  });

  it('is refused when nobody could ever approve', () => {
    const stage = setTheStage({ people: [PEOPLE.mara, PEOPLE.lin, PEOPLE.nina, DEPLOYBOT] });
    stage.given.draft();
    expect(answerOf(stage.mara.submits())).toBe('no_eligible_approvers');
  });

  it('waits when the forge will not say who has access', () => {
    const stage = setTheStage({ people: null });
    stage.given.draft();
    expect(stage.verdict('submit', 'approvers_exist').kind).toBe('cannot_tell');
    expect(answerOf(stage.mara.submits())).toBe('evidence_unavailable');
  });
});

describe('withdrawing', () => {
  it('an approval leads an approved change back to review when too few remain', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    accepted(stage.tomas.withdraws());
    expect(stage.types.slice(-2)).toEqual(['approval_withdrawn', 'returned_to_review']);
    expect(stage.change.approvals[0]?.voided?.reason).toBe('withdrawn');
  });

  it('one of two leaves the change approved', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.jonas.approves());
    accepted(stage.tomas.withdraws());
    expect(stage.types.at(-1)).toBe('approval_withdrawn');
    expect(stage.change.state).toBe('approved');
  });

  it('nothing is nothing', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(accepted(stage.jonas.withdraws())).toEqual([]);
  });

  it('happens by itself when the forge dismisses the review', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approvesByReview('head-of-701'));
    accepted(stage.forge.reportsDismissal(PEOPLE.tomas, PEOPLE.lin));
    expect(stage.change).toMatchObject({
      state: 'review',
      approvals: [{ voided: { reason: 'withdrawn' } }],
    });
  });

  it('does not happen any more once the change has ended', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approvesByReview('head-of-701'));
    accepted(stage.mara.cancels());
    expect(accepted(stage.forge.reportsDismissal(PEOPLE.tomas, PEOPLE.lin))).toEqual([]);
    expect(accepted(stage.forge.reportsPush(701, 'pushed'))).toEqual([]);
  });

  it('by a dismissed review does not touch an approval by command', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    expect(accepted(stage.forge.reportsDismissal(PEOPLE.tomas, PEOPLE.lin))).toEqual([]);
  });
});
