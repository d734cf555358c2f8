/**
 * Every named concern is resolved. Haste is no reason to pass one: who raises a concern about an emergency is asked first.
 */
import { leastRole } from '../policy/rights.ts';
import { met, unmet } from './gate.ts';
import type { Gate } from './gate.ts';
import { openObjections } from './objections.ts';

export const concerns: Gate = {
  id: 'concerns',
  title: 'No open concern',
  code: 'concern_open',
  purposes: ['approve', 'schedule', 'start', 'merge', 'deploy'],
  wakesOn: ['concern_raised', 'concern_resolved'],
  bypassedInEmergency: false,
  judge: ({ change, facts }) => {
    const open = openObjections(change, 'concern');
    const [first] = open;
    if (first === undefined) return met();
    const by = [...new Set(open.map(({ by: who }) => who.login))];
    const names = open.flatMap(({ name }) => name ?? []);
    return unmet(
      { by, names, texts: open.map(({ text }) => text), since: open.map(({ at }) => at) },
      {
        who: [...by, ...leastRole(facts.policy, 'resolve_for_raiser')],
        next: `/chg resolve ${names[0] ?? '<name>'}`,
        link: first.url,
      },
    );
  },
};
