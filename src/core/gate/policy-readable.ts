/** Without a rule for the category nothing can be allowed: a policy that cannot answer blocks. */
import { findRule } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const policyReadable: Gate = {
  id: 'policy',
  title: 'Policy has a rule',
  code: 'policy_invalid',
  purposes: ['submit', 'approve', 'schedule', 'start', 'merge', 'complete'],
  wakesOn: ['plan_recorded'],
  bypassedInEmergency: false,
  judge: ({ change, facts }) => {
    const { category } = change;
    const { version } = facts.policy;
    if (category === null) return notApplicable('no_category');
    if (findRule(facts.policy, category) !== null) return met({ category, version });
    return unmet({ category, version }, { who: ['admin'] });
  },
};
