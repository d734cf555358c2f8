// A pull request that loosens the rules is part of a significant change, approved under the rules of now.
import { describe, expect, it } from 'vitest';
import type { Category } from '../../../src/core/plan/plan.ts';
import { CERT_ROTATION } from '../../support/change-plans.ts';
import { pullFacts, setTheStage, type Stage } from '../../support/change-kit.ts';

const LOOSENED = ['categories.significant.approvals.count'];

function withPull(loosens: readonly string[] | null | undefined, category: Category): Stage {
  const stage = setTheStage({
    pulls: [pullFacts(701, loosens === undefined ? {} : { loosens })],
  });
  stage.given.draft({ ...CERT_ROTATION, category });
  stage.lin.links(701);
  return stage;
}

describe('a linked pull request that edits the policy', () => {
  it('is no part of a normal change when it loosens', () => {
    const stage = withPull(LOOSENED, 'normal');
    expect(stage.verdict('merge', 'policy_change')).toMatchObject({
      kind: 'unmet',
      code: 'policy_loosened',
      facts: { category: 'normal', floor: 'significant', loosened: LOOSENED },
    });
    expect(stage.inTheWayOf('approve')).toContain('policy_loosened');
  });

  it('may loosen as part of a significant one', () => {
    expect(withPull(LOOSENED, 'significant').verdict('merge', 'policy_change').kind).toBe('met');
  });

  it('may tighten as part of any', () => {
    expect(withPull([], 'normal').verdict('merge', 'policy_change').kind).toBe('met');
  });

  it('holds it up while nobody can tell what it does', () => {
    expect(withPull(null, 'significant').verdict('merge', 'policy_change').kind).toBe(
      'cannot_tell',
    );
  });

  it('is not asked about when it edits none', () => {
    expect(withPull(undefined, 'normal').verdict('merge', 'policy_change').kind).toBe(
      'not_applicable',
    );
  });
});
