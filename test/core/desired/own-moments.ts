/**
 * The moments in which somebody opens the record on a pull request that is its own change.
 *
 * What must stay true: each is told with the events that the core makes; see test/core/change/own-pull.test.ts.
 */
import type { Facts, PullFacts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { readPullPlan } from '../../../src/core/plan/pull-form.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { pullFacts, type Words } from './rotation.ts';
import { factsAt, tellStory, type Story } from './story.ts';

type Moment = { readonly change: Change; readonly facts: Facts };

const DAY = '2026-11-20T10:00:00+01:00';
const HEAD = 'a'.repeat(40);

function planOf(words: Words, headings: readonly string[], before = ''): Plan {
  const body = headings
    .map((heading) => `## ${heading}\n\n${words('The call is tried once more.')}`)
    .join('\n\n');
  const reading = readPullPlan(`${before}${body}`, ['standard']);
  if (reading.kind === 'unreadable') throw new Error('a plan of a moment can be read');
  return reading.plan;
}

const ALL = ['What', 'Why', 'Testing', 'Security impact'];

function opened(words: Words, plan: Plan, ownPull: 'draft' | 'ready' = 'ready'): Story {
  return tellStory(1)
    .opens('lin-dev', DAY, { title: words('Try once more'), ownPull })
    .writes('lin-dev', DAY, plan)
    .happens(
      { by: 'lin-dev', at: DAY, type: 'pull_linked' },
      { repoId: '4711', number: 12, head: HEAD },
      { repo: 'lighthouse-freight/operations', base: 'main' },
    );
}

function approved(words: Words): Story {
  const plan = planOf(words, ALL);
  const digest = digestPlan(plan);
  const story = opened(words, plan);
  story.happens(
    { by: 'lin-dev', at: DAY, type: 'submitted' },
    { digest, warnings: [], second: null, risk: null },
    {},
  );
  story.happens(
    { by: 'tomas-sre', at: '2026-11-20T10:20:00+01:00', type: 'approved' },
    { digest, heads: [HEAD], trees: [''], contents: [''], channel: 'review', elsewhere: [] },
    { note: words('read it') },
  );
  return story.happens(
    { by: 'tomas-sre', at: '2026-11-20T10:20:00+01:00', type: 'approval_completed' },
    { digest, voices: ['counted'], second: null },
    {},
  );
}

function merged(words: Words): Story {
  const { digest } = approved(words).change();
  const done = { by: 'omar-dev', at: '2026-11-20T11:00:00+01:00' } as const;
  const story = approved(words).happens(
    { ...done, type: 'started' },
    {
      ...{ digest, bypassed: [], reviewDueAt: null, heads: [HEAD], voices: ['counted'] },
      ...{ second: null, authorisers: null },
    },
    { authoriser: '' },
  );
  story.happens(
    { ...done, type: 'pull_merged' },
    { repoId: '4711', number: 12, sha: 'c'.repeat(40), head: HEAD, unmet: [], by: null },
    {},
  );
  return story.happens(
    { ...done, type: 'completed' },
    { code: 'successful' },
    { notes: 'Merged as cccccccccccc.' },
  );
}

function at(story: Story, seen: Partial<PullFacts> = {}): Moment {
  const tomas = factsAt(DAY).people?.find(({ login }) => login === 'tomas-sre');
  const by = tomas ?? factsAt(DAY).actor;
  const review = { by, state: 'approved', commit: HEAD, at: '2026-11-20T09:20:00Z' } as const;
  const pull = {
    ...pullFacts('passed'),
    ...{ repoId: '4711', number: 12, head: HEAD, reviews: [review] },
    ...seen,
  };
  const facts = factsAt('2026-11-20T11:00:00+01:00', [pull]);
  return {
    change: story.change(),
    facts: { ...facts, policy: { ...DEFAULT_POLICY, ownPulls: ['standard'] } },
  };
}

export const OWN_MOMENTS: Readonly<Record<string, (words: Words) => Moment>> = {
  'own-pull-draft': (words) => at(opened(words, planOf(words, ALL), 'draft')),
  'own-pull-sections-missing': (words) => at(opened(words, planOf(words, ['What', 'Testing']))),
  'own-pull-not-listed': (words) =>
    at(opened(words, planOf(words, ALL, 'Category: significant\n\n'))),
  'own-pull-to-merge': (words) => at(approved(words)),
  'own-pull-merged': (words) => at(merged(words), { open: false, merged: true }),
};
