/**
 * Whether a pull request may be its own change in this category. Elsewhere people want to read a plan with steps and a
 * window: an issue. Asked of pull requests that are their own change only.
 */
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const ownPull: Gate = {
  id: 'own_pull',
  title: 'May be its own change',
  code: 'change_missing',
  purposes: ['submit', 'approve', 'merge'],
  wakesOn: ['plan_recorded'],
  bypassedInEmergency: false,
  judge: ({ change, facts }) => {
    const { category, author, issueUrl } = change;
    const { ownPulls: allowed } = facts.policy;
    if (change.plan === null) return notApplicable('no_plan');
    if (category !== null && allowed.includes(category)) return met({ category });
    const said = { why: 'not_listed', category: category ?? '', allowed };
    return unmet(said, { who: [author.login], link: issueUrl });
  },
};
