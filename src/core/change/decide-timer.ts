/**
 * What time alone makes happen. A timer that fires early, late or twice says nothing unless it is due and still
 * matters; which timers a change needs stands in timers.ts.
 */
import { NOTHING, record } from './answer.ts';
import type { Answer, Handlers } from './answer.ts';
import { lateDuties } from './duties.ts';
import type { ChangeEvent } from './event.ts';
import { isBefore } from './moment.ts';
import type { Change } from './state.ts';
import { timersOf } from './timers.ts';

export const timerHandlers: Handlers<'timer'> = {
  timer: ({ change, command, facts }) => {
    const timer = timersOf(change).find(({ name }) => name === command.name);
    if (timer === undefined || isBefore(facts.now, timer.dueAt)) return NOTHING;
    switch (timer.name) {
      case 'window_open':
        return record({ type: 'window_opened', data: {}, texts: {} });
      case 'window_end':
        return windowEnded(change);
      case 'posthoc_due':
        return record({ type: 'posthoc_became_overdue', data: {}, texts: {} });
      case 'duties_due':
        return callForDuties(change, timer.dueAt);
      case 'override_expires':
        return expire(change, timer.dueAt);
      case 'bypass_lapses':
        return lapse(change, timer.dueAt);
      case 'authorise_due':
        return record({ type: 'authorisation_became_overdue', data: {}, texts: {} });
    }
  },
};

function callForDuties(change: Change, at: string): Answer {
  const late = lateDuties(change, at).map(({ id }) => id);
  const round = change.emergency?.dutyCall?.round;
  if (late.length === 0) return NOTHING;
  const data = { duties: late, round: round === undefined ? 0 : round + 1 };
  return record({ type: 'duties_became_overdue', data, texts: {} });
}

function expire({ overrides }: Change, at: string): Answer {
  const due = overrides.filter(
    ({ until, ended }) => ended === null && until !== null && !isBefore(at, until),
  );
  return record(
    ...due.map(({ seq: overridden }): ChangeEvent => ({
      type: 'override_expired',
      data: { overridden },
      texts: {},
    })),
  );
}

function lapse({ bypassRequests }: Change, at: string): Answer {
  const due = bypassRequests.filter(({ answer, until }) => answer === null && !isBefore(at, until));
  return record(
    ...due.map(({ seq: requested, gate }): ChangeEvent => ({
      type: 'bypass_lapsed',
      data: { requested, gate },
      texts: {},
    })),
  );
}

/** It never stops people who are at work; it tells them, and everybody else. */
function windowEnded(change: Change): Answer {
  const type = change.state === 'in_progress' ? 'window_overrun' : 'window_missed';
  return record({ type, data: {}, texts: {} });
}
