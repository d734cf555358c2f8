/**
 * How the policy wants pull requests to be merged. It is told where people merge; nobody is stopped, for the forge
 * decides how it merges.
 */
import { met, notApplicable } from './gate.ts';
import type { Gate } from './gate.ts';
import { openPulls } from './linked-pulls.ts';

export const mergeMethod: Gate = {
  id: 'merge_method',
  title: 'Way to merge',
  code: 'policy_invalid',
  purposes: ['merge'],
  wakesOn: ['pull_linked', 'pull_unlinked', 'pull_changed'],
  bypassedInEmergency: false,
  elsewhere: true,
  judge: ({ change, facts }) => {
    const { mergeMethod: method } = facts.policy;
    if (method === 'any') return notApplicable('none_configured');
    if (openPulls(change, facts).length === 0) return notApplicable('no_pull_requests');
    return met({ merge_method: method });
  },
};
