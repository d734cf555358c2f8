/**
 * The rotation of a certificate, told up to any of its stages: what CHG-00001 of the examples went through, with
 * the same people at the same times.
 */
import type { PullFacts } from '../../../src/core/change/facts.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { pullDetail } from '../../support/change-kit.ts';
import { loadExample } from '../../support/examples.ts';
import { actorOf, tellStory, type Story } from './story.ts';

/** Everything that people wrote goes through this; tests put hostile text in its place. */
export type Words = (text: string) => string;

export const CERT = loadExample('cert-rotation');

export const night = (clock: string): string => `2026-11-22T${clock}:00+01:00`;
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

export function planOf(plan: Plan, words: Words): Plan {
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
export type Setting = { readonly words: Words; readonly plan: Plan; readonly linked: boolean };

export function telling(words: Words, other: Partial<Setting> = {}): Setting {
  return { words, plan: CERT.plan, linked: false, ...other };
}

export function drafted({ words, plan, linked }: Setting): Story {
  const story = tellStory(1)
    .opens('mara-ops', '2026-11-19T10:02:00+01:00', { title: words(CERT.title) })
    .writes('mara-ops', '2026-11-19T10:02:30+01:00', planOf(plan, words));
  if (!linked) return story;
  const pull = { repoId: '4711', number: 701, head: HEAD };
  return story.happens(
    { by: 'mara-ops', at: '2026-11-19T10:15:00+01:00', type: 'pull_linked' },
    pull,
    { repo: 'lighthouse-freight/operations' },
  );
}

export function submitted(set: Setting): Story {
  const story = drafted(set);
  return story.happens(
    { by: 'mara-ops', at: '2026-11-19T10:20:00+01:00', type: 'submitted' },
    { digest: digestOf(story), warnings: [], second: null, risk: null },
    {},
  );
}

export function consented(set: Setting): Story {
  const story = submitted(set);
  const heads = story.change().pulls.map(({ head }) => head);
  const note = set.words('Checked the chain order note against the March incident. Good to go.');
  const unknown = { trees: heads.map(() => ''), contents: heads.map(() => '') };
  const given = {
    digest: digestOf(story),
    heads,
    ...unknown,
    channel: 'command',
    elsewhere: [],
  } as const;
  return story.happens(
    { by: 'tomas-sre', at: '2026-11-19T14:41:00+01:00', type: 'approved' },
    given,
    { note },
  );
}

export function approved(set: Setting): Story {
  const story = consented(set);
  return story.happens(
    { by: 'tomas-sre', at: '2026-11-19T14:41:00+01:00', type: 'approval_completed' },
    { digest: digestOf(story), voices: ['counted'], second: null },
    {},
  );
}

export function scheduled(set: Setting): Story {
  return approved(set).happens(
    { by: 'mara-ops', at: '2026-11-19T14:45:00+01:00', type: 'scheduled' },
    WINDOW,
    { note: '' },
  );
}

/** Walks the checklist up to and including a step; holds before it are confirmed, its own is not. */
export function walk(
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

export function confirm(story: Story, words: Words, id: string): Story {
  const confirmed = CONFIRMED[id];
  if (confirmed === undefined) return story;
  return story.happens(
    { by: 'tomas-sre', at: night(confirmed[0]), type: 'hold_confirmed' },
    { step: id, channel: 'command' },
    { observed: words(confirmed[1]) },
  );
}

export function prepared(set: Setting): Story {
  return walk(scheduled(set), set.words, { from: 'P1', to: 'P3' });
}

export function started(set: Setting): Story {
  const story = prepared(set).happens(
    { by: 'holdpoint', at: night('04:30'), type: 'window_opened' },
    {},
    {},
  );
  const heads = story.change().pulls.map(({ head }) => head);
  const voices = ['counted'];
  const data = {
    ...{ digest: digestOf(story), bypassed: [], reviewDueAt: null, heads, voices },
    ...{ second: null, authorisers: null },
  };
  return story.happens({ by: 'mara-ops', at: night('04:36'), type: 'started' }, data, {
    authoriser: '',
  });
}

export function running(set: Setting, to: string): Story {
  return walk(started(set), set.words, { from: 'E1', to });
}

export function walked(words: Words): Story {
  return running(telling(words), 'V3');
}

export function completed(words: Words): Story {
  const notes = words(
    'Second node took the full fifteen minutes because of the drain. Template updated.',
  );
  return walked(words).happens(
    { by: 'mara-ops', at: night('05:29'), type: 'completed' },
    { code: 'successful' },
    { notes },
  );
}

export function rollingBack(words: Words): Story {
  const story = running(telling(words), 'E2');
  return story.happens(
    { by: 'mara-ops', at: night('04:51'), type: 'rollback_started' },
    { step: 'E3', target: 60 },
    { reason: words('Handshake failures at 0.9% for two minutes') },
  );
}

export function pullFacts(checks: PullFacts['checks'], failing: readonly string[] = []): PullFacts {
  const author = { id: actorOf('lin-dev').id, login: 'lin-dev' };
  return {
    repoId: '4711',
    number: 701,
    head: HEAD,
    author,
    contributors: [author],
    reviews: [],
    checks,
    failing,
    merged: false,
    open: true,
    detail: pullDetail(),
  };
}

export function digestOf(story: Story): string {
  return story.change().digest ?? '';
}
