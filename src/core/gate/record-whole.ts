/**
 * A delivery that could not be worked off may hold an objection or an edit. Until it is worked off or set aside, the
 * record cannot be relied on, and nothing passes on it.
 */
import { cannotTell, met } from './gate.ts';
import type { Gate } from './gate.ts';

export const recordWhole: Gate = {
  id: 'record_whole',
  title: 'Record is complete',
  code: 'evidence_unavailable',
  purposes: ['submit', 'approve', 'schedule', 'start', 'merge', 'deploy', 'complete'],
  wakesOn: ['processing_stopped', 'restated', 'delivery_set_aside'],
  bypassedInEmergency: true,
  underAnyPolicy: true,
  judge: ({ change }) => {
    if (change.stopped.length === 0) return met();
    return {
      ...cannotTell('record', { deliveries: change.stopped.map(({ delivery }) => delivery) }),
      who: ['admin'],
    };
  },
};
