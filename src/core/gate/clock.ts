/** Whoever compares times must know what time it is: a clock that disagrees with the database's tells nothing. */
import { cannotTell, met, notApplicable } from './gate.ts';
import type { Gate } from './gate.ts';
import { windowFor } from './window-for.ts';

const MAX_SKEW_MS = 5_000;

export const clock: Gate = {
  id: 'clock',
  title: 'Clock can be trusted',
  code: 'evidence_unavailable',
  purposes: ['submit', 'schedule', 'start', 'deploy'],
  wakesOn: ['timer'],
  bypassedInEmergency: true,
  underAnyPolicy: true,
  judge: ({ change, facts }) => {
    if (windowFor(change) === null) return notApplicable('no_window');
    const { clockSkewMs } = facts;
    if (clockSkewMs === null) return { ...cannotTell('clock'), who: ['admin'] };
    if (Math.abs(clockSkewMs) <= MAX_SKEW_MS) return met();
    return { ...cannotTell('clock', { skew_ms: Math.round(clockSkewMs) }), who: ['admin'] };
  },
};
