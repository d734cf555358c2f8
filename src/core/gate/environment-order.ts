/**
 * A commit goes through environments in the order that the policy says: to those before this one first, with success.
 * What was deployed there is another commit's word.
 */
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const environmentOrder: Gate = {
  id: 'environment_order',
  title: 'Deployed where it goes first',
  code: 'environment_order',
  purposes: ['deploy'],
  wakesOn: ['deployment_moved'],
  bypassedInEmergency: true,
  judge: ({ facts: { deploying } }) => {
    if (deploying === undefined) return notApplicable('no_deployment');
    const { environment, sha, deployedTo } = deploying;
    const before = environment?.after ?? [];
    if (before.length === 0) return notApplicable('none_configured');
    const missing = before.filter((id) => !deployedTo.includes(id));
    if (missing.length === 0) return met();
    return unmet({ environment: environment?.id ?? '', environments: missing, sha });
  },
};
