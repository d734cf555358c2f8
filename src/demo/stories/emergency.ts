/**
 * The second story: an exploited flaw cannot wait. The change starts on the word of a named authoriser; what was
 * bypassed is on record; she confirms it in writing, and somebody who did not execute reviews it the next day.
 */
import { operations, type Company } from '../company.ts';
import type { Narrator } from '../narrator.ts';
import { openStory, type Story } from '../storyteller.ts';
import { readBody } from './read-body.ts';

const PRIYA = 'priya-net';
const SORA = 'sora-sec';
const DEE = 'dee-lead';

export async function playEmergency(company: Company, tell: Narrator): Promise<Story> {
  tell.title('Story 2 · an exploited flaw: the emergency path and the review after the fact');
  const story = await openStory(company, tell, {
    at: '2026-12-03T21:12:00+01:00',
    who: SORA,
    repo: operations,
    title: 'Emergency: patch the remote-access gateway against an exploited flaw',
    body: readBody('emergency-cve'),
    labels: ['change', 'emergency'],
  });
  story.at('2026-12-03T21:13:00+01:00');
  await story.says(PRIYA, '/chg start');
  story.at('2026-12-03T21:20:00+01:00');
  await story.says(DEE, '/chg authorise Said go by phone at 21:07, as incident commander');
  await execute(story);
  await finish(story);
  return story;
}

async function execute(story: Story): Promise<void> {
  story.at('2026-12-03T21:28:00+01:00');
  await story.says(PRIYA, '/chg done E1 Images stored, checksums in the incident folder');
  story.at('2026-12-03T21:43:00+01:00');
  await story.says(PRIYA, '/chg done E2 Standby healthy with the fixed build');
  story.at('2026-12-03T21:47:00+01:00');
  await story.says(PRIYA, '/chg done E3 No finding');
  story.at('2026-12-03T21:49:00+01:00');
  await story.says(SORA, '/chg confirm E3 Ran the script myself: no finding');
  story.at('2026-12-03T21:53:00+01:00');
  await story.says(PRIYA, '/chg done E4 First reconnect after 70 s');
  story.at('2026-12-03T22:05:00+01:00');
  await story.says(PRIYA, '/chg done E5 Both gateways healthy with the fixed build');
  story.at('2026-12-03T22:06:00+01:00');
  await story.says(PRIYA, '/chg done E6 On-call and support agree');
  story.at('2026-12-03T22:07:00+01:00');
  await story.says(SORA, '/chg confirm E6 Support lead said yes in the call');
  story.at('2026-12-03T22:10:00+01:00');
  await story.says(PRIYA, '/chg done E7 Session count fell to zero, 31 new logins since');
}

async function finish(story: Story): Promise<void> {
  story.at('2026-12-03T22:14:00+01:00');
  await story.says(PRIYA, '/chg done V1 Two people are in, the second factor was asked');
  story.at('2026-12-03T22:15:00+01:00');
  await story.says(SORA, '/chg confirm V1 I am one of the two');
  story.at('2026-12-03T22:19:00+01:00');
  await story.says(PRIYA, '/chg done V2 Blocked requests only');
  story.at('2026-12-03T22:20:00+01:00');
  await story.says(PRIYA, '/chg done V3 Planned for tomorrow, listed in the incident');
  story.at('2026-12-03T22:21:00+01:00');
  await story.says(
    PRIYA,
    '/chg complete successful Flaw closed on both gateways; certificates and accounts follow tomorrow.',
  );
  story.at('2026-12-04T15:20:00+01:00');
  await story.says(
    'tomas-sre',
    '/chg review Logs match the account. One gap: the memory image of the primary was taken after the block rule.',
  );
}
