/** An emergency borrows its approval: once the review is overdue, nothing more is merged on it. */
import { leastRole } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const posthoc: Gate = {
  id: 'posthoc',
  title: 'Review after the fact',
  code: 'posthoc_overdue',
  purposes: ['merge', 'deploy'],
  wakesOn: ['posthoc_reviewed', 'posthoc_became_overdue', 'timer'],
  bypassedInEmergency: false,
  judge: ({ change, facts }) => {
    const { emergency } = change;
    if (emergency === null) return notApplicable('not_emergency');
    const { overdueSince, reviewDueAt } = emergency;
    if (emergency.review !== null || overdueSince === null) return met({ due: reviewDueAt });
    const roles = leastRole(facts.policy, 'review');
    return unmet(
      { due: reviewDueAt, since: overdueSince, roles },
      { who: roles, next: '/chg review <findings>' },
    );
  },
};
