/**
 * What an emergency owes afterwards: the word of its authoriser in the record, and a review by somebody who neither
 * wrote, started nor executed it.
 */
import { findRule, holdsAny, mayUse } from '../policy/rights.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { isNamed, namedLogins } from './named-logins.ts';
import { forbidden } from './permission.ts';
import type { Change, Person } from './state.ts';

export const emergencyHandlers: Handlers<'authorise' | 'review'> = {
  authorise: (asked) => {
    const { change, command, facts } = asked;
    const known = change.emergency?.authorised ?? null;
    if (known?.by.id === facts.actor.id) return NOTHING;
    if (known !== null) {
      return obstacle('already_done', { verb: command.type, by: known.by.login, at: known.at });
    }
    const own = isOneOf([change.operator, change.started?.by ?? null], facts.actor);
    if (own !== null) return obstacle('second_person_required', { doer: own.login });
    return (
      notTheAuthoriser(asked) ??
      record({ type: 'authorised', data: {}, texts: { note: command.note.trim() } })
    );
  },
  review: ({ change, command, facts }) => {
    const known = change.emergency?.review ?? null;
    if (known?.by.id === facts.actor.id) return NOTHING;
    if (known !== null) {
      return obstacle('already_done', { verb: command.type, by: known.by.login, at: known.at });
    }
    if (facts.actor.id === change.author.id) {
      return obstacle('self_approval', { why: 'author', verb: command.type });
    }
    const own = isOneOf(executors(change), facts.actor);
    if (own !== null) return obstacle('second_person_required', { doer: own.login });
    const findings = command.findings.trim();
    if (findings === '') return obstacle('reason_required', { verb: command.type });
    return record({ type: 'posthoc_reviewed', data: {}, texts: { findings } });
  },
};

function notTheAuthoriser({ change, command, facts }: Case<'authorise'>): Answer | null {
  const { actor, policy } = facts;
  if (mayUse(policy, 'authorise_unnamed', actor.roles)) return null;
  const needs = findRule(policy, 'emergency')?.authoriserRoles ?? [];
  if (!holdsAny(actor.roles, needs)) {
    return forbidden({ verb: command.type, why: 'role', needs, held: actor.roles });
  }
  const named = namedLogins(change.emergency?.authoriser ?? '');
  if (named.length === 0 || isNamed(named, actor.login)) return null;
  return forbidden({ verb: command.type, why: 'not_named', who: named });
}

function executors(change: Change): readonly (Person | null)[] {
  const walked = Object.values(change.steps).map(({ finished }) => finished?.by ?? null);
  return [change.started?.by ?? null, change.operator, change.rollback?.by ?? null, ...walked];
}

function isOneOf(people: readonly (Person | null)[], actor: Person): Person | null {
  return people.find((person) => person?.id === actor.id) ?? null;
}
