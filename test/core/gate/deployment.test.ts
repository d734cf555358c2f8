import { describe, expect, test } from 'vitest';
import type { Deploying } from '../../../src/core/deploy/deploying.ts';
import { blockers, judge } from '../../../src/core/gate/judge.ts';
import { NO_CATALOGUE } from '../../../src/core/policy/catalogue.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { pullFacts, setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT } from '../../support/change-people.ts';
import { ASKS_NOTHING } from '../../support/environments.ts';

const STAGING = {
  ...{ id: 'staging', title: '', production: false, names: [], after: [], assets: [] },
  ...ASKS_NOTHING,
};

function asked(
  deploying: Partial<Deploying>,
  { linked = true, environments = [STAGING].slice(1) } = {},
): unknown {
  const stage = setTheStage({ pulls: [pullFacts(7)] });
  stage.given.draft();
  if (linked) accepted(stage.mara.links(7));
  const change = stage.change;
  const [pull] = change.pulls;
  const facts = {
    ...stage.factsFor(HOLDPOINT),
    policy: { ...DEFAULT_POLICY, catalogue: { ...NO_CATALOGUE, environments } },
    deploying: {
      repo: { id: pull?.repoId ?? change.repoId, name: 'o/r' },
      ...{ sha: 'head-of-7', name: change.plan?.environments[0] ?? 'production' },
      ...{ environment: null, locks: [], deployedTo: [], by: null },
      ...{ askedAt: '2026-11-22T03:00:00Z', ...deploying },
    },
  };
  const found = judge(change, facts, 'deploy').find(({ gate }) => gate === 'deployment');
  return [found?.kind, found?.facts['why'] ?? null];
}

describe('a deployment', () => {
  test('is part of a change whose pull request ends in its commit, where the plan goes', () => {
    expect(asked({})).toEqual(['met', null]);
  });

  test('of a commit that nobody linked is none of it', () => {
    expect(asked({ sha: 'another' })).toEqual(['unmet', null]);
  });

  test('of a change without a pull request belongs to the repository that it was opened in', () => {
    expect(asked({ sha: 'any' }, { linked: false })).toEqual(['met', null]);
    const repo = { id: '777', name: 'o/other' };
    expect(asked({ repo }, { linked: false })).toEqual(['unmet', 'repository']);
    expect(asked({ repo: { ...repo, id: null } })).toEqual(['unmet', 'repository']);
  });

  test('from elsewhere is part of it where the policy says that it changes an asset of the plan', () => {
    const repo = { id: '777', name: 'o/other' };
    const production = { ...STAGING, id: 'production', assets: ['*', '*/*', '*/*/*'] };
    expect(asked({ repo, environment: production }, { linked: false })).toEqual(['met', null]);
    const other = { ...production, assets: ['moon/*'] };
    expect(asked({ repo, environment: other }, { linked: false })).toEqual(['unmet', 'repository']);
  });

  test('goes where the plan goes, and where the policy knows', () => {
    expect(asked({ name: 'moon' })).toEqual(['unmet', 'environment']);
    expect(asked({ name: 'moon' }, { environments: [STAGING] })).toEqual(['unmet', 'unknown']);
    expect(asked({ environment: STAGING })).toEqual(['unmet', 'environment']);
  });

  test('that nobody asks about stands in no way', () => {
    const stage = setTheStage();
    stage.given.draft();
    const verdicts = judge(stage.change, stage.factsFor(HOLDPOINT), 'deploy');
    expect(verdicts.find(({ gate }) => gate === 'deployment')?.kind).toBe('not_applicable');
    expect(blockers(verdicts).map(({ code }) => code)).toContain('not_in_state');
  });
});
