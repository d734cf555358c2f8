/**
 * The deadlines that a change waits for, computed from its state. The worker keeps exactly these as timers; each ends
 * in a `timer` command, which decides whether it still matters.
 */
import type { TimerName } from './command.ts';
import { nextCall } from './duties.ts';
import { isBefore, toMs } from './moment.ts';
import { postReviewOf } from './post-review.ts';
import type { Change, Emergency } from './state.ts';

export type Timer = { readonly name: TimerName; readonly dueAt: string };

export function timersOf(change: Change): readonly Timer[] {
  const { window, state, emergency } = change;
  const timers: Timer[] = [];
  if (state === 'scheduled' && window !== null && change.windowOpenedAt === null) {
    timers.push({ name: 'window_open', dueAt: window.start });
  }
  if (window !== null && endMatters(change)) timers.push({ name: 'window_end', dueAt: window.end });
  timers.push(...windowOfOwn(change));
  timers.push(...reviewOwed(change));
  if (emergency !== null) timers.push(...owed(emergency));
  const [expiry] = expiries(change);
  if (expiry !== undefined) timers.push({ name: 'override_expires', dueAt: expiry });
  const [lapse] = lapses(change);
  if (lapse !== undefined) timers.push({ name: 'bypass_lapses', dueAt: lapse });
  return timers;
}

/**
 * The window that stands in the text of a pull request which is its own change: its check is drawn anew when it opens
 * and when it ends. What was noted of an earlier text's window says nothing of this one.
 */
function windowOfOwn({ own, state, plan, ...at }: Change): readonly Timer[] {
  const window = plan?.window ?? null;
  if (own === null || state !== 'approved' || window === null) return [];
  const isNoted = (noted: string | null, dueAt: string): boolean =>
    noted !== null && !isBefore(noted, dueAt);
  const { start, end } = window;
  return [
    ...(isNoted(at.windowOpenedAt, start) ? [] : [{ name: 'window_open', dueAt: start } as const]),
    ...(isNoted(at.windowMissedAt, end) ? [] : [{ name: 'window_end', dueAt: end } as const]),
  ];
}

function reviewOwed(change: Change): readonly Timer[] {
  const owes = postReviewOf(change);
  if (owes === null || owes.review !== null || owes.overdueSince !== null) return [];
  return [{ name: 'posthoc_due', dueAt: owes.dueAt }];
}

function owed(emergency: Emergency): readonly Timer[] {
  const timers: Timer[] = [];
  if (emergency.authorised === null && emergency.unconfirmedSince === null)
    timers.push({ name: 'authorise_due', dueAt: emergency.authoriseDueAt });
  const call = nextCall(emergency);
  if (call !== null) timers.push({ name: 'duties_due', dueAt: call });
  return timers;
}

/** When overrides end, the next first; a change that has ended has no use for them any more. */
function expiries({ overrides, ended }: Change): readonly string[] {
  if (ended !== null) return [];
  return overrides
    .flatMap((one) => (one.ended === null && one.until !== null ? [one.until] : []))
    .toSorted((left, right) => toMs(left) - toMs(right));
}

/** When requests for a bypass end unanswered, the next first. */
function lapses({ bypassRequests, ended }: Change): readonly string[] {
  if (ended !== null) return [];
  return bypassRequests
    .flatMap(({ answer, until }) => (answer === null ? [until] : []))
    .toSorted((left, right) => toMs(left) - toMs(right));
}

function endMatters(change: Change): boolean {
  if (change.state === 'scheduled') return change.windowMissedAt === null;
  return change.state === 'in_progress' && change.overrunSince === null;
}
