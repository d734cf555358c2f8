/**
 * The deadlines that a change waits for, computed from its state. The worker keeps exactly these as timers; each ends
 * in a `timer` command, which decides whether it still matters.
 */
import type { TimerName } from './command.ts';
import type { Change } from './state.ts';

export type Timer = { readonly name: TimerName; readonly dueAt: string };

export function timersOf(change: Change): readonly Timer[] {
  const { window, state, emergency } = change;
  const timers: Timer[] = [];
  if (state === 'scheduled' && window !== null && change.windowOpenedAt === null) {
    timers.push({ name: 'window_open', dueAt: window.start });
  }
  if (window !== null && endMatters(change)) timers.push({ name: 'window_end', dueAt: window.end });
  if (emergency !== null && emergency.review === null && emergency.overdueSince === null) {
    timers.push({ name: 'posthoc_due', dueAt: emergency.reviewDueAt });
  }
  if (emergency !== null && emergency.authorised === null && emergency.unconfirmedSince === null) {
    timers.push({ name: 'authorise_due', dueAt: emergency.authoriseDueAt });
  }
  return timers;
}

function endMatters(change: Change): boolean {
  if (change.state === 'scheduled') return change.windowMissedAt === null;
  return change.state === 'in_progress' && change.overrunSince === null;
}
