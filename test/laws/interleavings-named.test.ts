/** Interleavings that have names, because they happened to others: each is one story, told by commands. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../support/change-beginnings.ts';
import { answerOf, minutesLater, pullFacts, setTheStage } from '../support/change-kit.ts';
import type { Stage } from '../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../support/change-people.ts';
import { REPO } from '../support/change-verbs.ts';
import { policyOf } from '../support/policy-rules.ts';

const PULL = 701;

function linked(): Stage {
  const stage = setTheStage({ pulls: [pullFacts(PULL)] });
  stage.given.draft();
  accepted(stage.mara.links(PULL));
  accepted(stage.mara.submits());
  return stage;
}

describe('zero of zero', () => {
  it('approvals are not enough, whatever the policy forgot to ask for', () => {
    const { categories } = policyOf({});
    const policy = policyOf({
      categories: categories.map((one) => ({ ...one, approvalsNeeded: 0, approverRoles: [] })),
    });
    const stage = setTheStage();
    stage.given.inReview();
    stage.world.policy = policy;
    accepted(stage.forge.asksAgain());
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('start', 'approvals').kind).toBe('unmet');
  });

  it('checks have not passed: silence is no consent', () => {
    const stage = linked();
    stage.forge.shows(pullFacts(PULL, { checks: 'none' }));
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.inTheWayOf('merge')).toContain('ci_gates_failed');
  });
});

describe('a word that comes late', () => {
  it('does not count for what was pushed since, though it was told 19 minutes after it was said', () => {
    const stage = linked();
    const said = stage.clock.now;
    stage.clock.pass(10);
    accepted(stage.forge.reportsPush(PULL, 'second'));
    stage.clock.pass(9);
    expect(answerOf(stage.tomas.approves('', { occurredAt: said }))).toBe('ref_changed');
    expect(answerOf(stage.tomas.approvesByReview('head-of-701', { occurredAt: said }))).toBe(
      'stale_review',
    );
    expect(stage.change.approvals).toEqual([]);
  });

  it('does not count for a push between the comment and the look', () => {
    const stage = linked();
    const said = stage.clock.now;
    stage.clock.pass(1);
    stage.forge.shows(pullFacts(PULL, { head: 'second' }));
    expect(answerOf(stage.tomas.approves('', { occurredAt: said }))).toBe('ref_changed');
  });

  it('does not count for a second push that was seen while the first was looked up', () => {
    const stage = linked();
    const first = stage.clock.now;
    const said = minutesLater(first, 5);
    stage.clock.set(minutesLater(first, 7));
    stage.forge.shows(pullFacts(PULL, { head: 'third' }));
    const push = { type: 'note_head', repoId: REPO.repoId, pull: PULL } as const;
    accepted(
      stage.act(PEOPLE.lin, { ...push, head: 'second', pushed: true }, { occurredAt: first }),
    );
    expect(answerOf(stage.tomas.approves('', { occurredAt: said }))).toBe('ref_changed');
    expect(answerOf(stage.tomas.approves())).toBe('accepted');
    expect(stage.change.approvals.at(-1)?.heads).toEqual(['third']);
  });

  it('counts for a push that was told late, once the push itself was before it', () => {
    const stage = linked();
    const pushed = stage.clock.now;
    stage.clock.pass(30);
    stage.forge.shows(pullFacts(PULL, { head: 'second' }));
    const push = { type: 'note_head', repoId: REPO.repoId, pull: PULL, head: 'second' } as const;
    accepted(stage.act(HOLDPOINT, push, { occurredAt: pushed }));
    const said = minutesLater(pushed, 5);
    expect(answerOf(stage.tomas.approves('', { occurredAt: said }))).toBe('accepted');
  });

  it('does not count for another branch that was seen while something else was told', () => {
    const stage = linked();
    const told = stage.clock.now;
    stage.forge.shows(pullFacts(PULL, { base: 'main' }));
    const note = {
      type: 'note_head',
      repoId: REPO.repoId,
      pull: PULL,
      head: 'head-of-701',
    } as const;
    accepted(stage.act(PEOPLE.lin, { ...note, base: 'main' }, { occurredAt: told }));
    stage.clock.pass(7);
    stage.forge.shows(pullFacts(PULL, { base: 'next' }));
    accepted(stage.act(PEOPLE.lin, { ...note, base: 'main' }, { occurredAt: told }));
    const said = minutesLater(told, 3);
    expect(answerOf(stage.tomas.approves('', { occurredAt: said }))).toBe('ref_changed');
  });
});
