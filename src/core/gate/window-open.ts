/**
 * The start lies inside the window: half-open, so its first instant belongs to it and its last does not. A window that
 * ends while the change runs stops nobody. A window that is over cannot be booked either. What counts is when it was
 * asked, not when we heard of it. The merge of a pull request that is its own change is its start.
 */
import type { Facts } from '../change/facts.ts';
import { actedAt, isBefore } from '../change/moment.ts';
import type { Change } from '../change/state.ts';
import { leastRole } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate, Way } from './gate.ts';
import { windowFor } from './window-for.ts';

export const windowOpen: Gate = {
  id: 'window_open',
  title: 'Inside the window',
  code: 'window_not_open',
  also: ['window_closed'],
  purposes: ['schedule', 'start', 'deploy'],
  wakesOn: ['scheduled', 'window_opened', 'window_missed', 'timer'],
  bypassedInEmergency: true,
  judge: ({ change, facts, purpose }) => {
    const window = windowFor(change);
    if (window === null) return notApplicable('no_window');
    const { start, end, zone } = window;
    const at = actedAt(facts);
    const own = change.own === null ? {} : { why: 'own_pull' };
    const said = { start, end, zone, now: at, ...own };
    if (!isBefore(at, end)) {
      return { ...unmet(said, wayOut(change, facts)), code: 'window_closed' };
    }
    // Whoever saw it or not: what was said before the window is no word for a start inside it.
    const early = isBefore(at, start) ? at : facts.occurredAt;
    if (purpose !== 'schedule' && isBefore(early, start))
      return unmet({ ...said, now: early }, waiting(change));
    return met(said);
  },
};

/** Of a pull request that is its own change the window stands in its text. */
function wayOut({ own, author, issueUrl, state, operator }: Change, { policy }: Facts): Way {
  if (state === 'in_progress')
    return { who: [(operator ?? author).login], next: '/chg extend <new end>' };
  if (own !== null) return { who: [author.login], link: issueUrl };
  return { who: leastRole(policy, 'schedule'), next: '/chg schedule <start>/<end> <zone>' };
}

function waiting({ own, author, issueUrl }: Change): Way {
  return own === null ? { next: '/chg start' } : { who: [author.login], link: issueUrl };
}
