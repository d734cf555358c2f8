/**
 * An emergency needs the word of a named person, even if it was given by telephone.
 *
 * What must stay true: nobody gives themselves the word, and no machine gives it. Where a login is named and it is known
 * who is here, somebody who is named must hold such a role; words without a login are believed, and somebody confirms
 * them in the record.
 */
import type { Facts } from '../change/facts.ts';
import { isMachine, isNamed, namedLogins } from '../change/named-logins.ts';
import type { Role } from '../policy/holders.ts';
import { isSameHuman } from '../policy/humans.ts';
import { findRule, holdsAny } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';
import type { Change } from '../change/state.ts';

const LETTERS = /\p{L}{2}/u;

export const authorisation: Gate = {
  id: 'authorisation',
  title: 'Authoriser named',
  code: 'authorisation_required',
  purposes: ['start'],
  wakesOn: ['plan_recorded', 'started'],
  bypassedInEmergency: false,
  judge: ({ change, facts }) => {
    if (change.category !== 'emergency') return notApplicable('not_emergency');
    const authoriser = namedAuthoriser(change);
    const roles = findRule(facts.policy, 'emergency')?.authoriserRoles ?? [];
    if (authoriser !== null && mayGiveTheWord(authoriser, facts, roles)) return met({ authoriser });
    const said = authoriser === null ? { roles } : { roles, authoriser };
    return unmet(said, { who: roles, next: '/chg start authorised by @<login>' });
  },
};

function mayGiveTheWord(authoriser: string, facts: Facts, roles: readonly Role[]): boolean {
  const named = whoIsNamed(authoriser, facts);
  // A word that names nobody at all is no word: a dash, a full stop.
  if (named.length === 0) return LETTERS.test(authoriser);
  const others = named.filter((login) => !isMachine(login) && !isNamed([login], facts.actor.login));
  const { people } = facts;
  if (people === null) return others.length > 0;
  return others.some((login) => {
    const person = people.find((one) => isNamed([login], one.login));
    if (person === undefined) return facts.peopleAreSome === true;
    const isOther = !isSameHuman(facts, person.id, facts.actor.id);
    return person.kind === 'human' && isOther && holdsAny(person.roles, roles);
  });
}

/** `lin-dev by phone` names somebody as well as `@lin-dev by phone` does, if that is somebody's login here. */
function whoIsNamed(authoriser: string, { actor, people }: Facts): readonly string[] {
  const named = namedLogins(authoriser);
  if (named.length > 0) return named;
  const [first = ''] = namedLogins(authoriser.split(/\s/u, 1)[0] ?? '');
  return [actor, ...(people ?? [])].some(({ login }) => isNamed([first], login)) ? [first] : [];
}

/** As named at the start, otherwise as written into the form; null when nobody is. */
export function namedAuthoriser(change: Change): string | null {
  const said = (change.emergency?.authoriser ?? change.plan?.answers['authorised_by'] ?? '').trim();
  return said === '' ? null : said;
}
