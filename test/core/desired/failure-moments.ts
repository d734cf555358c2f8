/** Moments after a failure: the review that it owes, given and late, and a window that was given a later end. */
import type { Facts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { night, rollingBack, walked, type Words } from './rotation.ts';
import { factsAt, type Story } from './story.ts';

type Moment = { readonly change: Change; readonly facts: Facts };

const DUE = '2026-11-27T03:57:00Z';
const AFTER = '2026-11-23T09:00:00+01:00';

function rolledBack(words: Words): Story {
  return rollingBack(words)
    .happens(
      { by: 'mara-ops', at: night('04:57'), type: 'recovered' },
      {},
      { observed: words('Old serial 7C:19 on both, failures at 0.01%') },
    )
    .happens(
      { by: 'mara-ops', at: night('04:57'), type: 'review_owed' },
      { why: 'rolled_back', dueAt: DUE },
      {},
    );
}

function failed(words: Words): Story {
  return walked(words)
    .happens(
      { by: 'mara-ops', at: night('05:27'), type: 'window_extended' },
      { from: '2026-11-22T04:30:00Z', end: '2026-11-22T05:30:00Z' },
      { reason: words('the second node drains slowly') },
    )
    .happens(
      { by: 'mara-ops', at: night('05:58'), type: 'completed' },
      { code: 'unsuccessful' },
      { notes: words('Half of the nodes kept the old certificate.') },
    )
    .happens(
      { by: 'mara-ops', at: night('05:58'), type: 'review_owed' },
      { why: 'failed', dueAt: '2026-11-27T04:58:00Z' },
      {},
    );
}

function at(now: string, story: Story): Moment {
  return { change: story.change(), facts: factsAt(now) };
}

export const FAILURE_MOMENTS: Readonly<Record<string, (words: Words) => Moment>> = {
  'failed-review-owed': (words) => at(AFTER, failed(words)),
  'rolled-back-review-owed': (words) => at(AFTER, rolledBack(words)),
  'rolled-back-review-overdue': (words) =>
    at(
      '2026-11-28T09:00:00+01:00',
      rolledBack(words).happens(
        { by: 'holdpoint', at: '2026-11-27T03:57:00Z', type: 'posthoc_became_overdue' },
        {},
        {},
      ),
    ),
  'rolled-back-reviewed': (words) =>
    at(
      AFTER,
      rolledBack(words).happens(
        { by: 'tomas-sre', at: AFTER, type: 'posthoc_reviewed' },
        { outage: { start: '2026-11-22T03:49:00Z', end: '2026-11-22T03:57:00Z' } },
        {
          findings: words('The chain was in the wrong order; the check now reads it from outside.'),
        },
      ),
    ),
};
