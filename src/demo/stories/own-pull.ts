/**
 * The fourth story: a small pull request is its own change. Ready is its submit; its author approves nothing; the tests
 * count from the app that the policy names; a maintainer's review opens it, and its merge ends it.
 */
import { checkout, type Company } from '../company.ts';
import type { Narrator } from '../narrator.ts';
import { openPullStory, type Story } from '../storyteller.ts';
import { checkOf, CI, layDownRules, LOOKALIKE, testsPass } from './checkout.ts';

const LIN = 'lin-dev';
const OMAR = 'omar-dev';

const BODY = `## What

Ask the carrier for its price a second time when the first call is lost.

## Why

Every two-hundredth basket shows no shipping price, because one call got no answer.

## Testing

Unit tests for no answer, late answer and error; by hand against the carrier's test address.

## Security impact

None: same address, same key, one call more.

## What to watch

Calls to the carrier per minute: at most one in two hundred more.
`;

export async function playOwnPull(company: Company, tell: Narrator): Promise<Story> {
  tell.title('Story 4 · a small pull request that is its own change');
  await layDownRules(company, tell, '2026-12-09T09:00:00+01:00');
  const story = await openPullStory(company, tell, {
    at: '2026-12-09T09:30:00+01:00',
    who: LIN,
    repo: checkout,
    head: 'ask-twice',
    title: 'Ask the carrier twice for its price',
    body: BODY,
    draft: true,
    commits: [
      {
        message: 'Ask twice',
        author: LIN,
        files: { 'price.ts': 'export const attempts = 2;\n' },
      },
    ],
  });
  await agree(company, story);
  story.at('2026-12-09T10:20:00+01:00');
  await story.does(LIN, 'merges the pull request (squash)', () =>
    company.sandbox.as(LIN).merge(story.issue, 'squash'),
  );
  return story;
}

async function agree(company: Company, story: Story): Promise<void> {
  const { sandbox } = company;
  const pull = story.issue;
  story.at('2026-12-09T09:40:00+01:00');
  await story.does(LIN, 'marks it as ready for review', () =>
    sandbox.as(LIN).setDraft(pull, false),
  );
  story.at('2026-12-09T09:41:00+01:00');
  await story.says(LIN, '/chg approve It is two lines');
  story.at('2026-12-09T09:44:00+01:00');
  await story.does(LOOKALIKE, 'reports unit-tests: passed', () => {
    testsPass(company, pull, LOOKALIKE);
  });
  story.shows(checkOf(company, pull));
  story.at('2026-12-09T10:02:00+01:00');
  await story.does(OMAR, 'approves by review', () =>
    sandbox.as(OMAR).review(pull, 'approve', 'Read it; the second call waits long enough'),
  );
  story.shows(checkOf(company, pull));
  story.at('2026-12-09T10:10:00+01:00');
  await story.does(CI, 'reports unit-tests: passed', () => {
    testsPass(company, pull, CI);
  });
  story.shows(checkOf(company, pull));
}
