/** An approver gives their voice for one plan to somebody else. */
import { describe, expect, it } from 'vitest';
import { tally } from '../../../src/core/policy/tally.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { DEPLOYBOT, EVERYBODY, HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, withAnswer } from '../../support/change-plans.ts';
import { ruled, TEAMS } from '../policy/ruled.ts';

const SIGNIFICANT = { ...CERT_ROTATION, category: 'significant', risk: 'high' } as const;

/** Only a lead may approve it, and there is one. */
function ledChange(): Stage {
  const stage = setTheStage();
  stage.given.inReview(SIGNIFICANT);
  return stage;
}

describe('a voice that was given', () => {
  it('counts as that of its giver, and is recorded with why', () => {
    const stage = ledChange();
    expect(answerOf(stage.sora.approves())).toBe('not_permitted');
    accepted(stage.dee.delegatesTo(PEOPLE.sora, 'in an aeroplane until Thursday'));
    expect(stage.change.delegations).toMatchObject([
      {
        by: { login: 'dee-lead' },
        to: { login: 'sora-sec' },
        reason: 'in an aeroplane until Thursday',
      },
    ]);
    expect(stage.verdict('approve', 'approvals').who).toEqual(['sora-sec', 'dee-lead']);
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('is taken back by withdrawing, and then counts no more', () => {
    const stage = ledChange();
    accepted(stage.dee.delegatesTo(PEOPLE.sora));
    accepted(stage.sora.approves());
    accepted(stage.dee.withdraws());
    expect(stage.change.state).toBe('review');
    expect(answerOf(stage.sora.approves())).toBe('not_permitted');
  });

  it('is one with that of its giver: what one of them says replaces what the other said', () => {
    const two = ruled(null, [], {
      categories: ruled(null).categories.map((one) => ({ ...one, approvalsNeeded: 2 })),
    });
    const stage = setTheStage({ policy: two, policyPeople: TEAMS });
    stage.given.inReview();
    accepted(stage.tomas.approves());
    accepted(stage.tomas.delegatesTo(PEOPLE.sora));
    accepted(stage.sora.approves());
    const count = (): ReturnType<typeof tally> => tally(stage.change, stage.factsFor(HOLDPOINT));
    expect(count().counted.map(({ by }) => by.login)).toEqual(['sora-sec']);
    accepted(stage.tomas.approves());
    expect(count().counted.map(({ by }) => by.login)).toEqual(['tomas-sre']);
    expect(stage.change.state).toBe('review');
  });

  it('takes the approval of its giver with it, also when that was the last one needed', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.tomas.delegatesTo(PEOPLE.sora));
    expect(stage.change.state).toBe('review');
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('is not given on', () => {
    const stage = ledChange();
    accepted(stage.dee.delegatesTo(PEOPLE.sora));
    expect(answerOf(stage.sora.delegatesTo(PEOPLE.lin))).toBe('not_permitted');
    expect(answerOf(stage.lin.approves())).toBe('not_permitted');
  });

  it('holds for the plan it was given for, and no other', () => {
    const stage = ledChange();
    accepted(stage.dee.delegatesTo(PEOPLE.sora));
    accepted(stage.mara.edits(withAnswer(SIGNIFICANT, 'failure', 'Nobody can connect.')));
    expect(answerOf(stage.sora.approves())).toBe('not_permitted');
  });

  it('goes with the right of its giver', () => {
    const stage = ledChange();
    accepted(stage.dee.delegatesTo(PEOPLE.sora));
    accepted(stage.sora.approves());
    stage.world.people = EVERYBODY.map((one) =>
      one.id === PEOPLE.dee.id ? { ...one, roles: ['engineer'] } : one,
    );
    expect(stage.inTheWayOf('schedule')).toContain('approval_stale');
  });

  it('does not reach back: what was said before it was given does not count', () => {
    const stage = ledChange();
    const early = setTheStage();
    early.given.inReview();
    accepted(stage.dee.delegatesTo(PEOPLE.sora));
    accepted(stage.sora.approves());
    const [delegation] = stage.change.delegations;
    if (delegation === undefined) throw new Error('none');
    const later = {
      ...stage.change,
      delegations: [{ ...delegation, seq: stage.change.lastSeq + 1 }],
    };
    expect(tally(later, stage.factsFor(HOLDPOINT)).enough).toBe(false);
  });
});

describe('a voice is not given', () => {
  it('by who has none: the author, an engineer, somebody who wrote code', () => {
    const stage = setTheStage({ pulls: [pullFacts(701, { contributors: [PEOPLE.omar] })] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    expect(answerOf(stage.mara.delegatesTo(PEOPLE.sora))).toBe('self_approval');
    expect(answerOf(stage.lin.delegatesTo(PEOPLE.sora))).toBe('self_approval');
    expect(answerOf(stage.sora.delegatesTo(PEOPLE.jonas))).toBe('not_permitted');
    expect(answerOf(stage.omar.delegatesTo(PEOPLE.sora))).toBe('self_approval');
  });

  it.each([
    ['the author', PEOPLE.mara, 'not_permitted'],
    ['a machine', DEPLOYBOT, 'not_permitted'],
    ['somebody without write access', PEOPLE.nina, 'not_permitted'],
    ['oneself', PEOPLE.tomas, 'not_permitted'],
    ['nobody', null, 'command_incomplete'],
  ])('to %s', (_who, to, code) => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(answerOf(stage.tomas.delegatesTo(to))).toBe(code);
    expect(stage.change.delegations).toEqual([]);
  });

  it('without a reason, nor while nobody can tell who has access', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(answerOf(stage.tomas.delegatesTo(PEOPLE.sora, ' '))).toBe('reason_required');
    stage.world.people = null;
    expect(answerOf(stage.tomas.delegatesTo(PEOPLE.sora))).toBe('evidence_unavailable');
  });

  it('to another account of one’s own', () => {
    const policy = ruled(null, [], { linkedAccounts: [['tomas-sre', 'sora-sec']] });
    const stage = setTheStage({ policy, policyPeople: TEAMS });
    stage.given.inReview();
    expect(answerOf(stage.tomas.delegatesTo(PEOPLE.sora))).toBe('not_permitted');
  });
});
