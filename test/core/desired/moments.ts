/**
 * The moments in which somebody opens a record, by name: one for each situation a change can be in. The goldens,
 * the hostile corpus and the screenshots all walk this list. `words` may replace every word that people wrote.
 */
import type { Facts, PullFacts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { BYPASS_MOMENTS } from './bypass-moments.ts';
import { CHECK_MOMENTS } from './check-moments.ts';
import { SIGN_IN_MOMENTS } from './sign-in-moments.ts';
import { SUBSCRIBER_MOMENTS } from './subscriber-moments.ts';
import {
  emergency,
  emergencyConfirmed,
  emergencyDone,
  emergencyStarted,
  overdue,
  unconfirmed,
} from './emergency.ts';
import { FAILURE_MOMENTS } from './failure-moments.ts';
import { OWN_MOMENTS } from './own-moments.ts';
import { PROBLEMS } from './problems.ts';
import {
  approved,
  CERT,
  completed,
  confirm,
  consented,
  drafted,
  night,
  planOf,
  prepared,
  pullFacts,
  rollingBack,
  running,
  scheduled,
  started,
  submitted,
  telling,
  walked,
  type Words,
} from './rotation.ts';
import { actorOf, factsAt, type Story } from './story.ts';

export type Moment = { readonly change: Change; readonly facts: Facts };

function at(now: string, story: Story, pulls: readonly PullFacts[] = []): Moment {
  return { change: story.change(), facts: factsAt(now, pulls) };
}

const DAY = '2026-11-19T11:00:00+01:00';
const NEXT_DAY = '2026-12-04T09:00:00+01:00';
const LINKED = [pullFacts('failed', ['unit tests', 'lint'])];

export const MOMENTS: Readonly<Record<string, (words: Words) => Moment>> = {
  'draft-unreadable': (words) =>
    at(DAY, drafted(telling(words)).scribbles('mara-ops', DAY, PROBLEMS(words))),
  'draft-answers-missing': (words) =>
    at(
      DAY,
      drafted(
        telling(words, {
          plan: { ...CERT.plan, missing: ['failure', 'rollback_time', 'success'] },
        }),
      ),
    ),
  'draft-short-notice': (words) => at('2026-11-21T20:00:00+01:00', drafted(telling(words))),
  'draft-ready': (words) => at(DAY, drafted(telling(words))),
  'review-waiting': (words) => at(DAY, submitted(telling(words))),
  'review-changes-requested': (words) =>
    at(
      DAY,
      submitted(telling(words)).happens(
        { by: 'priya-net', at: DAY, type: 'changes_requested' },
        {},
        { text: words('Say in E2 how long a drain takes at this hour.') },
      ),
    ),
  'review-blocked': (words) =>
    at(
      DAY,
      submitted(telling(words)).happens(
        { by: 'sora-sec', at: DAY, type: 'blocked' },
        {},
        { text: words('The key must not stay on the old host for seven days.') },
      ),
    ),
  'review-after-edit': (words) => {
    const story = approved(telling(words));
    const edit = '2026-11-20T09:00:00+01:00';
    story.writes('mara-ops', edit, { ...planOf(CERT.plan, words), rollbackMinutes: 15 });
    story.happens(
      { by: 'holdpoint', at: edit, type: 'approvals_voided' },
      { reason: 'approval_stale', kept: [] },
      {},
    );
    return at(
      '2026-11-20T09:05:00+01:00',
      story.happens(
        { by: 'holdpoint', at: edit, type: 'returned_to_review' },
        { reason: 'approval_stale' },
        {},
      ),
    );
  },
  'review-checks-failing': (words) =>
    at('2026-11-19T15:00:00+01:00', consented(telling(words, { linked: true })), LINKED),
  'approved-window-to-book': (words) => at('2026-11-19T14:42:00+01:00', approved(telling(words))),
  'approved-without-window': (words) =>
    at(
      '2026-11-19T14:42:00+01:00',
      approved(
        telling(words, { plan: { ...CERT.plan, window: null, category: 'standard', risk: 'low' } }),
      ),
    ),
  'scheduled-preflight': (words) => at('2026-11-21T20:00:00+01:00', scheduled(telling(words))),
  'scheduled-window-ahead': (words) => at('2026-11-21T20:00:00+01:00', prepared(telling(words))),
  'scheduled-ready': (words) =>
    at(
      night('04:35'),
      prepared(telling(words)).happens(
        { by: 'holdpoint', at: night('04:30'), type: 'window_opened' },
        {},
        {},
      ),
    ),
  'scheduled-window-missed': (words) =>
    at(
      night('05:31'),
      prepared(telling(words)).happens(
        { by: 'holdpoint', at: night('05:30'), type: 'window_missed' },
        {},
        {},
      ),
    ),
  'running-first-step': (words) => at(night('04:36'), started(telling(words))),
  'running-hold-waiting': (words) => at(night('04:50'), running(telling(words), 'E3')),
  'running-refused-confirm': (words) =>
    at(
      night('04:52'),
      running(telling(words), 'E3').happens(
        { by: 'mara-ops', at: night('04:52'), type: 'refused' },
        { verb: 'confirm', code: 'second_person_required', step: 'E3', revision: 1, reply: true },
        { facts: '{}' },
      ),
    ),
  'running-hold-declined': (words) =>
    at(
      night('04:54'),
      running(telling(words), 'E3').happens(
        { by: 'tomas-sre', at: night('04:54'), type: 'hold_declined' },
        { step: 'E3', channel: 'command' },
        { observed: words('From outside I still see the old serial 7C:19') },
      ),
    ),
  'running-observation-missing': (words) =>
    at(
      night('05:01'),
      confirm(running(telling(words), 'E3'), words, 'E3').happens(
        { by: 'mara-ops', at: night('05:01'), type: 'step_done' },
        { step: 'E4', via: 'tick' },
        { observed: '' },
      ),
    ),
  'running-next-step': (words) =>
    at(night('04:55'), confirm(running(telling(words), 'E3'), words, 'E3')),
  'running-paused': (words) =>
    at(
      night('04:56'),
      confirm(running(telling(words), 'E3'), words, 'E3').happens(
        { by: 'nina-cs', at: night('04:56'), type: 'paused' },
        {},
        { reason: words('A partner is on the line, one minute please') },
      ),
    ),
  'running-handover': (words) =>
    at(
      night('04:56'),
      confirm(running(telling(words), 'E3'), words, 'E3').happens(
        { by: 'mara-ops', at: night('04:56'), type: 'handover_offered' },
        { to: actorOf('priya-net').id },
        { toLogin: 'priya-net' },
      ),
    ),
  'running-overrun': (words) =>
    at(
      night('05:31'),
      running(telling(words), 'V1').happens(
        { by: 'holdpoint', at: night('05:30'), type: 'window_overrun' },
        {},
        {},
      ),
    ),
  'running-edited': (words) =>
    at(
      night('04:56'),
      confirm(running(telling(words), 'E3'), words, 'E3').writes('mara-ops', night('04:55'), {
        ...planOf(CERT.plan, words),
        rollbackMinutes: 15,
      }),
    ),
  'running-with-pull': (words) =>
    at(night('04:50'), running(telling(words, { linked: true }), 'E3'), [pullFacts('passed')]),
  'running-ready-to-complete': (words) => at(night('05:27'), walked(words)),
  'running-reopened': (words) => {
    const story = completed(words).happens(
      { by: 'mara-ops', at: night('06:00'), type: 'reopened' },
      { reviewDueAt: null },
      { reason: words('The monitor of the second region still shows the old date') },
    );
    return at(night('06:01'), story);
  },
  'rolling-back': (words) => at(night('04:52'), rollingBack(words)),
  'rolled-back': (words) =>
    at(
      night('05:00'),
      rollingBack(words).happens(
        { by: 'mara-ops', at: night('04:57'), type: 'recovered' },
        {},
        { observed: words('Old serial 7C:19 on both, failures at 0.01%') },
      ),
    ),
  completed: (words) => at(night('05:30'), completed(words)),
  'completed-with-issues': (words) =>
    at(
      night('05:30'),
      walked(words).happens(
        { by: 'mara-ops', at: night('05:29'), type: 'completed' },
        { code: 'successful_with_issues' },
        { notes: words('gw-2 needed a second reload.') },
      ),
    ),
  rejected: (words) =>
    at(
      DAY,
      submitted(telling(words)).happens(
        { by: 'tomas-sre', at: DAY, type: 'rejected' },
        {},
        { reason: words('The issuer is about to change; wait for the new chain.') },
      ),
    ),
  cancelled: (words) =>
    at(
      DAY,
      scheduled(telling(words)).happens(
        { by: 'mara-ops', at: '2026-11-20T09:00:00+01:00', type: 'cancelled' },
        {},
        { reason: words('Renewal works again, the certificate renewed itself.') },
      ),
    ),
  'emergency-to-start': (words) => at('2026-12-03T21:12:40+01:00', emergency(words)),
  'emergency-running': (words) => at('2026-12-03T21:14:00+01:00', emergencyStarted(words)),
  'emergency-authorisation-owed': (words) => at('2026-12-03T22:22:00+01:00', emergencyDone(words)),
  'emergency-review-owed': (words) => at('2026-12-03T22:41:00+01:00', emergencyConfirmed(words)),
  'emergency-overdue': (words) =>
    at('2026-12-05T09:00:00+01:00', overdue(emergencyConfirmed(words))),
  'emergency-silent': (words) =>
    at('2026-12-05T09:00:00+01:00', unconfirmed(overdue(emergencyDone(words)))),
  'emergency-reviewed': (words) =>
    at(
      NEXT_DAY,
      emergencyConfirmed(words).happens(
        { by: 'tomas-sre', at: '2026-12-04T15:20:00+01:00', type: 'posthoc_reviewed' },
        { outage: null },
        {
          findings: words(
            'Logs match the account. One gap: the memory image of the primary was taken after the block rule.',
          ),
        },
      ),
    ),
  ...FAILURE_MOMENTS,
  ...OWN_MOMENTS,
  ...BYPASS_MOMENTS,
  ...CHECK_MOMENTS,
  ...SIGN_IN_MOMENTS,
  ...SUBSCRIBER_MOMENTS,
  'trouble-closed-early': (words) =>
    at(
      DAY,
      submitted(telling(words)).happens(
        { by: 'nina-cs', at: DAY, type: 'closed_early' },
        { closer: actorOf('nina-cs').id },
        {},
      ),
    ),
  'trouble-processing-stopped': (words) =>
    at(
      DAY,
      submitted(telling(words)).happens(
        { by: 'holdpoint', at: DAY, type: 'processing_stopped' },
        { delivery: '7f3c' },
        { problem: words('the payload has no sender') },
      ),
    ),
};

export function momentOf(name: string, words: Words = (text) => text): Moment {
  const make = MOMENTS[name];
  if (make === undefined) throw new Error(`no moment is called ${name}`);
  return make(words);
}
