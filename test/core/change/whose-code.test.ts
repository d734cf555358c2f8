/** Who has a hand in the code of a linked pull request, and where that code would go: both as the forge saw it. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, minutesLater, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { CERT_ROTATION, step, WINDOW } from '../../support/change-plans.ts';

const PLAN = { ...CERT_ROTATION, steps: [step('E1', 'Merge and watch'), step('V1', 'Look')] };

function inReview(): Stage {
  const stage = setTheStage({ pulls: [pullFacts(701, { base: 'main' })] });
  stage.given.draft(PLAN);
  accepted(stage.mara.links(701));
  accepted(stage.mara.submits());
  return stage;
}

describe('whoever pushed', () => {
  it('does not approve, whatever name stands in the commits', () => {
    const stage = inReview();
    accepted(stage.forge.reportsPush(701, 'signed-as-lin', stage.tomas.actor));
    expect(stage.tomas.approves()).toMatchObject({
      refusal: {
        code: 'self_approval',
        facts: { why: 'contributor', pull: 'lighthouse-freight/changes#701' },
      },
    });
    accepted(stage.dee.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('is remembered when another push was heard of first, and after unlinking', () => {
    const stage = inReview();
    accepted(stage.forge.reportsPush(701, 'newest'));
    accepted(stage.forge.reportsPush(701, 'newest', stage.tomas.actor));
    accepted(stage.forge.reportsPush(701, 'newest', stage.tomas.actor));
    expect(stage.types.filter((type) => type === 'pull_pushed')).toHaveLength(1);
    accepted(stage.mara.unlinks(701));
    accepted(stage.mara.links(701));
    expect(answerOf(stage.tomas.approves())).toBe('self_approval');
  });

  it('is nobody new when it is the author, and nobody at all when only a head was found', () => {
    const stage = inReview();
    accepted(stage.forge.reportsPush(701, 'second'));
    accepted(
      stage.act(stage.tomas.actor, {
        type: 'note_head',
        repoId: '700',
        pull: 701,
        head: 'second',
      }),
    );
    expect(stage.change.pushers).toEqual([]);
    accepted(stage.tomas.approves());
  });
});

describe('a pull request that is turned to another branch', () => {
  it('after approval has to be approved again', () => {
    const stage = inReview();
    accepted(stage.tomas.approves());
    accepted(stage.forge.reportsNewBase(701, 'prod-live'));
    expect(stage.types.slice(-3)).toEqual([
      'pull_retargeted',
      'approvals_voided',
      'returned_to_review',
    ]);
    expect(stage.change.approvals[0]?.voided?.reason).toBe('ref_changed');
    expect(accepted(stage.forge.reportsNewBase(701, 'prod-live'))).toEqual([]);
    const { headAt } = stage.change.pulls[0] ?? { headAt: '' };
    expect(answerOf(stage.tomas.approves('', { occurredAt: headAt }))).toBe('ref_changed');
    accepted(stage.tomas.approves('', { occurredAt: minutesLater(headAt, 1) }));
    expect(stage.change.state).toBe('approved');
  });

  it('and back again is not what was approved either', () => {
    const stage = inReview();
    accepted(stage.tomas.approves());
    stage.clock.set(WINDOW.start);
    accepted(stage.mara.starts());
    accepted(stage.forge.reportsNewBase(701, 'prod-live'));
    accepted(stage.forge.reportsNewBase(701, 'main'));
    expect(stage.inTheWayOf('merge')).toEqual(['approval_stale', 'ref_changed']);
    accepted(stage.tomas.approves());
    expect(stage.inTheWayOf('merge')).toEqual([]);
  });

  it('unnoticed stops the start', () => {
    const stage = inReview();
    accepted(stage.tomas.approves());
    stage.forge.shows(pullFacts(701, { base: 'prod-live' }));
    stage.clock.set(WINDOW.start);
    expect(answerOf(stage.mara.starts())).toBe('ref_changed');
  });

  it('is learnt, and no more, where nobody had told its branch', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft(PLAN);
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    accepted(stage.forge.reportsNewBase(701, 'main'));
    expect(stage.change).toMatchObject({ state: 'approved', pulls: [{ base: 'main' }] });
  });
});

describe('a pull request that was closed when the change was approved', () => {
  function approvedWithout702(): Stage {
    const stage = setTheStage({ pulls: [pullFacts(701), pullFacts(702, { open: false })] });
    stage.given.draft(PLAN);
    accepted(stage.mara.links(701));
    accepted(stage.mara.links(702));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    expect(stage.change).toMatchObject({
      state: 'approved',
      approvals: [{ heads: ['head-of-701'] }],
    });
    return stage;
  }
  const comesBack = (stage: Stage): void => {
    stage.forge.shows(pullFacts(701), pullFacts(702));
    const head = { repoId: '700', pull: 702, head: 'head-of-702' };
    accepted(stage.act(stage.lin.actor, { type: 'note_head', ...head }));
  };

  it('is not approved when it is opened again, and holds up nobody while it is not', () => {
    const stage = approvedWithout702();
    stage.clock.set(WINDOW.start);
    expect(stage.inTheWayOf('start')).toEqual([]);
    comesBack(stage);
    expect(stage.change.state).toBe('review');
    expect(stage.change.approvals[0]?.voided?.reason).toBe('ref_changed');
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('is not merged when it is opened again during the run, until it is approved', () => {
    const stage = approvedWithout702();
    stage.clock.set(WINDOW.start);
    accepted(stage.mara.starts());
    expect(stage.inTheWayOf('merge')).toEqual([]);
    comesBack(stage);
    expect(stage.inTheWayOf('merge')).toEqual(['approval_stale', 'ref_changed']);
    accepted(stage.tomas.approves());
    expect(stage.inTheWayOf('merge')).toEqual([]);
  });

  it('does not lose the approval that it had when it is closed and opened again', () => {
    const stage = inReview();
    accepted(stage.tomas.approves());
    const said = { repoId: '700', pull: 701, head: 'head-of-701' };
    accepted(stage.act(stage.lin.actor, { type: 'note_head', ...said }));
    expect(stage.change.state).toBe('approved');
  });
});

describe('a review of a pull request', () => {
  it('from before the link says nothing about the plan', () => {
    const stage = inReview();
    const { linked } = stage.change.pulls[0] ?? { linked: { at: '' } };
    const before = minutesLater(linked.at, -0.5);
    expect(stage.tomas.approvesByReview('head-of-701', { occurredAt: before })).toMatchObject({
      refusal: {
        code: 'stale_review',
        facts: { why: 'unseen', pulls: ['lighthouse-freight/changes#701'] },
      },
    });
    accepted(
      stage.tomas.approvesByReview('head-of-701', { occurredAt: minutesLater(linked.at, 1) }),
    );
  });

  it('on which the change did not stand yet says nothing about the plan either', () => {
    const stage = inReview();
    const now = stage.clock.now;
    const shows = (shownSince: string | null): void => {
      stage.forge.shows(pullFacts(701, { base: 'main', shownSince }));
    };
    const review = (): string =>
      answerOf(stage.tomas.approvesByReview('head-of-701', { occurredAt: now }));
    shows(null);
    expect(review()).toBe('stale_review');
    shows(minutesLater(now, 1));
    expect(review()).toBe('stale_review');
    // The same second cannot be told apart.
    shows(now);
    expect(review()).toBe('accepted');
  });

  it('approves no other pull request that did not show the change yet; a minute later it does', () => {
    const stage = inReview();
    stage.forge.shows(pullFacts(701), pullFacts(702));
    accepted(stage.mara.links(702));
    const { linked } = stage.change.pulls[1] ?? { linked: { at: '' } };
    const shows = (shownSince: string | null): void => {
      stage.forge.shows(
        pullFacts(701, { shownSince: minutesLater(linked.at, -1) }),
        pullFacts(702, { shownSince }),
      );
    };
    const review = (head: string, minutes: number): string =>
      answerOf(
        stage.tomas.approvesByReview(head, { occurredAt: minutesLater(linked.at, minutes) }),
      );
    shows(null);
    expect(review('head-of-701', 1)).toBe('stale_review');
    shows(minutesLater(linked.at, 1.5));
    expect(review('head-of-701', 1)).toBe('stale_review');
    expect(review('head-of-701', 2)).toBe('accepted');
    expect(review('head-of-702', 3)).toBe('accepted');
    expect(stage.change).toMatchObject({
      state: 'approved',
      approvals: [{ heads: ['head-of-701', 'head-of-702'] }],
    });
  });

  it('from before it was turned to another branch is none of where it goes now', () => {
    const stage = inReview();
    accepted(stage.forge.reportsNewBase(701, 'prod-live'));
    const { retargeted } = stage.change.pulls[0] ?? { retargeted: null };
    const at = minutesLater(retargeted?.at ?? '', -1);
    expect(answerOf(stage.tomas.approvesByReview('head-of-701', { occurredAt: at }))).toBe(
      'stale_review',
    );
  });
});
