/** A rule that nobody can satisfy is found at submit, not on the night. */
import { tally } from '../policy/tally.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const approversExist: Gate = {
  id: 'approvers_exist',
  title: 'Somebody can approve',
  code: 'no_eligible_approvers',
  purposes: ['submit'],
  wakesOn: ['plan_recorded', 'pull_linked', 'pull_unlinked'],
  bypassedInEmergency: true,
  judge: ({ change, facts }) => {
    const { rule, needed, remaining, eligible, unknown } = tally(change, facts);
    // Who wrote the plan is asked when it is approved: until then there is time to be told.
    const first = unknown.find((one) => one !== 'editor');
    if (rule === null) return notApplicable('no_category');
    if (first !== undefined) return cannotTell(first);
    const logins = eligible.map(({ login }) => login);
    if (eligible.length >= remaining) return met({ needed, eligible: logins });
    if (facts.peopleAreSome === true) return notApplicable('people_not_listed');
    const { category, approverRoles: roles } = rule;
    return unmet({ category, roles, needed, eligible: logins }, { who: ['admin'] });
  },
};
