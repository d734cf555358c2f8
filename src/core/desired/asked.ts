/**
 * Whom a line of text asks: names first, then the roles that would do, then who is barred and why. The same
 * rules as in the gates, read from the same policy, but for showing only: nothing is permitted here.
 */
import type { Actor, Facts } from '../change/facts.ts';
import { isNamed, namedLogins } from '../change/named-logins.ts';
import type { Change } from '../change/state.ts';
import type { Person } from '../change/stamp.ts';
import { firstPeople, isNamedSecond, mayBeSecond, secondPeople } from '../change/second-person.ts';
import { type Policy } from '../policy/policy.ts';
import { ROLES } from '../policy/holders.ts';
import { isSameHuman } from '../policy/humans.ts';
import { findRule, rolesForVerb } from '../policy/rights.ts';
import type { Barred, Who } from './view.ts';

/** More names than this are a crowd: the roles say it better. */
export const CROWD = 4;

export const NOBODY: Who = { kind: 'nobody' };

export function asks(named: readonly (string | null)[], verb: string | null, policy: Policy): Who {
  const names = [...new Set(named.filter((name) => name !== null))];
  return {
    kind: 'people',
    named: names,
    roles: verb === null ? [] : rolesForVerb(policy, verb),
    except: [],
  };
}

/** The word of an emergency is not everybody's to confirm who may use the verb elsewhere, nor theirs who carried it out. */
export function asksForTheWord(change: Change, policy: Policy): Who {
  const named = namedLogins(change.emergency?.authoriser ?? '');
  const roles = findRule(policy, 'emergency')?.authoriserRoles ?? [];
  const doers = change.executors.filter(({ login }) => isNamed(named, login));
  const barred = doers.map(({ login }): Barred => ({ login, because: 'executed', step: null }));
  return barring({ kind: 'people', named, roles, except: [] }, barred);
}

export function barring(who: Who, except: readonly Barred[]): Who {
  if (who.kind === 'nobody') return who;
  const barred = new Set(except.map(({ login }) => login));
  return { ...who, named: who.named.filter((name) => !barred.has(name)), except };
}

/** Who is expected to carry it out: the operator once it runs, before that whom the plan names, or the author. */
export function operatorOf(change: Change): string {
  return change.operator?.login ?? change.plan?.operator ?? change.author.login;
}

/** Who may confirm the hold of a step: whom the plan names, or somebody with the right; never who did the step. */
export function whoConfirms(change: Change, step: string, facts: Facts): Who {
  const barred = firstPeople(change, step).map(({ login }): Barred => ({
    login,
    because: 'did_step',
    step,
  }));
  return barring(ofNames(secondPeople(change, facts)), eachOnce(barred));
}

/** People who could confirm, the named one alone when they can: for pings and review requests. */
export function confirmers(change: Change, step: string, facts: Facts): readonly Actor[] {
  const first = firstPeople(change, step);
  const able = (facts.people ?? []).filter(
    (person) =>
      person.kind === 'human' &&
      !first.some(({ id }) => isSameHuman(facts, id, person.id)) &&
      mayBeSecond(change, facts.policy, person),
  );
  const named = able.filter((person) => isNamedSecond(change, person));
  return named.length > 0 ? named : able;
}

/** Gates and rules name logins and roles in one list. */
export function ofNames(names: readonly string[]): Who {
  if (names.length === 0) return NOBODY;
  const roles = ROLES.filter((role) => names.includes(role));
  return {
    kind: 'people',
    named: names.filter((name) => !roles.some((role) => role === name)),
    roles,
    except: [],
  };
}

/** At most a handful, by login, so that the same people are asked every time; those who know the change first. */
export function few(people: readonly Person[], first: readonly string[] = []): readonly string[] {
  const logins = [...new Set(people.map(({ login }) => login))].sort();
  const known = logins.filter((login) => first.includes(login));
  return [...known, ...logins.filter((login) => !first.includes(login))].slice(0, CROWD);
}

/** Whoever is barred twice is named with the first reason. */
export function eachOnce(barred: readonly Barred[]): readonly Barred[] {
  return barred.filter(
    ({ login }, index) => barred.findIndex((other) => other.login === login) === index,
  );
}

/** `20261119T102000Z`: an instant that fits into a key. */
export function compactInstant(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '')}Z`;
}
