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
import type { Change } from './state.ts';
import type { Person } from './stamp.ts';

/** Logins and roles, as shown to those who wait. */
export function secondPeople(change: Change, facts: Facts): readonly string[] {
  const { policy } = facts;
  if (namedSecond(change) === null) return leastRole(policy, 'confirm');
  const asked = askedByName(change, facts);
  return [...(asked === null ? [] : [asked]), ...leastRole(policy, 'confirm_unnamed')];
}

/** Under the login of today. Null: whoever has it now would be refused; nobody is sent to ask them. */
function askedByName(change: Change, facts: Facts): string | null {
  const named = namedSecond(change);
  if (named === null) return null;
  if (facts.people === null) return isRefused(change, named, facts.actor) ? null : named;
  const found = facts.people.find((one) => isNamedSecond(change, one));
  if (found !== undefined) return unfitSecond(change, facts) === null ? found.login : null;
  return facts.peopleAreSome === true ? named : null;
}

/** They have the login that the plan names, and are not whom it meant. */
function isRefused(change: Change, named: string, actor: Actor): boolean {
  return named.toLowerCase() === actor.login.toLowerCase() && !isPerson(change, named, actor);
}

/** Whether the role would do; whoever did the step is barred besides (`firstPeople`). */
export function mayBeSecond(change: Change, policy: Policy, actor: Actor): boolean {
  return mayUse(policy, 'confirm', actor.roles) && isSecond(change, policy, actor);
}

/** Of somebody who may say the word itself. To decline lets nothing pass: it asks for no right to confirm. */
export function isSecond(change: Change, policy: Policy, actor: Actor): boolean {
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

/**
 * The first somebody stays: whoever takes the login over later is somebody else. A login that was nobody's says nothing
 * yet: whoever is named may join later.
 */
export function withSecond(change: Change, id: string | null): Change {
  const login = change.plan?.secondPerson?.toLowerCase();
  if (id === null || id === '' || login === undefined || idKnown(change, login) !== null)
    return change;
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

/** Whom the plan names, whatever they are called now. */
export function isNamedSecond(change: Change, person: Person): boolean {
  const named = namedSecond(change);
  return named !== null && isPerson(change, named, person);
}

function isPerson(change: Change, login: string, person: Person): boolean {
  // Logins are compared as forges compare them, and only where it is not known whose it was.
  const id = idKnown(change, login.toLowerCase());
  return id === null ? login.toLowerCase() === person.login.toLowerCase() : id === person.id;
}

/** What an older version stored of a login that was nobody's is no id. */
function idKnown({ secondIds }: Change, name: string): string | null {
  const id = Object.hasOwn(secondIds, name) ? secondIds[name] : '';
  return id === undefined || id === '' ? null : id;
}

function namedSecond(change: Change): string | null {
  return planShown(change)?.secondPerson ?? null;
}
