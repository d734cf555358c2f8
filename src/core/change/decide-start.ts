/**
 * Booking a window, and starting: inside it, or as an emergency at once.
 *
 * What must stay true: an ordinary change starts only when every gate of the start is met or does not apply; an
 * approved change that names a window passes the gates of the booking as well. An emergency starts with a named
 * authoriser, and whatever it bypassed is written into the event.
 */
import { namedAuthoriser } from '../gate/authorisation.ts';
import { blockers, bypassedCodes, judge } from '../gate/judge.ts';
import { windowFor } from '../gate/window-for.ts';
import type { Window } from '../plan/plan.ts';
import { findRule } from '../policy/rights.ts';
import { voicesOf } from '../policy/tally.ts';
import { blockedBy, NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { currentHeads } from './binding.ts';
import { seenDuties } from './decide-duty.ts';
import { dutyId } from './duties.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { idsOf, namedLogins } from './named-logins.ts';
import { preview } from './preview.ts';
import { secondIdNow } from './second-person.ts';
import type { RefusalCode } from './refusal.ts';
import { addHours, isBefore, sameWindow } from './moment.ts';
import type { Change } from './state.ts';

const REVIEW_HOURS = 24;

export const startHandlers: Handlers<'schedule' | 'start'> = {
  schedule: ({ change, command, facts }) => {
    const window = command.window ?? change.plan?.window ?? null;
    if (window !== null && !isBefore(window.start, window.end)) {
      const { start, end, zone } = window;
      return obstacle('window_invalid', { start, end, zone });
    }
    if (window !== null && isBooked(change, window)) return NOTHING;
    const verdicts = judge({ ...change, window }, facts, 'schedule');
    const blocked = blockedBy(blockers(verdicts), verdicts);
    if (blocked !== null || window === null) return blocked ?? obstacle('window_required');
    return record(scheduled(window));
  },
  start: (asked) => {
    const { change, facts } = asked;
    if (change.state === 'in_progress') return alreadyRunning(asked);
    if (change.category === 'emergency') return startEmergency(asked);
    const window = windowFor(change);
    const verdicts = judge(change, facts, 'start');
    const blocked = blockedBy(blockers(verdicts), verdicts);
    if (blocked !== null || window === null) return blocked ?? obstacle('window_required');
    const booked = change.window === null ? [scheduled(window)] : [];
    const start = { bypassed: [], reviewDueAt: null, authoriser: '' };
    return record(...booked, started(asked, start));
  },
};

function alreadyRunning({ change, command, facts }: Case<'start'>): Answer {
  const { operator, times } = change;
  if (operator?.id === facts.actor.id) return NOTHING;
  return obstacle('already_done', {
    verb: command.type,
    by: operator?.login ?? '',
    at: times.startedAt ?? '',
  });
}

function startEmergency(asked: Case<'start'>): Answer {
  const { change, command, facts } = asked;
  const said = command.authoriser?.trim() ?? '';
  const reviewDueAt = reviewDue(facts);
  const blank = {
    ...{ reviewDueAt, bypassed: [], authorised: null, review: null, overdueSince: null },
    ...{ authoriserIds: null, unconfirmedSince: null },
    ...{ authoriseDueAt: reviewDueAt, endedAt: null, duties: [], dutyCall: null },
  };
  const candidate: Change = {
    ...change,
    emergency: { ...blank, authoriser: said === '' ? null : said },
  };
  const authoriser = namedAuthoriser(candidate) ?? '';
  const verdicts = judge(candidate, facts, 'start');
  const blocked = blockedBy(blockers(verdicts), verdicts);
  if (blocked !== null) return blocked;
  const start = { bypassed: bypassedCodes(verdicts), reviewDueAt, authoriser };
  const events = [started(asked, start), ...dutiesOwed(facts)];
  // What the plan shows already is seen now, and not when somebody comes by afterwards.
  return record(...events, ...seenDuties(preview(change, events, facts), facts));
}

/** Fixed at the start: a policy that changes afterwards neither forgives nor adds anything. */
function dutiesOwed({ policy, occurredAt }: Facts): readonly ChangeEvent[] {
  const { duties } = policy;
  if (duties.length === 0) return [];
  const data = {
    rules: duties.map(({ id }) => id),
    proofs: duties.map(({ proof }) => proof),
    dues: duties.map(({ withinHours }) => addHours(occurredAt, withinHours)),
  };
  const texts = Object.fromEntries(duties.map(({ title }, at) => [dutyId(at), title]));
  return [{ type: 'duties_owed', data, texts }];
}

/** By when somebody reviews what was done in an emergency, or in one that was reopened. */
export function reviewDue({ policy, occurredAt }: Facts): string {
  const hours = findRule(policy, 'emergency')?.posthocReviewHours ?? REVIEW_HOURS;
  return addHours(occurredAt, hours);
}

type Start = {
  readonly bypassed: readonly RefusalCode[];
  readonly reviewDueAt: string | null;
  readonly authoriser: string;
};

function started({ change, facts }: Case<'start'>, start: Start): ChangeEvent {
  const { bypassed, reviewDueAt, authoriser } = start;
  const voices = voicesOf(change, facts);
  const data = {
    digest: change.digest,
    bypassed,
    reviewDueAt,
    heads: currentHeads(change),
    voices,
    second: secondIdNow(change, facts),
    authorisers: idsOf(namedLogins(authoriser), facts),
  };
  return { type: 'started', data, texts: { authoriser } };
}

export function scheduled({ start, end, zone, note }: Window): ChangeEvent {
  return { type: 'scheduled', data: { start, end, zone }, texts: { note: note ?? '' } };
}

function isBooked(change: Change, window: Window): boolean {
  return (
    change.state === 'scheduled' &&
    sameWindow(window, change.window) &&
    window.zone === change.window?.zone
  );
}
