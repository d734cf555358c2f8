/**
 * The moments in which somebody opens the record of a change for which a bypass was asked, or let pass.
 *
 * What must stay true: each is told with the events that the core makes; see test/core/change/bypass-request.test.ts.
 */
import type { Facts, PullFacts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { digestOf, pullFacts, submitted, telling, type Words } from './rotation.ts';
import { factsAt, type Story } from './story.ts';

type Moment = { readonly change: Change; readonly facts: Facts };

const GATE = 'ci_gates_failed';
const LINKED = '2026-11-19T10:30:00+01:00';
const ASKED = '2026-11-19T15:00:00+01:00';
const ANSWERED = '2026-11-19T15:20:00+01:00';

const PULL = { repoId: '4711', number: 13 };
const RED: PullFacts = { ...pullFacts('failed', ['unit tests']), ...PULL };

function asked(words: Words): Story {
  const story = submitted(telling(words)).happens(
    { by: 'mara-ops', at: LINKED, type: 'pull_linked' },
    { ...PULL, head: RED.head },
    { repo: 'lighthouse-freight/operations', base: 'main' },
  );
  return story.happens(
    { by: 'sora-sec', at: ASKED, type: 'bypass_requested' },
    {
      ...{ gate: GATE, digest: digestOf(story), heads: [RED.head] },
      ...{ until: '2026-11-22T14:00:00.000Z', freezes: [], windowStart: null, windowEnd: null },
    },
    { reason: words('The runners are down, and it passed an hour ago.') },
  );
}

function at(now: string, story: Story): Moment {
  const facts = factsAt(now, [RED]);
  const bypass: Policy['bypass'] = { may: NOBODY, reviewers: { ...NOBODY, roles: ['lead'] } };
  return { change: story.change(), facts: { ...facts, policy: { ...facts.policy, bypass } } };
}

function granted(words: Words): Story {
  const story = asked(words);
  const { seq: requested = 0 } = story.change().bypassRequests[0] ?? {};
  return story.happens(
    { by: 'dee-lead', at: ANSWERED, type: 'bypass_granted' },
    { requested, gate: GATE, until: '2026-11-20T14:20:00.000Z' },
    { note: words('I saw that run.') },
  );
}

export const BYPASS_MOMENTS: Readonly<Record<string, (words: Words) => Moment>> = {
  'review-bypass-asked': (words) => at(ASKED, asked(words)),
  'review-bypass-granted': (words) => at(ANSWERED, granted(words)),
  'cancelled-after-bypass': (words) =>
    at(
      ANSWERED,
      granted(words).happens(
        { by: 'mara-ops', at: ANSWERED, type: 'cancelled' },
        {},
        { reason: words('The issuer moved the date.') },
      ),
    ),
};
