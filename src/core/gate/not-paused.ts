/** Somebody asked everybody to stop: nothing goes on until it is said that it may. */
import { leastRole } from '../policy/rights.ts';
import { met, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const notPaused: Gate = {
  id: 'not_paused',
  title: 'Not paused',
  code: 'change_paused',
  purposes: ['merge', 'deploy', 'complete'],
  wakesOn: ['paused', 'resumed'],
  bypassedInEmergency: false,
  judge: ({ change, facts }) => {
    const { paused } = change;
    if (paused === null) return met();
    const said = { by: paused.by.login, at: paused.at, reason: paused.reason };
    return unmet(said, {
      who: leastRole(facts.policy, 'resume'),
      next: '/chg resume',
      link: paused.url,
    });
  },
};
