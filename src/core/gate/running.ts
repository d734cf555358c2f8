/** Code is merged, and a change completed, while it is being carried out: neither before nor after. */
import type { StateName } from '../change/state.ts';
import { met, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const running: Gate = {
  id: 'running',
  title: 'Change is being carried out',
  code: 'not_in_state',
  purposes: ['merge', 'complete'],
  wakesOn: ['started', 'completed', 'rollback_started', 'reopened', 'cancelled', 'rejected'],
  bypassedInEmergency: false,
  judge: ({ change, purpose }) => {
    // A change may be completed before its last pull request is merged.
    const from: readonly StateName[] =
      purpose === 'merge' ? ['in_progress', 'completed'] : ['in_progress'];
    const { state } = change;
    if (from.includes(state)) return met();
    const next = state === 'approved' || state === 'scheduled' ? '/chg start' : null;
    return unmet({ verb: purpose, state, from }, { next });
  },
};
