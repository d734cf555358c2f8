// Whom a file asks for reviews, and how many when it does not say.
import { expect, test } from 'vitest';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { asFile } from './files.ts';

function requests(said: string): unknown {
  const { problems, reviewRequests } = readPolicy({ repository: asFile(`policy: 1\n${said}`) });
  return problems.length > 0 ? problems : reviewRequests;
}

test('nobody is asked for a review until a file says whom; then as many as it says, or as a forge takes', () => {
  expect(requests('')).toMatchObject({ count: 0 });
  expect(requests('review_requests: { busy: [nina-cs] }')).toMatchObject({ count: 0 });
  expect(requests('review_requests: { mode: all }')).toMatchObject({ mode: 'all', count: 15 });
  expect(requests('review_requests: { mode: teams, count: 3 }')).toMatchObject({ count: 3 });
  expect(requests('review_requests: { mode: all, count: 0 }')).toMatchObject({ count: 0 });
  expect(requests('review_requests: { mode: random, count: 2 }')).toMatchObject({
    mode: 'random',
    count: 2,
  });
});
