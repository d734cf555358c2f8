/**
 * The moments in which somebody opens a record, by name: one for each situation a change can be in. The goldens,
 * the hostile corpus and the screenshots all walk this list. `words` may replace every word that people wrote.
 */
import type { Facts, PullFacts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import type { Plan, PlanProblem } from '../../../src/core/plan/plan.ts';
import { loadExample } from '../../support/examples.ts';
import { actorOf, factsAt, tellStory, type Story } from './story.ts';

export type Moment = { readonly change: Change; readonly facts: Facts };
/** Everything that people wrote goes through this; tests put hostile text in its place. */
export type Words = (text: string) => string;

const CERT = loadExample('cert-rotation');
const CVE = loadExample('emergency-cve');

const night = (clock: string): string => `2026-11-22T${clock}:00+01:00`;
const WINDOW = {
  start: '2026-11-22T03:30:00Z',
  end: '2026-11-22T04:30:00Z',
  zone: 'Europe/Berlin',
};
const HEAD = '4f0c2f6e9d3b1a7785c4a0b1e2d3f4a5b6c7d8e9';

const SEEN: readonly (readonly [string, string, string])[] = [
  ['P1', '04:33', 'Fingerprints equal, two certificates, leaf first'],
  ['P2', '04:34', '7C:19, 2026-12-02 on both'],
  ['P3', '04:35', 'Support on shift said go'],
  ['E1', '04:40', 'Test passed, 0600 root'],
  ['E2', '04:45', 'Old workers gone after 41 s'],
  ['E3', '04:49', 'New serial ends 02:E4, chain ok, stapling good, Android 7 profile ok'],
  ['E4', '05:01', '0.02%'],
  ['E5', '05:16', 'Same as gw-1; 0.02%'],
  ['V1', '05:19', 'Order T-20931 accepted, expiry 2027-02-18'],
  ['V2', '05:24', 'Partner Brightline sees the new serial'],
  ['V3', '05:26', '88 days left'],
];
const CONFIRMED: Readonly<Record<string, readonly [string, string]>> = {
  E3: ['04:54', 'I see 02:E4 from my phone as well'],
  V2: ['05:25', "Read the partner's message, it is the right serial"],
};

function planOf(plan: Plan, words: Words): Plan {
  return {
    ...plan,
    answers: Object.fromEntries(
      Object.entries(plan.answers).map(([id, answer]) => [id, words(answer)]),
    ),
    steps: plan.steps.map((step) => ({
      ...step,
      text: words(step.text),
      expect: step.expect === null ? null : words(step.expect),
      rollback: step.rollback === null ? null : words(step.rollback),
    })),
  };
}

/** What is told: whose words, which plan, with a linked pull request or without. */
type Setting = { readonly words: Words; readonly plan: Plan; readonly linked: boolean };

function telling(words: Words, other: Partial<Setting> = {}): Setting {
  return { words, plan: CERT.plan, linked: false, ...other };
}

function drafted({ words, plan, linked }: Setting): Story {
  const story = tellStory(1)
    .opens('mara-ops', '2026-11-19T10:02:00+01:00', { title: words(CERT.title) })
    .writes('mara-ops', '2026-11-19T10:02:30+01:00', planOf(plan, words));
  if (!linked) return story;
  const pull = { repoId: '4712', number: 701, head: HEAD };
  return story.happens(
    { by: 'mara-ops', at: '2026-11-19T10:15:00+01:00', type: 'pull_linked' },
    pull,
    { repo: 'lighthouse-freight/gateway' },
  );
}

function submitted(set: Setting): Story {
  const story = drafted(set);
  return story.happens(
    { by: 'mara-ops', at: '2026-11-19T10:20:00+01:00', type: 'submitted' },
    { digest: digestOf(story), warnings: [] },
    {},
  );
}

function consented(set: Setting): Story {
  const story = submitted(set);
  const heads = story.change().pulls.map(({ head }) => head);
  const note = set.words('Checked the chain order note against the March incident. Good to go.');
  const given = { digest: digestOf(story), heads, channel: 'command' } as const;
  return story.happens(
    { by: 'tomas-sre', at: '2026-11-19T14:41:00+01:00', type: 'approved' },
    given,
    { note },
  );
}

function approved(set: Setting): Story {
  const story = consented(set);
  return story.happens(
    { by: 'tomas-sre', at: '2026-11-19T14:41:00+01:00', type: 'approval_completed' },
    { digest: digestOf(story) },
    {},
  );
}

function scheduled(set: Setting): Story {
  return approved(set).happens(
    { by: 'mara-ops', at: '2026-11-19T14:45:00+01:00', type: 'scheduled' },
    WINDOW,
    { note: '' },
  );
}

/** Walks the checklist up to and including a step; holds before it are confirmed, its own is not. */
function walk(
  story: Story,
  words: Words,
  range: { readonly from: string; readonly to: string },
): Story {
  const ids = SEEN.map(([id]) => id);
  for (const [id, clock, saw] of SEEN.slice(ids.indexOf(range.from), ids.indexOf(range.to) + 1)) {
    story.happens(
      { by: 'mara-ops', at: night(clock), type: 'step_done' },
      { step: id, via: 'command' },
      { observed: words(saw) },
    );
    if (id !== range.to) confirm(story, words, id);
  }
  return story;
}

function confirm(story: Story, words: Words, id: string): Story {
  const confirmed = CONFIRMED[id];
  if (confirmed === undefined) return story;
  return story.happens(
    { by: 'tomas-sre', at: night(confirmed[0]), type: 'hold_confirmed' },
    { step: id },
    { observed: words(confirmed[1]) },
  );
}

function prepared(set: Setting): Story {
  return walk(scheduled(set), set.words, { from: 'P1', to: 'P3' });
}

function started(set: Setting): Story {
  const story = prepared(set).happens(
    { by: 'holdpoint', at: night('04:30'), type: 'window_opened' },
    {},
    {},
  );
  const heads = story.change().pulls.map(({ head }) => head);
  const data = { digest: digestOf(story), bypassed: [], reviewDueAt: null, heads };
  return story.happens({ by: 'mara-ops', at: night('04:36'), type: 'started' }, data, {
    authoriser: '',
  });
}

function running(set: Setting, to: string): Story {
  return walk(started(set), set.words, { from: 'E1', to });
}

function walked(words: Words): Story {
  return running(telling(words), 'V3');
}

function completed(words: Words): Story {
  const notes = words(
    'Second node took the full fifteen minutes because of the drain. Template updated.',
  );
  return walked(words).happens(
    { by: 'mara-ops', at: night('05:29'), type: 'completed' },
    { code: 'successful' },
    { notes },
  );
}

function rollingBack(words: Words): Story {
  const story = running(telling(words), 'E2');
  return story.happens(
    { by: 'mara-ops', at: night('04:51'), type: 'rollback_started' },
    { step: 'E3' },
    { reason: words('Handshake failures at 0.9% for two minutes') },
  );
}

function emergency(words: Words): Story {
  return tellStory(6, 301)
    .opens('sora-sec', '2026-12-03T21:12:00+01:00', { title: words(CVE.title), emergency: true })
    .writes('sora-sec', '2026-12-03T21:12:30+01:00', planOf(CVE.plan, words));
}

function emergencyStarted(words: Words): Story {
  const story = emergency(words);
  const bypassed = ['approval_missing', 'lead_time_violation', 'window_not_open'] as const;
  const data = {
    digest: digestOf(story),
    bypassed,
    reviewDueAt: '2026-12-04T20:13:00Z',
    heads: [],
  };
  return story.happens(
    { by: 'priya-net', at: '2026-12-03T21:13:00+01:00', type: 'started' },
    data,
    { authoriser: 'dee-lead' },
  );
}

function emergencyDone(words: Words): Story {
  const story = emergencyStarted(words);
  for (const step of CVE.plan.steps) {
    const at = '2026-12-03T21:40:00+01:00';
    story.happens(
      { by: 'priya-net', at, type: 'step_done' },
      { step: step.id, via: 'command' },
      { observed: words('as expected; checksums are in the incident folder') },
    );
    if (!step.tags.includes('hold')) continue;
    story.happens(
      { by: 'sora-sec', at: '2026-12-03T21:42:10+01:00', type: 'hold_confirmed' },
      { step: step.id },
      { observed: words('I ran it from my own machine: no finding') },
    );
  }
  return story.happens(
    { by: 'priya-net', at: '2026-12-03T22:21:00+01:00', type: 'completed' },
    { code: 'successful' },
    { notes: words('Both gateways run the fixed build.') },
  );
}

function emergencyConfirmed(words: Words): Story {
  return emergencyDone(words).happens(
    { by: 'dee-lead', at: '2026-12-03T22:40:00+01:00', type: 'authorised' },
    {},
    { note: words('I said so by phone at 21:07.') },
  );
}

function overdue(story: Story): Story {
  return story.happens(
    { by: 'holdpoint', at: '2026-12-04T21:13:01+01:00', type: 'posthoc_became_overdue' },
    {},
    {},
  );
}

export function pullFacts(checks: PullFacts['checks'], failing: readonly string[] = []): PullFacts {
  const author = { id: actorOf('lin-dev').id, login: 'lin-dev' };
  return {
    repoId: '4712',
    number: 701,
    head: HEAD,
    author,
    contributors: [author],
    reviews: [],
    checks,
    failing,
    merged: false,
    open: true,
  };
}

function digestOf(story: Story): string {
  return story.change().digest ?? '';
}

function at(now: string, story: Story, pulls: readonly PullFacts[] = []): Moment {
  return { change: story.change(), facts: factsAt(now, pulls) };
}

const PROBLEMS = (words: Words): readonly PlanProblem[] => [
  {
    code: 'tag_unknown',
    field: 'steps_execute',
    line: 41,
    expected: 'a tag such as [hold], [witness], [optional] or [irreversible]',
    found: words('"[hodl]"'),
    remedy: 'did you mean [hold]?',
  },
  {
    code: 'zone_unknown',
    field: 'timezone',
    line: 66,
    expected: 'a name from the time zone database, such as Europe/Berlin or UTC',
    found: words('"Berlin"'),
    remedy: 'did you mean Europe/Berlin?',
  },
];
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
      { reason: 'approval_stale' },
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
        { step: 'E3' },
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
      {},
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
  'emergency-reviewed': (words) =>
    at(
      NEXT_DAY,
      emergencyConfirmed(words).happens(
        { by: 'tomas-sre', at: '2026-12-04T15:20:00+01:00', type: 'posthoc_reviewed' },
        {},
        {
          findings: words(
            'Logs match the account. One gap: the memory image of the primary was taken after the block rule.',
          ),
        },
      ),
    ),
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
