/** Somebody asked everybody to wait. Whatever was approved stays approved; only what acts on production is shut. */
import type { Change } from '../change/state.ts';
import { leastRole } from '../policy/rights.ts';
import { met, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const onHold: Gate = {
  id: 'on_hold',
  title: 'Not on hold',
  code: 'on_hold',
  purposes: ['start', 'merge', 'deploy'],
  wakesOn: ['held', 'released'],
  bypassedInEmergency: false,
  judge: ({ change, facts }) => {
    const { hold } = change;
    if (hold === null || !isOnHold(change)) return met();
    const said = hold.reason === null ? {} : { reason: hold.reason };
    const who = [hold.by.login, ...leastRole(facts.policy, 'unhold')];
    return unmet(
      { by: hold.by.login, since: hold.at, ...said },
      { who, next: '/chg unhold', link: hold.url },
    );
  },
};

export function isOnHold({ hold }: Change): boolean {
  return hold !== null && hold.lifted === null;
}
