/** Somebody locked this environment, or all of them: nothing is deployed there until it is unlocked. */
import type { EnvironmentLock } from '../deploy/deploying.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const environmentLock: Gate = {
  id: 'environment_lock',
  title: 'Environment not locked',
  code: 'environment_locked',
  purposes: ['deploy'],
  wakesOn: ['deployment_asked', 'timer'],
  bypassedInEmergency: false,
  judge: ({ facts: { deploying } }) => {
    if (deploying === undefined) return notApplicable('no_deployment');
    const [lock] = deploying.locks;
    if (lock === undefined) return met();
    const { by, at, reason, url } = lock;
    return unmet({ environment: nameOf(lock), by: by.login, at, reason }, { link: url });
  },
};

function nameOf({ environment }: EnvironmentLock): string {
  return environment ?? 'all';
}
