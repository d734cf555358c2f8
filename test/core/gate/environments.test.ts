// Where a commit may go: not where somebody locked the door, and not before it has been where it goes first.
import { expect, test } from 'vitest';
import type { Deploying } from '../../../src/core/deploy/deploying.ts';
import { judge } from '../../../src/core/gate/judge.ts';
import type { Verdict } from '../../../src/core/gate/verdict.ts';
import { NO_CATALOGUE } from '../../../src/core/policy/catalogue.ts';
import type { Environment } from '../../../src/core/policy/catalogue.ts';
import type { Person } from '../../../src/core/change/stamp.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Holders, Role } from '../../../src/core/policy/holders.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { REPO } from '../../support/change-verbs.ts';
import { ASKS_NOTHING } from '../../support/environments.ts';

const DEPLOYING: Deploying = {
  repo: { id: REPO.repoId, name: REPO.repo },
  sha: 'merged',
  name: 'production',
  environment: {
    ...{ id: 'production', title: 'Production', production: true, names: [], assets: [] },
    after: ['staging'],
    ...ASKS_NOTHING,
  },
  locks: [],
  deployedTo: [],
  by: null,
  askedAt: '2026-11-22T03:00:00.000Z',
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

const PRODUCTION: Environment = {
  ...{ id: 'production', title: 'Production', production: true, names: [], assets: [] },
  ...{ after: [], ...ASKS_NOTHING },
};
const CERTIFIED = '2026-11-22T03:30:00.000Z';

/** Mara's change, approved by Tomas, runs; its deployment asks for what `asks` says. */
function reviewed(
  asks: Partial<Environment>,
  { by = null, confirmed = false, now = CERTIFIED }: Reviewing = {},
): unknown {
  const environment = { ...PRODUCTION, ...asks };
  const catalogue = { ...NO_CATALOGUE, environments: [environment] };
  const stage = setTheStage({ policy: { ...DEFAULT_POLICY, catalogue } });
  stage.given.runningChange();
  if (confirmed) {
    for (const step of ['E1', 'E2', 'E3']) accepted(stage.mara.does(step, 'as expected'));
    accepted(stage.jonas.confirms('E3'));
  }
  const facts = { ...stage.factsFor(HOLDPOINT), now, deploying: { ...DEPLOYING, environment, by } };
  return judge(stage.change, facts, 'deploy')
    .filter(({ gate }) => gate === 'environment_review' || gate === 'environment_wait')
    .map(({ kind, code, facts: said }) => (kind === 'unmet' ? [code, said] : kind));
}

type Reviewing = {
  readonly by?: Person | null;
  readonly confirmed?: boolean;
  readonly now?: string;
};

test('an environment with reviewers wants the approval of one of them', () => {
  const reviewers = (people: readonly string[], roles: readonly Role[] = []): Holders => ({
    ...{ people, roles, teams: [] },
  });
  expect(reviewed({ reviewers: reviewers([], ['maintainer']) })).toEqual(['met']);
  expect(reviewed({ reviewers: reviewers([], ['lead']) })).toEqual([
    ['environment_review_missing', { environment: 'production', needs: ['lead'] }],
  ]);
  expect(reviewed({ reviewers: reviewers(['dee-lead']) })).toEqual(['cannot_tell']);
});

test('whoever deploys is not the only one who approved, nor the second person at a hold point', () => {
  const asks = { preventSelfReview: true };
  const said = { environment: 'production', by: 'tomas-sre' };
  expect(reviewed(asks, { by: PEOPLE.mara })).toEqual(['met']);
  expect(reviewed(asks, { by: PEOPLE.tomas })).toEqual([['deployer_self_review', said]]);
  expect(reviewed(asks, { by: null })).toEqual(['cannot_tell']);
  expect(reviewed({}, { by: PEOPLE.tomas })).toEqual([]);
});

test('whoever confirmed a hold point is no other pair of eyes for the deployment', () => {
  const asks = { preventSelfReview: true };
  expect(reviewed(asks, { by: PEOPLE.jonas, confirmed: true })).toEqual([
    [
      'deployer_self_review',
      { environment: 'production', by: 'jonas-dba', steps: ['E3'], why: 'confirmed' },
    ],
  ]);
  expect(reviewed(asks, { by: PEOPLE.mara, confirmed: true })).toEqual(['met']);
});

test('a deployment waits for as long as its environment says, from when it was asked for', () => {
  const asks = { waitMinutes: 30 };
  const [since, until] = ['2026-11-22T03:00:00.000Z', '2026-11-22T03:30:00.000Z'];
  expect(reviewed(asks, { now: '2026-11-22T03:29:59.999Z' })).toEqual([
    ['environment_waits', { environment: 'production', minutes: 30, since, until }],
  ]);
  expect(reviewed(asks, { now: until })).toEqual(['met']);
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
