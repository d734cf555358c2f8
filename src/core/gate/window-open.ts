/**
 * The start lies inside the window: half-open, so its first instant belongs to it and its last does not. A window that
 * ends while the change runs stops nobody. A window that is over cannot be booked either. What counts is when it was
 * asked, not when we heard of it.
 */
import { actedAt, isBefore } from '../change/moment.ts';
import { leastRole } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';
import { windowFor } from './window-for.ts';

export const windowOpen: Gate = {
  id: 'window_open',
  title: 'Inside the window',
  code: 'window_not_open',
  purposes: ['schedule', 'start'],
  wakesOn: ['scheduled', 'window_opened', 'window_missed', 'timer'],
  bypassedInEmergency: true,
  judge: ({ change, facts, purpose }) => {
    const window = windowFor(change);
    if (window === null) return notApplicable('no_window');
    const { start, end, zone } = window;
    const at = actedAt(facts);
    const said = { start, end, zone, now: at };
    if (!isBefore(at, end)) {
      const who = leastRole(facts.policy, 'schedule');
      return {
        ...unmet(said, { who, next: '/chg schedule <start>/<end> <zone>' }),
        code: 'window_closed',
      };
    }
    // Whoever saw it or not: what was said before the window is no word for a start inside it.
    const early = isBefore(at, start) ? at : facts.occurredAt;
    if (purpose === 'start' && isBefore(early, start))
      return unmet({ ...said, now: early }, { next: '/chg start' });
    return met(said);
  },
};
