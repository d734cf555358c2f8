/**
 * Who may be the second person at a hold point: the one whom the plan names, or an approver; anybody who may confirm,
 * when the plan names nobody. Never who did the step or wrote down what was seen there.
 */
import type { Policy } from '../policy/policy.ts';
import { mayUse, leastRole } from '../policy/rights.ts';
import { planShown } from './binding.ts';
import type { Actor } from './facts.ts';
import { progressOf } from './progress.ts';
import type { Change, Person } from './state.ts';

/** Logins and roles, as shown to those who wait. */
export function secondPeople(change: Change, policy: Policy): readonly string[] {
  const named = namedSecond(change);
  if (named === null) return leastRole(policy, 'confirm');
  return [named, ...leastRole(policy, 'confirm_unnamed')];
}

/** Whether the role would do; whoever did the step is barred besides (`firstPeople`). */
export function mayBeSecond(change: Change, policy: Policy, actor: Actor): boolean {
  if (!mayUse(policy, 'confirm', actor.roles)) return false;
  const named = namedSecond(change);
  // Logins are compared as forges compare them.
  if (named === null || named.toLowerCase() === actor.login.toLowerCase()) return true;
  return mayUse(policy, 'confirm_unnamed', actor.roles);
}

/** Those who cannot be their own second person at this step. */
export function firstPeople(change: Change, step: string): readonly Person[] {
  return progressOf(change, step).doers;
}

function namedSecond(change: Change): string | null {
  return planShown(change)?.secondPerson ?? null;
}
