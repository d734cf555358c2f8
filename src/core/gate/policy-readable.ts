/**
 * A policy that cannot be read, or has no rule for the category, allows nothing: in every category, and without one.
 * The gates that would have decided by it say `policy_invalid` as well (judge.ts).
 */
import { isInvalid, policyFaults } from '../policy/invalid-policy.ts';
import { reviewDueSince } from '../policy/review-due.ts';
import { findRule } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const policyReadable: Gate = {
  id: 'policy',
  title: 'Policy has a rule',
  code: 'policy_invalid',
  purposes: ['submit', 'approve', 'schedule', 'start', 'merge', 'deploy', 'complete'],
  wakesOn: ['plan_recorded'],
  bypassedInEmergency: false,
  elsewhere: true,
  judge: ({ change, facts }) => {
    const { category } = change;
    const { version } = facts.policy;
    if (isInvalid(facts.policy)) return unmet(policyFaults(facts.policy), { who: ['admin'] });
    if (category === null) return notApplicable('no_category');
    const due = reviewDueSince(facts.policy, facts.now);
    const said = { category, version, ...(due === null ? {} : { review_due: due }) };
    if (findRule(facts.policy, category) !== null) return met(said);
    return unmet({ category, version }, { who: ['admin'] });
  },
};
