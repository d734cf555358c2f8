/** Whose approval counts, for what, and until when. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/change/facts.ts';
import { tally } from '../../../src/core/policy/tally.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { DEPLOYBOT, EVERYBODY, HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, withAnswer } from '../../support/change-plans.ts';

const REWORDED = withAnswer(CERT_ROTATION, 'failure', 'Nobody can connect.');
const SIGNIFICANT = { ...CERT_ROTATION, category: 'significant', risk: 'high' } as const;

describe('an approval', () => {
  it('of a maintainer moves a normal change to approved', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.tomas.approves('Checked the chain order.'));
    expect(stage.types.slice(-2)).toEqual(['approved', 'approval_completed']);
    expect(stage.change).toMatchObject({
      state: 'approved',
      approvals: [
        { note: 'Checked the chain order.', roles: ['engineer', 'maintainer'], voided: null },
      ],
    });
  });

  it('of the author is refused and kept as an exception', () => {
    const stage = setTheStage();
    accepted(stage.tomas.opens());
    accepted(stage.tomas.submits());
    expect(answerOf(stage.tomas.approves())).toBe('self_approval');
    expect(stage.change).toMatchObject({
      state: 'review',
      approvals: [],
      exceptions: [{ kind: 'self_approval_refused', by: { login: 'tomas-sre' } }],
    });
  });

  it('of the author under a new name is still the author: ids are compared, not logins', () => {
    const renamed: Actor = { ...PEOPLE.tomas, login: 'somebody-else' };
    const stage = setTheStage();
    accepted(stage.tomas.opens());
    accepted(stage.tomas.submits());
    expect(
      answerOf(stage.act(renamed, { type: 'approve', note: '', channel: 'command', commit: null })),
    ).toBe('self_approval');
  });

  it('of somebody who took over the old name of the author counts', () => {
    const stage = setTheStage();
    stage.given.inReview();
    const namesake: Actor = { ...PEOPLE.tomas, login: 'mara-ops' };
    accepted(stage.act(namesake, { type: 'approve', note: '', channel: 'command', commit: null }));
    expect(stage.change.state).toBe('approved');
  });

  it('of the last editor of the plan is refused', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.tomas.edits(REWORDED));
    expect(answerOf(stage.tomas.approves())).toBe('plan_editor_approval');
    expect(stage.change.exceptions.at(-1)?.kind).toBe('plan_editor_approval_refused');
  });

  it('given before its giver edited the plan no longer counts', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.tomas.approves());
    accepted(stage.tomas.edits(REWORDED));
    expect(tally(stage.change, stage.factsFor(HOLDPOINT)).counted).toEqual([]);
  });

  it('of a bot is refused, whatever roles it holds', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(
      answerOf(
        stage.act(DEPLOYBOT, { type: 'approve', note: '', channel: 'command', commit: null }),
      ),
    ).toBe('not_permitted');
  });

  it('of an engineer is refused', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(answerOf(stage.lin.approves())).toBe('not_permitted');
  });

  it('of a maintainer is refused for a significant change, and says that a lead is needed', () => {
    const stage = setTheStage();
    stage.given.inReview(SIGNIFICANT);
    expect(stage.tomas.approves()).toMatchObject({
      kind: 'refused',
      refusal: { code: 'not_permitted', facts: { verb: 'approve', why: 'role', needs: ['lead'] } },
    });
    expect(stage.change).toMatchObject({ state: 'review', approvals: [] });
    accepted(stage.dee.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('repeated by the same person is one', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    expect(accepted(stage.tomas.approves('really'))).toEqual([]);
  });

  it('in the same second as an edit is refused: nobody knows which text was read', () => {
    const stage = setTheStage();
    stage.given.inReview();
    const at = '2026-11-19T10:00:00Z';
    stage.clock.set(at);
    accepted(stage.mara.edits(REWORDED, { occurredAt: at }));
    expect(answerOf(stage.tomas.approves('', { occurredAt: at }))).toBe('approval_stale');
    expect(answerOf(stage.tomas.approves('', { occurredAt: '2026-11-19T10:00:00.000Z' }))).toBe(
      'approval_stale',
    );
    accepted(stage.tomas.approves('', { occurredAt: '2026-11-19T10:00:01Z' }));
  });

  it('that arrives late, given before the edit, is refused', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.mara.edits(REWORDED));
    expect(answerOf(stage.tomas.approves('', { occurredAt: '2026-11-19T09:02:30Z' }))).toBe(
      'approval_stale',
    );
    expect(stage.change.state).toBe('review');
  });

  it('stops counting when its giver loses the role or the access', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    const demoted = EVERYBODY.map((one) =>
      one.id === PEOPLE.tomas.id ? { ...one, roles: ['engineer'] as const } : one,
    );
    stage.world.people = demoted;
    expect(stage.inTheWayOf('schedule')).toContain('approval_stale');
    expect(stage.verdict('start', 'approvals').facts['what']).toEqual(['roles']);
    stage.world.people = EVERYBODY.filter(({ id }) => id !== PEOPLE.tomas.id);
    expect(stage.inTheWayOf('start')).toContain('approval_stale');
    stage.world.people = null;
    expect(stage.verdict('start', 'approvals').kind).toBe('cannot_tell');
  });

  it('given under another policy is asked for again', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    stage.world.policy = { ...stage.world.policy, version: 'blob:2' };
    expect(stage.verdict('start', 'approvals')).toMatchObject({
      kind: 'unmet',
      code: 'approval_stale',
      facts: { what: ['policy'], by: ['tomas-sre'] },
    });
    accepted(stage.tomas.approves());
    expect(stage.verdict('start', 'approvals').kind).toBe('met');
  });

  it('never counts twice for a rule that asks for two', () => {
    const stage = setTheStage();
    const { policy } = stage.world;
    stage.world.policy = {
      ...policy,
      categories: policy.categories.map((rule) => ({ ...rule, approvalsNeeded: 2 })),
    };
    stage.given.inReview();
    accepted(stage.tomas.approves());
    accepted(stage.tomas.approves('again'));
    expect(stage.change.state).toBe('review');
    accepted(stage.jonas.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('is needed even under a rule that asks for none: zero is a mistake, not a permission', () => {
    const stage = setTheStage();
    const { policy } = stage.world;
    stage.world.policy = {
      ...policy,
      categories: policy.categories.map((rule) => ({ ...rule, approvalsNeeded: 0 })),
    };
    stage.given.inReview();
    stage.forge.asksAgain();
    expect(stage.change.state).toBe('review');
  });

  it('by review counts for the head that was reviewed, and for no other', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    expect(answerOf(stage.tomas.approvesByReview('an-older-head'))).toBe('stale_review');
    accepted(stage.tomas.approvesByReview('head-of-701'));
    expect(stage.change).toMatchObject({
      state: 'approved',
      approvals: [{ channel: 'review', heads: ['head-of-701'] }],
    });
  });

  it('of a co-author of a linked pull request is refused', () => {
    const stage = setTheStage({ pulls: [pullFacts(702, { contributors: [PEOPLE.omar] })] });
    stage.given.draft();
    accepted(stage.mara.links(702));
    accepted(stage.mara.submits());
    const decision = stage.omar.approves();
    expect(answerOf(decision)).toBe('self_approval');
    expect(decision.kind === 'refused' && decision.refusal.facts).toMatchObject({
      why: 'contributor',
      pull: 'lighthouse-freight/changes#702',
    });
  });

  it('of somebody who later commits to a linked pull request stops counting', () => {
    const stage = setTheStage({ pulls: [pullFacts(702)] });
    stage.given.draft();
    accepted(stage.mara.links(702));
    accepted(stage.mara.submits());
    accepted(stage.omar.approves());
    stage.forge.shows(pullFacts(702, { contributors: [PEOPLE.omar] }));
    expect(stage.inTheWayOf('start')).toContain('approval_missing');
  });

  it('is refused while a linked pull request cannot be read', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    stage.forge.shows();
    expect(answerOf(stage.tomas.approves())).toBe('evidence_unavailable');
  });

  it('is refused while a push is known to the forge and not yet to us', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    stage.forge.shows(pullFacts(701, { head: 'pushed' }));
    expect(answerOf(stage.tomas.approves())).toBe('ref_changed');
    expect(stage.verdict('approve', 'pull_head')).toMatchObject({
      kind: 'unmet',
      facts: { from: ['head-of-701'], to: ['pushed'] },
    });
  });
});
