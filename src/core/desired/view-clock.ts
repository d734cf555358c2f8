/**
 * In which zone a change's times are shown: that of its window, else the one its plan names, else UTC. The year
 * in which it was opened need not be said with every time.
 */
import type { Change } from '../change/state.ts';
import { planShown } from '../change/binding.ts';
import { findZone } from '../time/zone.ts';
import type { ViewClock } from './view.ts';

export function viewClock(change: Change): ViewClock {
  const plan = planShown(change) ?? change.plan;
  const named = change.window?.zone ?? plan?.window?.zone ?? plan?.answers['timezone'] ?? 'UTC';
  return { zone: findZone(named) ?? 'UTC', year: new Date(change.times.openedAt).getUTCFullYear() };
}
