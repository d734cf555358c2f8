/** Counting voices: who spoke, who is barred and why, who could still speak, and whether it is enough. */
import { describe, expect, it } from 'vitest';
import { tally } from '../../../src/core/policy/tally.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { pullFacts, setTheStage } from '../../support/change-kit.ts';
import { EVERYBODY, HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, withAnswer } from '../../support/change-plans.ts';

const REWORDED = withAnswer(CERT_ROTATION, 'failure', 'Nobody can connect.');

describe('a tally', () => {
  it('of nothing said asks for one, and names who could give it', () => {
    const stage = setTheStage();
    stage.given.inReview();
    const count = tally(stage.change, stage.factsFor(HOLDPOINT));
    expect(count).toMatchObject({ needed: 1, remaining: 1, enough: false, spoke: [], unknown: [] });
    expect(count.eligible.map(({ login }) => login)).toEqual([
      'jonas-dba',
      'priya-net',
      'tomas-sre',
      'dee-lead',
      'omar-dev',
    ]);
  });

  it('leaves out of the eligible: the author, the last editor, contributors, bots and those who have spoken', () => {
    const stage = setTheStage({ pulls: [pullFacts(701, { contributors: [PEOPLE.omar] })] });
    accepted(stage.jonas.opens());
    accepted(stage.jonas.links(701));
    accepted(stage.jonas.submits());
    accepted(stage.priya.edits({ ...REWORDED, category: 'significant', risk: 'high' }));
    stage.world.policy = {
      ...stage.world.policy,
      categories: stage.world.policy.categories.map((rule) => ({
        ...rule,
        approverRoles: ['maintainer', 'lead'],
        approvalsNeeded: 2,
      })),
    };
    accepted(stage.tomas.approves());
    const count = tally(stage.change, {
      ...stage.factsFor(HOLDPOINT),
      policy: { ...stage.world.policy },
    });
    expect(count.counted.map(({ by }) => by.login)).toEqual(['tomas-sre']);
    expect(count.eligible.map(({ login }) => login)).toEqual(['dee-lead']);
    expect(count).toMatchObject({ needed: 2, remaining: 1, enough: false });
  });

  it('says of every voice why it does not count', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.inReview();
    accepted(stage.jonas.approves());
    accepted(stage.mara.edits(REWORDED));
    accepted(stage.priya.approves());
    accepted(stage.priya.withdraws());
    accepted(stage.omar.approves());
    const facts = stage.factsFor(HOLDPOINT);
    const categories = facts.policy.categories.map((rule) => ({
      ...rule,
      approverRoles: ['lead'] as const,
    }));
    const said = tally(stage.change, {
      ...facts,
      policy: { ...facts.policy, categories },
    }).spoke.map(({ approval, reason, about }) => [approval.by.login, reason, about]);
    expect(said).toEqual([
      ['jonas-dba', 'approval_stale', null],
      ['priya-net', 'withdrawn', null],
      ['omar-dev', 'not_permitted', 'roles'],
    ]);
  });

  it('does not count an approval that became old by an edit in the same second', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.tomas.approves());
    const { change } = stage;
    const at = change.approvals[0]?.at ?? '';
    const tied = { ...change, substantiveAt: at };
    expect(tally(tied, stage.factsFor(HOLDPOINT)).spoke[0]).toMatchObject({
      counted: false,
      reason: 'approval_stale',
      about: 'plan',
    });
  });

  it('does not count an approval of another plan, however it came to stand', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    const other = { ...stage.change, digest: 'f'.repeat(64) };
    expect(tally(other, stage.factsFor(HOLDPOINT)).spoke[0]).toMatchObject({
      counted: false,
      reason: 'approval_stale',
      about: 'plan',
    });
  });

  it('counts one human once, however often the log holds the approval', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    const [approval] = stage.change.approvals;
    const doubled = {
      ...stage.change,
      approvals: [approval, approval].flatMap((one, at) =>
        one === undefined ? [] : [{ ...one, seq: one.seq + at }],
      ),
    };
    const count = tally(doubled, stage.factsFor(HOLDPOINT));
    expect(count.counted).toHaveLength(1);
    expect(count.spoke.map(({ reason }) => reason)).toEqual([null, 'repeated']);
  });

  it('tells a moved head from an old review', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approvesByReview('head-of-701'));
    const moved = {
      ...stage.change,
      pulls: stage.change.pulls.map((pull) => ({ ...pull, head: 'pushed' })),
    };
    expect(tally(moved, stage.factsFor(HOLDPOINT)).spoke[0]).toMatchObject({
      reason: 'stale_review',
      about: 'heads',
    });
    const byCommand = {
      ...moved,
      approvals: moved.approvals.map((one) => ({ ...one, channel: 'command' as const })),
    };
    expect(tally(byCommand, stage.factsFor(HOLDPOINT)).spoke[0]).toMatchObject({
      reason: 'ref_changed',
      about: 'heads',
    });
  });

  it('asks once who wrote a pull request, however many people and approvals there are', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    let looks = 0;
    const watched = {
      ...pullFacts(701),
      get contributors() {
        looks += 1;
        return [PEOPLE.lin, PEOPLE.omar];
      },
    };
    const facts = { ...stage.factsFor(HOLDPOINT), pulls: [watched] };
    const names = tally(stage.change, facts).eligible.map(({ login }) => login);
    expect(names).not.toContain('omar-dev');
    expect(looks).toBe(1);
  });

  it('is never enough while the forge will not say who has access, or how a pull request stands', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    stage.world.people = null;
    stage.forge.shows();
    expect(tally(stage.change, stage.factsFor(HOLDPOINT))).toMatchObject({
      unknown: ['people', 'pulls'],
      eligible: [],
      enough: false,
    });
  });

  it('of a category without a rule is never enough', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    expect(tally({ ...stage.change, category: null }, stage.factsFor(HOLDPOINT))).toMatchObject({
      rule: null,
      enough: false,
    });
  });

  it('does not count somebody who has become a bot account', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    stage.world.people = EVERYBODY.map((one) =>
      one.id === PEOPLE.tomas.id ? { ...one, kind: 'bot' as const } : one,
    );
    expect(tally(stage.change, stage.factsFor(HOLDPOINT)).spoke[0]).toMatchObject({
      counted: false,
      reason: 'bot',
    });
  });
});
