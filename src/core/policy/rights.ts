/**
 * Looks up what the policy says: the rule of a category, and whether a set of roles may use a verb.
 * What must stay true: whatever the policy does not name is refused.
 */
import type { Category } from '../plan/plan.ts';
import { ROLES } from './holders.ts';
import type { CategoryRule, Policy } from './policy.ts';
import type { Role } from './holders.ts';

/** The rule of a category; null when there is no category, or the policy has no rule for it. */
export function findRule(policy: Policy, category: Category | null): CategoryRule | null {
  return policy.categories.find((rule) => rule.category === category) ?? null;
}

/** The roles that may use a verb; empty when the policy does not list it. */
export function rolesForVerb(policy: Policy, verb: string): readonly Role[] {
  return Object.hasOwn(policy.verbRoles, verb) ? (policy.verbRoles[verb] ?? []) : [];
}

export function mayUse(policy: Policy, verb: string, held: readonly Role[]): boolean {
  return holdsAny(held, rolesForVerb(policy, verb));
}

export function holdsAny(held: readonly string[], wanted: readonly Role[]): boolean {
  return wanted.some((role) => held.includes(role));
}

/** The least of the roles that may use a verb: said as "engineer or above". A list, for it may be nobody's. */
export function leastRole(policy: Policy, verb: string): readonly Role[] {
  const roles = rolesForVerb(policy, verb);
  return ROLES.filter((role) => roles.includes(role)).slice(0, 1);
}

/** The roles that a forge permission gives; none for a name that the policy does not know. */
export function rolesOf(policy: Policy, permission: string): readonly Role[] {
  return Object.hasOwn(policy.rolesByPermission, permission)
    ? (policy.rolesByPermission[permission] ?? [])
    : [];
}
