/** Somebody locked this environment, or all of them: nothing is deployed there until it is unlocked. */
import type { EnvironmentLock } from '../deploy/deploying.ts';
import { leastRole } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const environmentLock: Gate = {
  id: 'environment_lock',
  title: 'Environment not locked',
  code: 'environment_locked',
  purposes: ['deploy'],
  wakesOn: ['deployment_asked', 'timer'],
  bypassedInEmergency: false,
  judge: ({ facts: { deploying, policy } }) => {
    if (deploying === undefined) return notApplicable('no_deployment');
    const [lock] = deploying.locks;
    if (lock === undefined) return met();
    const { by, at, reason, url } = lock;
    const said = { environment: nameOf(lock), by: by.login, at, reason };
    const next = `/chg unlock ${nameOf(lock)}`;
    return unmet(said, { who: leastRole(policy, 'lock'), next, link: url });
  },
};

function nameOf({ environment }: EnvironmentLock): string {
  return environment ?? 'all';
}
