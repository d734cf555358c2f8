/** An emergency patch, told up to any of its stages: what CHG-00006 of the examples went through. */
import { loadExample } from '../../support/examples.ts';
import { digestOf, planOf, type Words } from './rotation.ts';
import { tellStory, type Story } from './story.ts';

const CVE = loadExample('emergency-cve');

export function emergency(words: Words): Story {
  return tellStory(6, 301)
    .opens('sora-sec', '2026-12-03T21:12:00+01:00', { title: words(CVE.title), emergency: true })
    .writes('sora-sec', '2026-12-03T21:12:30+01:00', planOf(CVE.plan, words));
}

export function emergencyStarted(words: Words): Story {
  const story = emergency(words);
  const bypassed = ['approval_missing', 'lead_time_violation', 'window_not_open'] as const;
  const data = {
    digest: digestOf(story),
    bypassed,
    reviewDueAt: '2026-12-04T20:13:00Z',
    heads: [],
    voices: [],
    second: null,
    authorisers: null,
  };
  return story.happens(
    { by: 'priya-net', at: '2026-12-03T21:13:00+01:00', type: 'started' },
    data,
    { authoriser: 'dee-lead' },
  );
}

export function emergencyDone(words: Words): Story {
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
      { step: step.id, channel: 'command' },
      { observed: words('I ran it from my own machine: no finding') },
    );
  }
  return story.happens(
    { by: 'priya-net', at: '2026-12-03T22:21:00+01:00', type: 'completed' },
    { code: 'successful' },
    { notes: words('Both gateways run the fixed build.') },
  );
}

export function emergencyConfirmed(words: Words): Story {
  return emergencyDone(words).happens(
    { by: 'dee-lead', at: '2026-12-03T22:40:00+01:00', type: 'authorised' },
    {},
    { note: words('I said so by phone at 21:07.') },
  );
}

export function unconfirmed(story: Story): Story {
  return story.happens(
    { by: 'holdpoint', at: '2026-12-04T21:13:02+01:00', type: 'authorisation_became_overdue' },
    {},
    {},
  );
}

export function overdue(story: Story): Story {
  return story.happens(
    { by: 'holdpoint', at: '2026-12-04T21:13:01+01:00', type: 'posthoc_became_overdue' },
    {},
    {},
  );
}
