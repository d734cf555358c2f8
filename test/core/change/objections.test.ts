/** Requests for changes and blocks: what they hold up, and who can lift them. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, withAnswer } from '../../support/change-plans.ts';

describe('a request for changes', () => {
  it('holds the change in review although it has enough approvals', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.requestsChanges('What about pinned clients?'));
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('approve', 'objections')).toMatchObject({
      kind: 'unmet',
      code: 'changes_requested',
      facts: { by: ['lin-dev'], texts: ['What about pinned clients?'] },
      next: '/chg withdraw',
    });
  });

  it('is cleared by who made it, and then the last approval has its effect', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.requestsChanges());
    accepted(stage.tomas.approves());
    accepted(stage.lin.withdraws());
    expect(stage.types.slice(-2)).toEqual(['changes_request_cleared', 'approval_completed']);
  });

  it('is cleared by a substantive edit, and not by a cosmetic one', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.requestsChanges());
    accepted(
      stage.mara.edits({ ...withAnswer(CERT_ROTATION, 'priority', 'Low'), priority: 'low' }),
    );
    expect(stage.inTheWayOf('approve')).toContain('changes_requested');
    accepted(stage.mara.edits(withAnswer(CERT_ROTATION, 'failure', 'Pinned clients are warned.')));
    expect(stage.types.at(-1)).toBe('changes_request_cleared');
    expect(stage.inTheWayOf('approve')).toEqual(['approval_missing']);
  });

  it('is cleared when the same person approves, and takes an own approval back', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.tomas.requestsChanges());
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
    accepted(stage.tomas.requestsChanges('I overlooked the chain'));
    expect(stage.types.slice(-3)).toEqual([
      'approval_withdrawn',
      'changes_requested',
      'returned_to_review',
    ]);
  });

  it('needs words, and does not come from the author', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(answerOf(stage.tomas.requestsChanges('  '))).toBe('reason_required');
    expect(answerOf(stage.mara.requestsChanges())).toBe('not_permitted');
    expect(answerOf(stage.nina.requestsChanges())).toBe('not_permitted');
  });

  it('is not taken back by somebody else who dismisses the review', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.tomas.requestsChanges());
    expect(accepted(stage.forge.reportsDismissal(stage.tomas.actor, stage.mara.actor))).toEqual([]);
    accepted(stage.forge.reportsDismissal(stage.tomas.actor, stage.tomas.actor));
    expect(stage.inTheWayOf('approve')).not.toContain('changes_requested');
  });
});

describe('a block', () => {
  it('stops an approved change from starting and from being booked', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.lin.blocks());
    expect(answerOf(stage.mara.schedules())).toBe('change_blocked');
    stage.clock.set('2026-11-22T03:40:00Z');
    expect(answerOf(stage.mara.starts())).toBe('change_blocked');
  });

  it('is lifted by the blocker without a reason', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.blocks());
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    accepted(stage.lin.unblocks());
    expect(stage.change.state).toBe('approved');
  });

  it('is lifted by a lead with a reason, and by nobody else', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.blocks());
    const decision = stage.tomas.unblocks('I disagree');
    expect(answerOf(decision)).toBe('not_permitted');
    expect(decision.kind === 'refused' && decision.refusal.facts).toMatchObject({
      why: 'not_blocker',
      who: ['lin-dev'],
      needs: ['lead'],
    });
    expect(answerOf(stage.dee.unblocks(''))).toBe('reason_required');
    accepted(stage.dee.unblocks('the train was moved'));
    expect(stage.change.objections[0]?.lifted?.by.login).toBe('dee-lead');
  });

  it('of two people is two blocks, and each lifts their own', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.blocks());
    accepted(stage.sora.blocks('the key is on a shared disk'));
    accepted(stage.lin.unblocks());
    expect(stage.verdict('approve', 'objections').facts['by']).toEqual(['sora-sec']);
  });

  it('needs words; said twice it is one', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(answerOf(stage.lin.blocks(''))).toBe('reason_required');
    accepted(stage.lin.blocks());
    expect(accepted(stage.lin.blocks())).toEqual([]);
    accepted(stage.lin.unblocks());
    expect(accepted(stage.tomas.unblocks())).toEqual([]);
  });
});
