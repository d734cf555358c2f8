/** A policy that asks for approvals beside the category's own, and facts that say who is in its teams. */
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import type { Policy, PolicyPeople } from '../../../src/core/policy/policy.ts';
import type { Holders } from '../../../src/core/policy/holders.ts';
import type { Predicate } from '../../../src/core/policy/predicate.ts';
import type { ApprovalRule, ApprovalTree, PolicyRule } from '../../../src/core/policy/rule.ts';
import { PEOPLE } from '../../support/change-people.ts';

export const ALWAYS: Predicate = {
  kind: 'category',
  categories: ['normal', 'significant', 'standard'],
};
export const NEVER: Predicate = { kind: 'category', categories: [] };
/** Nobody looks the files of a pull request up in these stories. */
export const WHO_KNOWS: Predicate = {
  kind: 'author',
  holders: { ...NOBODY, teams: ['not-looked-up'] },
};

export const TEAMS: PolicyPeople = {
  teams: {
    security: [PEOPLE.sora.id, PEOPLE.omar.id],
    databases: [PEOPLE.jonas.id],
    gone: null,
  },
  people: Object.fromEntries(Object.values(PEOPLE).map(({ id, login }) => [login, id])),
};

export function rule(
  id: string,
  holders: Partial<Holders>,
  more: Partial<ApprovalRule> = {},
): ApprovalRule {
  return {
    ...{ id, title: `The ${id} review`, holders: { ...NOBODY, ...holders }, owners: false },
    ...{ count: 1, stage: 1, voidedByPush: true, ignoreUpdateMerges: false, ignoreCommitsBy: [] },
    ...more,
  };
}

export const SECURITY = rule('security', { teams: ['security'] });
export const DATABASES = rule('databases', { teams: ['databases'] });

export function leaf(id: string): ApprovalTree {
  return { kind: 'rule', id };
}

export function policyRule(approval: ApprovalTree, when: Predicate | null = null): PolicyRule {
  const demands = {
    ...{
      categoryAtLeast: null,
      leadTimeHours: null,
      approval,
      steps: [],
      checks: [],
      sections: [],
    },
    ...{ answers: [], rollbackMinutes: null, window: false, hold: false },
  };
  return { id: 'a-rule', title: 'Guarded systems', when, demands, notes: [] };
}

/** Under this policy one maintainer suffices for the category, and `tree` is asked for beside it. */
export function ruled(
  tree: ApprovalTree | null,
  rules: readonly ApprovalRule[] = [SECURITY, DATABASES],
  more: Partial<Policy> = {},
): Policy {
  return {
    ...DEFAULT_POLICY,
    version: 'file:0123456789ab',
    approvalRules: rules,
    rules: tree === null ? [] : [policyRule(tree)],
    ...more,
  };
}
