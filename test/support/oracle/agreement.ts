/**
 * When enough has been said for a change, as the oracle counts it: so many with a role that its category asks for, and
 * under the stricter policy the security team and, after it, a lead.
 */
import type { Role } from '../../../src/core/policy/holders.ts';
import { CAST, FORMER_THEN } from './cast.ts';
import type { Name } from './cast.ts';
import type { Told } from './told.ts';

/** `voices`: those that count, in the order in which they were given, each of one human. */
export function isAgreed(
  { category, regime, delegated }: Pick<Told, 'category' | 'regime' | 'delegated'>,
  voices: readonly Name[],
): boolean {
  const rule = regime.under.categories.find((one) => one.category === category);
  if (rule === undefined) return false;
  const rolesOf = (name: Name): readonly Role[] => {
    if (name === 'former_maintainer') return FORMER_THEN.roles;
    return name === 'delegate' && delegated ? CAST.delegator.roles : CAST[name].roles;
  };
  const approvers = voices.filter((name) =>
    rolesOf(name).some((role) => rule.approverRoles.includes(role)),
  );
  if (approvers.length < Math.max(1, rule.approvalsNeeded)) return false;
  if (regime.id !== 'strict') return true;
  const security = voices.indexOf('security');
  return security >= 0 && voices.slice(security + 1).some((name) => rolesOf(name).includes('lead'));
}

/** Those who approve a change of this category sign in again. */
export function asksSignIn({ category, regime }: Pick<Told, 'category' | 'regime'>): boolean {
  return regime.asked.reauthentication?.categories.includes(category) ?? false;
}
