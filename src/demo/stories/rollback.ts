/**
 * The third story: it goes wrong, and going back is a command away. The second person declines a hold point, the
 * operator rolls back, and the rollback clock stops when recovery was seen.
 */
import { operations, type Company } from '../company.ts';
import type { Narrator } from '../narrator.ts';
import { openStory, type Story } from '../storyteller.ts';
import { readBody } from './read-body.ts';

const MARA = 'mara-ops';
const TOMAS = 'tomas-sre';

export async function playRollback(company: Company, tell: Narrator): Promise<Story> {
  tell.title('Story 3 · a limit that was too low: a declined hold point and a rollback');
  const story = await openStory(company, tell, {
    at: '2026-12-08T09:05:00+01:00',
    who: MARA,
    repo: operations,
    title: 'Limit request rates per address on the public nginx',
    body: readBody('nginx-config'),
  });
  story.at('2026-12-08T09:06:00+01:00');
  await story.says(MARA, '/chg submit');
  story.at('2026-12-08T09:30:00+01:00');
  await story.says(TOMAS, '/chg approve Six days of log-only mode are enough for me');
  story.at('2026-12-08T13:50:00+01:00');
  await story.says(MARA, '/chg done P1 0 refused, 880/s');
  story.at('2026-12-08T13:52:00+01:00');
  await story.says(MARA, '/chg done P2 ok on both');
  story.at('2026-12-08T14:01:00+01:00');
  await story.says(MARA, '/chg start');
  story.at('2026-12-08T14:09:00+01:00');
  await story.says(MARA, '/chg done E1 Scraper refused. Also 1.1% of all searches refused.');
  story.at('2026-12-08T14:11:00+01:00');
  await story.says(MARA, '/chg done E2 Top five: scraper, and one range I do not know');
  story.at('2026-12-08T14:12:00+01:00');
  await story.says(
    TOMAS,
    '/chg decline E2 Second largest refused source is a mobile carrier. Abort criterion met.',
  );
  story.at('2026-12-08T14:14:00+01:00');
  await story.says(
    MARA,
    '/chg rollback Limit counts all phones of one carrier as one client. Needs the forwarded address as key.',
  );
  story.at('2026-12-08T14:16:00+01:00');
  await story.says(MARA, '/chg recovered Refused requests back to zero at 14:15');
  return story;
}
