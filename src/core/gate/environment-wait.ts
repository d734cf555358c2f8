/** A deployment to some environments waits for a while after it was asked for, so that others can still step in. */
import { isBefore } from '../change/moment.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const environmentWait: Gate = {
  id: 'environment_wait',
  title: 'Waited long enough',
  code: 'environment_waits',
  purposes: ['deploy'],
  wakesOn: ['deployment_asked', 'timer'],
  bypassedInEmergency: true,
  isNews: ({ facts }) =>
    facts.policy.catalogue.environments.some(({ waitMinutes }) => waitMinutes > 0),
  judge: ({ facts: { deploying, now } }) => {
    if (deploying === undefined) return notApplicable('no_deployment');
    const { environment, askedAt } = deploying;
    if (environment === null || environment.waitMinutes === 0)
      return notApplicable('none_configured');
    const { id, waitMinutes: minutes } = environment;
    const until = waitsUntil(askedAt, minutes);
    if (!isBefore(now, until)) return met({ environment: id, minutes });
    return unmet({ environment: id, minutes, since: askedAt, until });
  },
};

function waitsUntil(askedAt: string, minutes: number): string {
  return new Date(Date.parse(askedAt) + minutes * 60_000).toISOString();
}
