/** Policies made for one test: the shipped categories, and only the rules, kinds, checks and sections that it names. */
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { Predicate } from '../../src/core/policy/predicate.ts';
import type { CheckRule, Demands, PolicyRule, StepNeed } from '../../src/core/policy/rule.ts';

export function policyOf(parts: Partial<Policy>): Policy {
  const bare = { kinds: [], rules: [], checks: [], sections: [], approvalRules: [] };
  return { ...DEFAULT_POLICY, ...bare, ...parts };
}

export function rule(id: string, when: Predicate | null, demands: Partial<Demands>): PolicyRule {
  return { id, title: `Rule ${id}`, when, demands: { ...NOTHING, ...demands }, notes: [] };
}

export function need(id: string, more: Partial<StepNeed> = {}): StepNeed {
  return { id, title: `The ${id}`, phase: null, position: 'anywhere', words: [], ...more };
}

export function checkRule(id: string, more: Partial<CheckRule> = {}): CheckRule {
  return {
    id,
    title: `Check ${id}`,
    names: [id],
    from: [],
    places: ['pull_request'],
    mustReport: false,
    threshold: 'any finding',
    ...more,
  };
}

const NOTHING: Demands = {
  categoryAtLeast: null,
  leadTimeHours: null,
  approval: null,
  steps: [],
  checks: [],
  sections: [],
  answers: [],
  rollbackMinutes: null,
  window: false,
  hold: false,
};
