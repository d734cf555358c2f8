/** An emergency needs the word of a named person, even if it was given by telephone. */
import { findRule } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';
import type { Change } from '../change/state.ts';

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
    if (authoriser !== null) return met({ authoriser });
    const roles = findRule(facts.policy, 'emergency')?.authoriserRoles ?? [];
    return unmet({ roles }, { who: roles, next: '/chg start @<who authorised it>' });
  },
};

/** As named at the start, otherwise as written into the form; null when nobody is. */
export function namedAuthoriser(change: Change): string | null {
  const said = (change.emergency?.authoriser ?? change.plan?.answers['authorised_by'] ?? '').trim();
  return said === '' ? null : said;
}
