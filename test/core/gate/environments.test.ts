// Where a commit may go: not where somebody locked the door, and not before it has been where it goes first.
import { expect, test } from 'vitest';
import type { Deploying } from '../../../src/core/deploy/deploying.ts';
import { judge } from '../../../src/core/gate/judge.ts';
import type { Verdict } from '../../../src/core/gate/verdict.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT } from '../../support/change-people.ts';
import { REPO } from '../../support/change-verbs.ts';

const DEPLOYING: Deploying = {
  repo: { id: REPO.repoId, name: REPO.repo },
  sha: 'merged',
  name: 'production',
  environment: {
    ...{ id: 'production', title: 'Production', production: true, names: [], assets: [] },
    after: ['staging'],
  },
  locks: [],
  deployedTo: [],
};

function verdictOf(gate: string, deploying: Partial<Deploying>): Verdict | undefined {
  const stage = setTheStage();
  const change = stage.given.runningChange();
  const facts = { ...stage.factsFor(HOLDPOINT), deploying: { ...DEPLOYING, ...deploying } };
  return judge(change, facts, 'deploy').find((one) => one.gate === gate);
}

test('a commit that was not yet deployed where it goes first waits, and one that was goes on', () => {
  expect(verdictOf('environment_order', { deployedTo: ['elsewhere'] })).toMatchObject({
    ...{ kind: 'unmet', code: 'environment_order' },
    facts: { environment: 'production', environments: ['staging'], sha: 'merged' },
  });
  expect(verdictOf('environment_order', { deployedTo: ['staging'] })?.kind).toBe('met');
  expect(verdictOf('environment_order', { environment: null })?.kind).toBe('not_applicable');
});

test('a locked environment says who locked it, since when, and why', () => {
  const by = { id: '5', login: 'dee-lead' };
  const lock = { environment: null, reason: 'a sale is on', by, at: '2026-11-22T03:00:00Z' };
  expect(verdictOf('environment_lock', { locks: [{ ...lock, url: null }] })).toMatchObject({
    ...{ kind: 'unmet', code: 'environment_locked' },
    facts: { environment: 'all', by: 'dee-lead', at: lock.at, reason: 'a sale is on' },
  });
  expect(verdictOf('environment_lock', {})?.kind).toBe('met');
});
