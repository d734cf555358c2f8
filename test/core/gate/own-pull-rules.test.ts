/** The shipped rules, asked of pull requests that are their own change: what a merge can show, and what it cannot. */
import { describe, expect, it } from 'vitest';
import { readPullPlan } from '../../../src/core/plan/pull-form.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { pullDetail, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { REPO } from '../../support/change-verbs.ts';

function saysOf(path: string, gate: string): { kind: string; facts: string } {
  const files = [{ path, previous: null, added: 1, deleted: 1 }];
  const shown = pullFacts(45, { detail: pullDetail({ files }) });
  const policy = { ...DEFAULT_POLICY, ownPulls: ['standard'] as const };
  const stage = setTheStage({ policy, pulls: [shown] });
  stage.act(PEOPLE.lin, {
    ...{ type: 'open', ...REPO, issueId: 'pull:45', issue: 45, issueUrl: 'https://f.example/45' },
    title: 'Add the fee',
    author: PEOPLE.lin,
    reading: readPullPlan(shown.detail?.body ?? '', ['standard']),
    editors: [],
    pull: { head: shown.head, draft: false, allowed: ['standard'] },
  });
  const { kind, facts } = stage.verdict('merge', gate);
  return { kind, facts: JSON.stringify(facts) };
}

describe('a pull request that is its own change', () => {
  it.each([
    ['services/fee/Dockerfile', 'a new base image'],
    ['clusters/eu/network.tf', 'infrastructure'],
    ['web/package-lock.json', 'another version of a dependency'],
    ['docs/fee.md', 'documentation'],
    ['.github/workflows/ci.yml', 'the pipeline'],
  ])('goes back by the method of its kind, and promises no time of its own: %s, %s', (path) => {
    expect(saysOf(path, 'plan_rules').kind).not.toMatch(/unmet|cannot/u);
    expect(saysOf(path, 'category_floor').kind).not.toMatch(/unmet|cannot/u);
  });

  it('is not enough for a schema: that is a lead’s to decide, with steps and a window', () => {
    const path = 'services/orders/migrations/0042_fee.sql';
    expect(saysOf(path, 'category_floor').kind).toBe('unmet');
    expect(saysOf(path, 'plan_rules').facts).toContain('schema_backup');
  });
});
