/**
 * Who may be the second person at a hold point: the one whom the plan names, or an approver; anybody who may confirm,
 * when the plan names nobody. Never who did the step or wrote down what was seen there.
 */
import type { Policy } from '../policy/policy.ts';
import { mayUse, leastRole } from '../policy/rights.ts';
import { planShown } from './binding.ts';
import type { Actor, Facts } from './facts.ts';
import { idsOf } from './named-logins.ts';
import { REDACTED } from './plan-record.ts';
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
  if (named === null || isPerson(change, named, actor)) return true;
  return mayUse(policy, 'confirm_unnamed', actor.roles);
}

/** Those who cannot be their own second person at this step. */
export function firstPeople(change: Change, step: string): readonly Person[] {
  return progressOf(change, step).doers;
}

/** Whose login it is now, for the log: empty when it is nobody's, null when nobody is named or it cannot be told. */
export function secondIdNow({ plan }: Change, facts: Facts): string | null {
  const login = plan?.secondPerson ?? null;
  return login === null ? null : (idsOf([login], facts)?.[0] ?? null);
}

/** The first answer for a login stays: whoever takes it over later is somebody else. */
export function withSecond(change: Change, id: string | null): Change {
  const login = change.plan?.secondPerson?.toLowerCase();
  if (id === null || login === undefined || Object.hasOwn(change.secondIds, login)) return change;
  return { ...change, secondIds: { ...change.secondIds, [login]: id } };
}

export type Unfit = { readonly login: string; readonly why: 'nobody' | 'role' };

/** Whom the plan names although they could confirm nothing; null where they could, or where it cannot be told. */
export function unfitSecond(change: Change, facts: Facts): Unfit | null {
  const { people, peopleAreSome, policy } = facts;
  const login = namedSecond(change);
  // A name that was erased is nobody's any more.
  if (login === null || login === REDACTED || people === null) return null;
  const found = people.find((one) => isPerson(change, login, one));
  if (found === undefined) return peopleAreSome === true ? null : { login, why: 'nobody' };
  const may = found.kind === 'human' && mayUse(policy, 'confirm', found.roles);
  return may ? null : { login, why: 'role' };
}

function isPerson({ secondIds }: Change, login: string, actor: Actor): boolean {
  // Logins are compared as forges compare them, and only where it is not known whose it was.
  const name = login.toLowerCase();
  if (Object.hasOwn(secondIds, name)) return secondIds[name] === actor.id;
  return name === actor.login.toLowerCase();
}

function namedSecond(change: Change): string | null {
  return planShown(change)?.secondPerson ?? null;
}
