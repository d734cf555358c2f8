/** Linked pull requests: their heads are part of what is approved. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, minutesLater, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { CERT_ROTATION, step, WINDOW, withAnswer } from '../../support/change-plans.ts';

const PLAN = { ...CERT_ROTATION, steps: [step('E1', 'Merge and watch'), step('V1', 'Look')] };

function approvedWithPull(): Stage {
  const stage = setTheStage({ pulls: [pullFacts(701)] });
  stage.given.draft(PLAN);
  accepted(stage.mara.links(701));
  accepted(stage.mara.submits());
  accepted(stage.tomas.approves());
  return stage;
}

function runningWithPull(): Stage {
  const stage = approvedWithPull();
  stage.clock.set(WINDOW.start);
  accepted(stage.mara.starts());
  return stage;
}

describe('linking', () => {
  it('adds a pull request with the head that the forge shows now', () => {
    const stage = setTheStage({ pulls: [pullFacts(701, { head: 'newest' })] });
    stage.given.draft();
    accepted(stage.mara.links(701, 'older'));
    expect(stage.change.pulls).toMatchObject([
      { number: 701, head: 'newest', repo: 'lighthouse-freight/changes', merged: false },
    ]);
    expect(accepted(stage.mara.links(701))).toEqual([]);
  });

  it('is for engineers, and for pull requests that exist', () => {
    const stage = setTheStage();
    stage.given.draft();
    expect(answerOf(stage.nina.links(701))).toBe('not_permitted');
    expect(answerOf(stage.mara.links(701, ''))).toBe('command_incomplete');
  });

  it('after approval asks for a new one: what was approved did not contain it', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.scheduledChange();
    accepted(stage.mara.links(701));
    expect(stage.types.slice(-3)).toEqual([
      'pull_linked',
      'approvals_voided',
      'returned_to_review',
    ]);
    expect(stage.change.approvals[0]?.voided?.reason).toBe('ref_changed');
  });

  it('is undone by unlinking, which asks for a new approval as well', () => {
    const stage = approvedWithPull();
    accepted(stage.mara.unlinks(701));
    expect(stage.change).toMatchObject({ state: 'review', pulls: [] });
    expect(accepted(stage.mara.unlinks(701))).toEqual([]);
  });

  it('has a limit that one event can hold', () => {
    const stage = setTheStage();
    stage.given.draft();
    for (let pull = 1; pull <= 100; pull += 1) accepted(stage.mara.links(pull));
    expect(stage.mara.links(101)).toMatchObject({
      refusal: { code: 'not_permitted', facts: { why: 'too_many' } },
    });
  });
});

describe('a push', () => {
  it('after approval voids the approval', () => {
    const stage = approvedWithPull();
    accepted(stage.forge.reportsPush(701, 'pushed'));
    expect(stage.types.slice(-3)).toEqual([
      'pull_head_moved',
      'approvals_voided',
      'returned_to_review',
    ]);
    expect(stage.change.pulls[0]?.head).toBe('pushed');
  });

  it('reported late or twice ends in the same state', () => {
    const stage = approvedWithPull();
    accepted(stage.forge.reportsPush(701, 'pushed'));
    accepted(stage.tomas.approves());
    expect(
      accepted(
        stage.act(stage.lin.actor, {
          type: 'note_head',
          repoId: '700',
          pull: 701,
          head: 'head-of-701',
        }),
      ),
    ).toEqual([]);
    expect(stage.change).toMatchObject({ state: 'approved', pulls: [{ head: 'pushed' }] });
  });

  it('to a pull request that is not linked is nothing', () => {
    const stage = approvedWithPull();
    expect(accepted(stage.forge.reportsPush(999, 'pushed'))).toEqual([]);
  });

  it('while running is recorded, shuts the merge, and is opened again by an approval of the new head', () => {
    const stage = runningWithPull();
    expect(stage.inTheWayOf('merge')).toEqual([]);
    accepted(stage.forge.reportsPush(701, 'pushed'));
    expect(stage.change.state).toBe('in_progress');
    expect(stage.inTheWayOf('merge')).toEqual(['approval_stale', 'ref_changed']);
    expect(stage.verdict('merge', 'pull_head').facts).toEqual({
      pulls: ['lighthouse-freight/changes#701'],
      from: ['head-of-701'],
      to: ['pushed'],
    });
    accepted(stage.tomas.approves());
    expect(stage.inTheWayOf('merge')).toEqual([]);
  });

  it('is what shuts the merge while running; an edit of the plan does not, for it is not in force', () => {
    const stage = runningWithPull();
    accepted(stage.mara.edits(withAnswer(PLAN, 'why', 'It expires on Monday.')));
    expect(stage.inTheWayOf('merge')).toEqual([]);
  });

  it('that the forge shows and nobody has reported stops the start', () => {
    const stage = approvedWithPull();
    stage.forge.shows(pullFacts(701, { head: 'pushed' }));
    stage.clock.set(WINDOW.start);
    expect(answerOf(stage.mara.starts())).toBe('ref_changed');
  });
});

describe('an approval by command', () => {
  it('given before or with the push that it would be bound to is refused', () => {
    const stage = approvedWithPull();
    accepted(stage.forge.reportsPush(701, 'pushed'));
    const { headAt } = stage.change.pulls[0] ?? { headAt: '' };
    expect(answerOf(stage.tomas.approves('', { occurredAt: headAt }))).toBe('ref_changed');
    accepted(stage.tomas.approves('', { occurredAt: minutesLater(headAt, 1) }));
  });

  it('by review needs no such caution: it names its commit', () => {
    const stage = approvedWithPull();
    accepted(stage.forge.reportsPush(701, 'pushed'));
    const { headAt } = stage.change.pulls[0] ?? { headAt: '' };
    accepted(stage.tomas.approvesByReview('pushed', { occurredAt: headAt }));
  });
});

describe('CI', () => {
  it('keeps a change in review until it has passed, and then the approval has its effect', () => {
    const stage = setTheStage({ pulls: [pullFacts(701, { checks: 'pending' })] });
    stage.given.draft(PLAN);
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.inTheWayOf('approve')).toEqual(['ci_gates_failed']);
    stage.forge.shows(pullFacts(701, { checks: 'passed' }));
    expect(accepted(stage.nina.says({ type: 'ask', what: 'status' }))).toEqual([]);
    expect(accepted(stage.forge.asksAgain()).map(({ type }) => type)).toEqual([
      'approval_completed',
    ]);
  });

  it('that has said nothing has not passed', () => {
    const stage = approvedWithPull();
    stage.forge.shows(pullFacts(701, { checks: 'none' }));
    expect(stage.verdict('start', 'pull_checks')).toMatchObject({
      kind: 'unmet',
      facts: { none: ['lighthouse-freight/changes#701'] },
    });
    stage.forge.shows(pullFacts(701, { checks: 'unknown' }));
    expect(stage.verdict('start', 'pull_checks')).toMatchObject({
      kind: 'cannot_tell',
      code: 'evidence_unavailable',
    });
    stage.forge.shows(pullFacts(701, { checks: 'failed', failing: ['unit', 'lint'] }));
    expect(stage.verdict('start', 'pull_checks')).toMatchObject({
      kind: 'unmet',
      facts: {
        failing: ['lighthouse-freight/changes#701: unit', 'lighthouse-freight/changes#701: lint'],
      },
      who: ['lin-dev'],
    });
  });

  it('of a merged or closed pull request no longer matters', () => {
    const stage = runningWithPull();
    stage.forge.shows(pullFacts(701, { checks: 'failed', merged: true, open: false }));
    expect(stage.verdict('merge', 'pull_checks').kind).toBe('not_applicable');
  });
});

describe('reviews', () => {
  const review = (by: Stage['tomas'], more: object = {}) => ({
    by: by.actor,
    state: 'approved' as const,
    commit: 'head-of-701',
    at: '2026-11-19T09:10:00Z',
    ...more,
  });

  it('are asked for where the category says so: independent, at the head, the latest of each person', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft({ ...PLAN, category: 'standard', risk: 'low' });
    accepted(stage.mara.links(701));
    const codeFor = (...reviews: readonly ReturnType<typeof review>[]): string => {
      stage.forge.shows(pullFacts(701, { reviews }));
      const verdict = stage.verdict('approve', 'pull_reviews');
      return verdict.kind === 'met' ? 'met' : verdict.code;
    };
    expect(codeFor()).toBe('approval_missing');
    expect(codeFor(review(stage.lin))).toBe('approval_missing');
    expect(codeFor(review(stage.mara))).toBe('approval_missing');
    expect(codeFor(review(stage.nina))).toBe('approval_missing');
    expect(codeFor(review(stage.omar, { commit: 'older' }))).toBe('stale_review');
    expect(
      codeFor(
        review(stage.omar),
        review(stage.omar, { state: 'changes_requested', at: '2026-11-19T09:20:00Z' }),
      ),
    ).toBe('approval_missing');
    expect(
      codeFor(
        review(stage.omar),
        review(stage.omar, { state: 'commented', at: '2026-11-19T09:20:00Z' }),
      ),
    ).toBe('met');
    expect(codeFor({ ...review(stage.omar), by: { ...stage.omar.actor, kind: 'bot' } })).toBe(
      'approval_missing',
    );
  });

  it('are not asked for by a normal change: its maintainer has read all of it', () => {
    const stage = approvedWithPull();
    expect(stage.verdict('start', 'pull_reviews')).toMatchObject({
      kind: 'not_applicable',
      facts: { why: 'none_required' },
    });
  });
});

describe('a merge', () => {
  it('is kept with the pull request', () => {
    const stage = runningWithPull();
    accepted(stage.forge.reportsMerge(701));
    expect(stage.change).toMatchObject({ pulls: [{ merged: true }], exceptions: [] });
    expect(accepted(stage.forge.reportsMerge(701))).toEqual([]);
  });

  it('against the check is an exception while the change runs, and none when nobody told in time', () => {
    const stage = runningWithPull();
    stage.forge.shows(pullFacts(701, { checks: 'failed', open: false, merged: true }));
    accepted(stage.forge.reportsMerge(701, stage.lin.actor, { witnessed: true }));
    expect(stage.change.exceptions).toMatchObject([
      { kind: 'merged_against_the_check', detail: 'lighthouse-freight/changes#701' },
    ]);
    const found = runningWithPull();
    found.forge.shows(pullFacts(701, { checks: 'failed', open: false, merged: true }));
    accepted(found.forge.reportsMerge(701));
    expect(found.change.exceptions).toEqual([]);
    const fine = runningWithPull();
    fine.forge.shows(pullFacts(701, { open: false, merged: true }));
    accepted(fine.forge.reportsMerge(701, fine.lin.actor, { witnessed: true }));
    expect(fine.change.exceptions).toEqual([]);
  });

  it('outside the run is an exception', () => {
    const stage = approvedWithPull();
    accepted(stage.forge.reportsMerge(701));
    expect(stage.change.exceptions).toMatchObject([
      { kind: 'merged_outside_the_run', detail: 'lighthouse-freight/changes#701' },
    ]);
  });
});
