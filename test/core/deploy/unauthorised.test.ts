// What went past every gate: each case, and beside each what only looks like it.
import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/core/change/state.ts';
import type { DeploymentMatch } from '../../../src/core/deploy/match.ts';
import {
  deploymentPast,
  doerOf,
  isAgainstTheCheck,
  isBroughtByPull,
  isLookedAwayFrom,
  movesBranch,
  type Ran,
} from '../../../src/core/deploy/unauthorised.ts';
import type { NoticeActor, PullSeen } from '../../../src/core/intent/notice.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, WINDOW } from '../../support/change-plans.ts';

const INSIDE = WINDOW.start;
const AFTER = WINDOW.end;
const NONE: DeploymentMatch = { kind: 'unmatched', why: 'none' };
const RUNNING = setTheStage().given.runningChange(CERT_ROTATION);
const RAN: Ran = {
  ...{ state: 'in_progress', at: INSIDE, production: true, asked: false, decision: null },
  match: NONE,
};

function of(more: Partial<Change>): DeploymentMatch {
  return { kind: 'matched', change: { ...RUNNING, ...more }, by: 'number' };
}

describe('a deployment to production', () => {
  test.each([
    ['belongs to no change', {}, 'deployment_unmatched'],
    [
      'could belong to several',
      { match: { kind: 'unmatched', why: 'several' } },
      'deployment_unmatched',
    ],
    ['has failed, which it did there', { state: 'failure' }, 'deployment_unmatched'],
    ['has succeeded at once', { state: 'success' }, 'deployment_unmatched'],
    ['belongs to one that is only approved', { match: of({ state: 'approved' }) }, OUT()],
    ['belongs to one that has ended', { match: of({ state: 'completed' }) }, OUT()],
    ['comes when its window is over', { match: of({}), at: AFTER }, OUT()],
    ['comes after going back was verified', { match: of(rolledBack(true)) }, OUT()],
    ['went ahead without our word', { asked: true, match: of({}) }, 'deployment_without_our_word'],
    [
      'went ahead although it was rejected',
      { asked: true, decision: 'rejected', match: of({}) },
      'deployment_without_our_word',
    ],
  ] as const)('that %s is past the gates', (_what, more, kind) => {
    expect(deploymentPast({ ...RAN, ...more })).toBe(kind);
  });

  test.each([
    ['is no production', { production: false }],
    ['has not begun', { state: 'queued' }],
    ['is pending', { state: 'pending' }],
    ['was rejected and so has failed', { state: 'failure', asked: true }],
    ['had our word, however late it went', { asked: true, decision: 'approved', at: AFTER }],
    ['runs with its change, inside the window', { match: of({}) }],
    ['is part of going back', { match: of(rolledBack(false)), at: AFTER }],
    ['is an emergency, whatever its window', { match: of({ category: 'emergency' }), at: AFTER }],
    ['follows a merge that was a change of its own', { match: of(merged()), at: AFTER }],
  ] as const)('that %s is not', (_what, more) => {
    expect(deploymentPast({ ...RAN, ...more })).toBeNull();
  });
});

function OUT(): 'deployment_out_of_turn' {
  return 'deployment_out_of_turn';
}

function rolledBack(isVerified: boolean): Partial<Change> {
  const stamp = { by: { id: '1', login: 'a' }, roles: [], at: INSIDE, url: null, seq: 1 };
  return { state: 'rolled_back', ended: isVerified ? stamp : null };
}

function merged(): Partial<Change> {
  return { state: 'completed', own: { draft: false } };
}

const ZEROS = '0'.repeat(40);
const AUTHOR: NoticeActor = { id: '7', login: 'lin-dev', kind: 'human' };

describe('a push', () => {
  test('that makes or removes a branch moved nothing', () => {
    expect(movesBranch({ before: 'abc', after: 'def' })).toBe(true);
    expect(movesBranch({ before: ZEROS, after: 'def' })).toBe(false);
    expect(movesBranch({ before: 'abc', after: ZEROS })).toBe(false);
  });

  test('came by a pull request once one with its commit is merged, not while it is open', () => {
    const pull: PullSeen = {
      ...{ number: 7, url: '', title: '', body: '', head: 'def', open: true, merged: false },
      ...{ mergeSha: null, author: AUTHOR },
    };
    const merged = { ...pull, open: false, merged: true };
    expect(isBroughtByPull([], 'main')).toBe(false);
    expect(isBroughtByPull([pull], 'main')).toBe(false);
    expect(isBroughtByPull([pull, merged], 'main')).toBe(true);
    expect(isBroughtByPull([pull, { ...merged, base: 'main' }], 'main')).toBe(true);
  });

  test('came past them when its commit was merged into another branch, which anybody may make', () => {
    const pull: PullSeen = {
      ...{ number: 7, url: '', title: '', body: '', head: 'def', open: false, merged: true },
      ...{ mergeSha: 'fed', author: AUTHOR, base: 'scratch' },
    };
    expect(isBroughtByPull([pull], 'main')).toBe(false);
    expect(isBroughtByPull([pull, { ...pull, number: 8, base: 'main' }], 'main')).toBe(true);
  });
});

test('a merge is against the check where the rules ask for it and it was not green', () => {
  expect(isAgainstTheCheck({ said: 'failure', required: true })).toBe(true);
  expect(isAgainstTheCheck({ said: null, required: true })).toBe(true);
  expect(isAgainstTheCheck({ said: 'success', required: true })).toBe(false);
  expect(isAgainstTheCheck({ said: 'action_required', required: false })).toBe(false);
  expect(isAgainstTheCheck({ said: 'action_required', required: null })).toBe(false);
});

test('whom a policy names is looked away from by account; whom nobody looked up is not', () => {
  const policy = {
    ...DEFAULT_POLICY,
    unauthorised: { openIssue: true, ignoreActors: ['Lin-Dev'] },
  };
  const known = (people: Readonly<Record<string, string | null>>) => ({
    policy,
    policyPeople: { people, teams: {} },
  });
  expect(isLookedAwayFrom({ by: AUTHOR }, known({ 'lin-dev': '7' }))).toBe(true);
  // The name came to belong to somebody else.
  expect(isLookedAwayFrom({ by: AUTHOR }, known({ 'lin-dev': '8' }))).toBe(false);
  expect(isLookedAwayFrom({ by: AUTHOR }, { policy })).toBe(false);
  expect(isLookedAwayFrom({ by: AUTHOR }, { policy: DEFAULT_POLICY })).toBe(false);
});

test('what a machine did was done by whoever set it off, and the machine is looked away from, not they', () => {
  const BOT: NoticeActor = { id: '41', login: 'github-actions[bot]', kind: 'bot' };
  const starter = { id: AUTHOR.id, login: AUTHOR.login };
  expect(doerOf(BOT, starter)).toEqual({ by: AUTHOR, through: BOT });
  expect(doerOf(BOT, null)).toEqual({ by: BOT });
  expect(doerOf(AUTHOR, { id: '8', login: 'omar-dev' })).toEqual({ by: AUTHOR });
  const ignoring = (login: string, id: string): boolean =>
    isLookedAwayFrom(doerOf(BOT, starter), {
      policy: { ...DEFAULT_POLICY, unauthorised: { openIssue: true, ignoreActors: [login] } },
      policyPeople: { people: { [login]: id }, teams: {} },
    });
  expect(ignoring(BOT.login, BOT.id)).toBe(true);
  expect(ignoring(AUTHOR.login, AUTHOR.id)).toBe(false);
});
