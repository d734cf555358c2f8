/** Work on production has a beginning and an end that others can see. */
import { leastRole } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';
import { windowFor } from './window-for.ts';

export const windowNamed: Gate = {
  id: 'window_named',
  title: 'Window named',
  code: 'window_required',
  purposes: ['schedule', 'start'],
  wakesOn: ['plan_recorded', 'scheduled', 'returned_to_review'],
  bypassedInEmergency: true,
  judge: ({ change, facts }) => {
    if (change.own !== null) return notApplicable('own_pull');
    if (windowFor(change) !== null) return met();
    const who = leastRole(facts.policy, 'schedule');
    return unmet({}, { who, next: '/chg schedule <start>/<end> <zone>' });
  },
};
