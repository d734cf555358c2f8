/** F223: what failed owes a review from its end on, by somebody who took no part in it; an emergency owes one, not two. */
import { describe, expect, it } from 'vitest';
import { postReviewOf } from '../../../src/core/change/post-review.ts';
import { timersOf } from '../../../src/core/change/timers.ts';
import { reviewAnnouncements } from '../../../src/core/desired/review-announcements.ts';
import { situate } from '../../../src/core/desired/situation.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';

const DAY_MS = 86_400_000;
type Stage = ReturnType<typeof setTheStage>;

function afterwards(stage: Stage, ms: number): void {
  const ended = stage.change.ended?.at ?? '';
  stage.clock.set(new Date(Date.parse(ended) + ms).toISOString());
}

function rolledBack(world: Parameters<typeof setTheStage>[0] = {}): Stage {
  const stage = setTheStage(world);
  stage.given.endedChange('rolled_back');
  return stage;
}

function failed(): Stage {
  const stage = setTheStage();
  stage.given.changeReadyToComplete();
  accepted(stage.mara.completes('unsuccessful', 'half of the nodes kept the old one'));
  return stage;
}

describe('a change that was rolled back, or ended unsuccessful', () => {
  it.each([
    ['rolled_back', rolledBack],
    ['failed', failed],
  ] as const)('owes a review within five days of its end: %s', (why, tale) => {
    const { change } = tale();
    const dueAt = new Date(Date.parse(change.ended?.at ?? '') + 5 * DAY_MS).toISOString();
    expect(change.failureReview).toEqual({ why, dueAt, overdueSince: null, review: null });
    expect(timersOf(change)).toContainEqual({ name: 'posthoc_due', dueAt });
    expect(situate(change, null, null)).toMatchObject({ kind: 'review_owed', why });
  });

  it('owes none while it is not verified that it is back, and none where it went well', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    accepted(stage.mara.rollsBack());
    expect(stage.change.failureReview).toBeNull();
    expect(answerOf(stage.tomas.reviewsAfterwards())).toBe('review_not_owed');
    for (const code of ['successful', 'successful_with_issues']) {
      const other = setTheStage();
      other.given.changeReadyToComplete();
      accepted(other.mara.completes(code));
      expect(other.change.failureReview).toBeNull();
      expect(answerOf(other.tomas.reviewsAfterwards())).toBe('review_not_owed');
    }
  });

  it('owes what the policy asks for, and by when', () => {
    const failureReview = { after: ['failed' as const], withinHours: 24 };
    const stage = rolledBack({ policy: { ...DEFAULT_POLICY, failureReview } });
    expect(stage.change.failureReview).toBeNull();
  });

  it('is reviewed by nobody who wrote or executed it, by one person, in words', () => {
    const stage = rolledBack();
    const review = { type: 'review', findings: 'all well' } as const;
    const may = { roles: ['maintainer', 'lead'] } as const;
    expect(answerOf(stage.act({ ...PEOPLE.mara, ...may }, review))).toBe('self_approval');
    expect(answerOf(stage.tomas.reviewsAfterwards('  '))).toBe('reason_required');
    expect(answerOf(stage.lin.reviewsAfterwards())).toBe('not_permitted');
    accepted(stage.tomas.reviewsAfterwards('The drain took longer than the timeout.'));
    expect(stage.change.failureReview?.review).toMatchObject({
      by: { login: 'tomas-sre' },
      findings: 'The drain took longer than the timeout.',
      outage: null,
    });
    expect(answerOf(stage.dee.reviewsAfterwards())).toBe('already_done');
    expect(situate(stage.change, null, null)).toEqual({ kind: 'ended' });
    expect(timersOf(stage.change)).toEqual([]);
  });

  it('calls for a reviewer at its end, and once more when the deadline has passed', () => {
    const stage = rolledBack();
    const keys = (): readonly string[] =>
      reviewAnnouncements(stage.change, stage.factsFor(PEOPLE.tomas)).map(({ key }) =>
        key.replace(/:.*/u, ''),
      );
    expect(keys()).toEqual(['post-review']);
    afterwards(stage, 5 * DAY_MS - 1000);
    expect(accepted(stage.forge.firesTimer('posthoc_due'))).toEqual([]);
    afterwards(stage, 5 * DAY_MS);
    accepted(stage.forge.firesTimer('posthoc_due'));
    expect(keys()).toEqual(['overdue']);
    expect(accepted(stage.forge.firesTimer('posthoc_due'))).toEqual([]);
    expect(stage.change.exceptions).toMatchObject([{ kind: 'posthoc_overdue' }]);
    accepted(stage.tomas.reviewsAfterwards());
    expect(keys()).toEqual([]);
  });

  it('keeps what it owes when it is reopened, and owes it once', () => {
    const stage = failed();
    const owed = stage.change.failureReview;
    accepted(stage.mara.reopens());
    expect(stage.change.failureReview).toEqual(owed);
    accepted(stage.mara.completes('unsuccessful', 'again'));
    expect(stage.change.failureReview).toEqual(owed);
    accepted(stage.tomas.reviewsAfterwards());
    accepted(stage.mara.reopens());
    accepted(stage.mara.completes('unsuccessful', 'and again'));
    expect(stage.change.failureReview).toMatchObject({ why: 'failed', review: null });
  });
});

describe('an emergency', () => {
  it('owes one review, from its start, however it ends', () => {
    const stage = setTheStage();
    stage.given.runningEmergency();
    const due = stage.change.emergency?.reviewDueAt;
    accepted(stage.priya.rollsBack());
    accepted(stage.priya.recovers());
    expect(stage.change.failureReview).toBeNull();
    expect(postReviewOf(stage.change)).toMatchObject({ why: 'emergency', dueAt: due });
    accepted(stage.tomas.reviewsAfterwards());
    expect(answerOf(stage.dee.reviewsAfterwards())).toBe('already_done');
  });
});

describe('an outage', () => {
  const reviewed = (outage: string) => {
    const stage = rolledBack();
    afterwards(stage, DAY_MS);
    const findings = 'the pool ran dry';
    return { stage, answer: stage.tomas.says({ type: 'review', findings, outage }) };
  };

  it.each([
    '04:35–04:41',
    '04:35-04:41',
    '2026-11-22 04:35/04:41',
    '2026-11-22T03:35Z/2026-11-22T03:41Z',
  ])('is kept with the review, in the zone and on the day of the run: %s', (outage) => {
    const { stage, answer } = reviewed(outage);
    accepted(answer);
    expect(stage.change.failureReview?.review?.outage).toEqual({
      start: '2026-11-22T03:35:00Z',
      end: '2026-11-22T03:41:00Z',
    });
  });

  it.each([
    '04:41–04:35',
    '04:35–04:35',
    '04:35',
    '2026-11-22T04:35/2026-12-24T04:35',
    '25:00–26:00',
  ])('is refused when it is none: %s', (outage) => {
    const { stage, answer } = reviewed(outage);
    expect(answerOf(answer)).toBe('time_invalid');
    expect(stage.change.failureReview?.review).toBeNull();
  });
});
