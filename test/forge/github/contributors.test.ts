// Who had a hand in a commit, and which review stands: pure readings of what the forge lists.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contributorsOf, noreplyAccount } from '../../../src/forge/github/contributors.ts';
import { standingReviews } from '../../../src/forge/github/reviews.ts';
import { weigh } from '../../../src/forge/github/check-facts.ts';

const user = (id: number, login: string) => ({ id, login, type: 'User' });
const commit = (message: string, more: Record<string, unknown> = {}) => ({
  sha: 'a',
  author: null,
  committer: null,
  commit: {
    message,
    author: { email: 'someone@example.com' },
    committer: { email: 'noreply@github.com' },
  },
  ...more,
});
const idsOf = (...commits: readonly unknown[]): readonly string[] =>
  contributorsOf(commits).map(({ id }) => id);

describe('contributors', () => {
  test('are the accounts the forge resolves, each once', () => {
    const both = { author: user(1, 'a'), committer: user(2, 'b') };
    expect(idsOf(commit('x', both), commit('y', { author: user(1, 'a') }))).toEqual(['1', '2']);
  });

  test('leave the forge itself out, which commits what is done on its pages, where it has signed', () => {
    const byForge = { author: user(1, 'a'), committer: user(19_864_447, 'web-flow') };
    const plain = commit('x').commit;
    const signed = { ...byForge, commit: { ...plain, verification: { verified: true } } };
    const claimed = { ...byForge, commit: { ...plain, verification: { verified: false } } };
    expect(idsOf(commit('merge', signed))).toEqual(['1']);
    expect(idsOf(commit('merge', claimed))).toEqual(['1', '19864447']);
  });

  test('include whoever a trailer names by an address of the forge’s own', () => {
    const message =
      'work\r\n\r\nCo-authored-by: Tomas <9004+tomas-sre@users.noreply.github.com>\r\nCO-AUTHORED-BY: Dee <9006+dee@users.noreply.github.example.com>';
    expect(contributorsOf([commit(message)])).toEqual([
      { id: '9004', login: 'tomas-sre' },
      { id: '9006', login: 'dee' },
    ]);
  });

  test('include whoever signed a commit with such an address, though the forge does not resolve it', () => {
    const signed = {
      commit: {
        message: 'x',
        author: { email: '7+lin@users.noreply.github.com' },
        committer: null,
      },
    };
    expect(idsOf(commit('x', signed))).toEqual(['7']);
  });

  test('are not widened by addresses that could be anybody’s, nor by the ghost', () => {
    const message =
      'x\n\nCo-authored-by: A <a@example.com>\nCo-authored-by: B <login-only@users.noreply.github.com>\nCo-authored-by: nobody';
    expect(idsOf(commit(message, { author: { id: 10137, login: 'ghost', type: 'User' } }))).toEqual(
      [],
    );
  });

  test.each([
    '',
    '+@users.noreply.github.com',
    '0+x@users.noreply.github.com',
    '-1+x@users.noreply.github.com',
    '1.5+x@users.noreply.github.com',
    '1+@users.noreply.github.com',
    '99999999999999999999+x@users.noreply.github.com',
  ])('the address %j is nobody’s', (email) => {
    expect(noreplyAccount(email)).toBeNull();
  });

  test('are read from any message without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(
          idsOf(commit(`x\nCo-authored-by: ${text}`)).every((id) => /^[1-9]\d*$/.test(id)),
        ).toBe(true);
      }),
    );
  });
});

describe('reviews', () => {
  let second = 0;
  const review = (id: number, state: string, more: Record<string, unknown> = {}) => ({
    id: (second += 1),
    user: user(id, `p${String(id)}`),
    state,
    commit_id: 'abc',
    submitted_at: new Date(Date.UTC(2026, 10, 22, 4, 0, second)).toISOString(),
    ...more,
  });
  const states = (...reviews: readonly unknown[]) =>
    standingReviews(reviews).map(({ by, state }) => `${by.id} ${state}`);

  test('the last decision of each person stands; talk takes nothing back', () => {
    expect(
      states(
        review(1, 'CHANGES_REQUESTED'),
        review(2, 'COMMENTED'),
        review(1, 'APPROVED'),
        review(1, 'COMMENTED'),
      ),
    ).toEqual(['1 approved', '2 commented']);
    expect(states(review(1, 'APPROVED'), review(1, 'CHANGES_REQUESTED'))).toEqual([
      '1 changes_requested',
    ]);
  });

  test('a dismissal stands until the person decides anew', () => {
    expect(states(review(1, 'DISMISSED'))).toEqual(['1 dismissed']);
    expect(states(review(1, 'DISMISSED'), review(1, 'COMMENTED'))).toEqual(['1 dismissed']);
    expect(states(review(1, 'DISMISSED'), review(1, 'APPROVED'))).toEqual(['1 approved']);
  });

  test('a draft nobody submitted is not there', () => {
    expect(states(review(1, 'PENDING'), review(2, 'APPROVED', { submitted_at: null }))).toEqual([]);
  });

  test('a review whose commit is gone was given for no commit', () => {
    expect(standingReviews([review(1, 'APPROVED', { commit_id: null })])[0]?.commit).toBe('');
  });
});

describe('checks of others', () => {
  const passed = { name: 'a', says: 'passed' } as const;
  const failed = { name: 'b', says: 'failed' } as const;
  const pending = { name: 'c', says: 'pending' } as const;

  test.each([
    [[], 'none', []],
    [[passed], 'passed', []],
    [[passed, pending], 'pending', []],
    [[pending, failed, passed], 'failed', ['b']],
  ])('%j weigh %s', (reports, checks, failing) => {
    expect(weigh(reports)).toEqual({ checks, failing });
  });
});
