/** The policy that holds before a team writes its own. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import {
  findRule,
  holdsAny,
  leastRole,
  mayUse,
  rolesForVerb,
  rolesOf,
} from '../../../src/core/policy/rights.ts';

describe('the built-in policy', () => {
  it('has the categories of the product: lead time, approvers, reviews, review afterwards', () => {
    expect(
      DEFAULT_POLICY.categories.map((rule) => [
        rule.category,
        rule.risk,
        rule.leadTimeHours,
        rule.approverRoles.join('+'),
        rule.pullReviewsNeeded,
        rule.posthocReviewHours,
      ]),
    ).toEqual([
      ['standard', 'low', 4, 'maintainer+lead', 1, null],
      ['normal', 'medium', 24, 'maintainer+lead', 0, null],
      ['significant', 'high', 24, 'lead', 0, null],
      ['emergency', 'critical', 0, 'maintainer+lead', 0, 24],
    ]);
    for (const rule of DEFAULT_POLICY.categories) {
      expect(rule.pullChecksRequired).toBe(true);
      expect(rule.approvalsNeeded).toBe(1);
      expect(rule.examples.length).toBeGreaterThanOrEqual(3);
    }
    expect(findRule(DEFAULT_POLICY, 'emergency')?.authoriserRoles).toEqual([
      'incident_commander',
      'lead',
    ]);
  });

  it('is named by its content, so that every event says under which rules it was decided', () => {
    expect(DEFAULT_POLICY.version).toMatch(/^builtin:[0-9a-f]{12}$/u);
  });

  it('asks for at least a category at each risk', () => {
    expect(DEFAULT_POLICY.categoryFloorByRisk).toEqual({
      low: 'standard',
      medium: 'normal',
      high: 'significant',
      critical: 'significant',
    });
  });

  it('takes roles from permissions, and none from one that it does not know', () => {
    const roles = [
      'read',
      'triage',
      'write',
      'maintain',
      'admin',
      'none',
      '__proto__',
      'toString',
    ].map((permission) => [permission, rolesOf(DEFAULT_POLICY, permission).join(' ')]);
    expect(roles).toEqual([
      ['read', 'viewer'],
      ['triage', 'viewer'],
      ['write', 'engineer'],
      ['maintain', 'engineer maintainer'],
      ['admin', 'engineer maintainer lead incident_commander admin'],
      ['none', ''],
      ['__proto__', ''],
      ['toString', ''],
    ]);
  });
});

describe('rights', () => {
  it('refuse a verb that the policy does not list', () => {
    expect(mayUse(DEFAULT_POLICY, 'teleport', ['admin', 'lead'])).toBe(false);
    expect(rolesForVerb(DEFAULT_POLICY, 'constructor')).toEqual([]);
    expect(leastRole(DEFAULT_POLICY, 'teleport')).toEqual([]);
  });

  it('let every role above the least do the same, except where only some may', () => {
    expect(mayUse(DEFAULT_POLICY, 'done', ['engineer'])).toBe(true);
    expect(mayUse(DEFAULT_POLICY, 'done', ['lead'])).toBe(true);
    expect(mayUse(DEFAULT_POLICY, 'done', ['viewer', 'auditor'])).toBe(false);
    expect(mayUse(DEFAULT_POLICY, 'approve', ['engineer', 'admin'])).toBe(false);
    expect(leastRole(DEFAULT_POLICY, 'done')).toEqual(['engineer']);
    expect(holdsAny([], ['viewer'])).toBe(false);
  });
});
