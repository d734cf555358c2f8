// Who may answer for what went past the gates, and with which words.
import { describe, expect, test } from 'vitest';
import type { Actor, Facts } from '../../../src/core/change/facts.ts';
import {
  answerersOf,
  answerRefusal,
  answersIn,
  type Answering,
  type UnauthorisedAnswer,
} from '../../../src/core/deploy/answer-unauthorised.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';

const DEE: Actor = { id: '5', login: 'dee-lead', kind: 'human', roles: ['lead'] };
const OPEN: Answering = { state: 'open', actorId: '7', changeIsKnown: true };
const SAID: UnauthorisedAnswer = { verb: 'justify', line: 0, change: null, reason: 'it was down' };

function factsOf(actor: Actor, policy: Policy = DEFAULT_POLICY): Facts {
  const at = '2026-11-22T04:40:00Z';
  return { now: at, occurredAt: at, actor, policy, people: null, pulls: [], clockSkewMs: null };
}

describe('an answer in a comment', () => {
  test('names a change, a reason, or both, on a line of its own', () => {
    expect(answersIn('/chg justify CHG-00012')).toEqual([
      { verb: 'justify', line: 0, change: 12, reason: '' },
    ]);
    expect(answersIn('Sorry.\n\n/chg Justify chg-12: the site was down')).toMatchObject([
      { line: 2, change: 12, reason: 'the site was down' },
    ]);
    expect(answersIn('/chg justify the site was down, see CHG-00012')).toMatchObject([
      { change: null, reason: 'the site was down, see CHG-00012' },
    ]);
    expect(answersIn('/chg dismiss CHG-00012 is only a test')).toMatchObject([
      { verb: 'dismiss', change: null, reason: 'CHG-00012 is only a test' },
    ]);
  });

  test.each([
    '> /chg justify x',
    '```\n/chg justify x\n```',
    'I /chg justify x',
    '/chg approve',
    '',
  ])('is none in %j', (body) => {
    expect(answersIn(body)).toEqual([]);
  });

  test('is cut where it is longer than anybody means', () => {
    expect(answersIn(`/chg justify ${'x'.repeat(100_000)}`)[0]?.reason).toHaveLength(2_000);
  });
});

describe('an answer counts', () => {
  test('of a lead, or of whoever may approve changes', () => {
    expect(answerRefusal(OPEN, SAID, factsOf(DEE))).toBeNull();
    expect(answerRefusal(OPEN, SAID, factsOf({ ...DEE, roles: ['maintainer'] }))).toBeNull();
    expect(answerersOf({ ...DEFAULT_POLICY, categories: [] })).toEqual(['lead']);
  });

  test('with the number of a change alone, but never without any word', () => {
    const bare = { ...SAID, reason: '' };
    expect(answerRefusal(OPEN, { ...bare, change: 12 }, factsOf(DEE))).toBeNull();
    expect(answerRefusal(OPEN, bare, factsOf(DEE))).toBe('reason_missing');
    const unknown = { ...OPEN, changeIsKnown: false };
    expect(answerRefusal(unknown, { ...bare, change: 12 }, factsOf(DEE))).toBe('change_unknown');
  });

  test.each([
    ['whoever did it, a lead as well', { id: '7' }, 'own_act'],
    ['a machine', { kind: 'bot' }, 'not_human'],
    ['an engineer', { roles: ['engineer'] }, 'not_permitted'],
    ['somebody without any role', { roles: [] }, 'not_permitted'],
  ] as const)('not of %s', (_who, more, code) => {
    expect(answerRefusal(OPEN, SAID, factsOf({ ...DEE, ...more }))).toBe(code);
  });

  test('not of another account of the same human, and not where that cannot be told', () => {
    const policy = { ...DEFAULT_POLICY, linkedAccounts: [['lin-dev', 'dee-lead']] };
    const people = { 'lin-dev': '7', 'dee-lead': '5' };
    const known = { ...factsOf(DEE, policy), policyPeople: { people, teams: {} } };
    expect(answerRefusal(OPEN, SAID, known)).toBe('own_act');
    expect(answerRefusal(OPEN, SAID, factsOf(DEE, policy))).toBe('cannot_tell');
  });

  test('once', () => {
    expect(answerRefusal({ ...OPEN, state: 'dismissed' }, SAID, factsOf(DEE))).toBe(
      'answered_already',
    );
  });
});
