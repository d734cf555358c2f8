/**
 * Whoever loosens the rules changes what protects production: that is significant itself, and is approved under the
 * rules that are in force until it is merged. An emergency has no time for the rules; it lives with them.
 */
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';
import { openPulls } from './linked-pulls.ts';

const NEEDED = 'significant';
const MOST_NAMED = 10;

export const policyChange: Gate = {
  id: 'policy_change',
  title: 'Loosening the rules is significant',
  code: 'policy_loosened',
  purposes: ['submit', 'approve', 'start', 'merge'],
  wakesOn: ['plan_recorded', 'pull_linked', 'pull_unlinked', 'pull_head_moved', 'policy_pushed'],
  bypassedInEmergency: false,
  judge: ({ change, facts }) => {
    const editing = openPulls(change, facts).filter(({ seen }) => seen.loosens !== undefined);
    if (editing.length === 0) return notApplicable('none_required');
    const unread = editing.filter(({ seen }) => seen.loosens === null);
    if (unread.length > 0) return cannotTell('policy', { pulls: unread.map(({ name }) => name) });
    const loosened = editing.flatMap(({ seen }) => seen.loosens ?? []);
    const { category } = change;
    if (loosened.length === 0 || category === NEEDED) return met();
    const said = {
      ...(category === null ? {} : { category }),
      floor: NEEDED,
      pulls: editing.map(({ name }) => name),
      loosened: loosened.slice(0, MOST_NAMED),
    };
    return unmet(said, { who: [change.author.login], link: change.issueUrl });
  },
};
