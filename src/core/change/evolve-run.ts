/**
 * Folds what happens once a window is booked and the checklist is walked.
 *
 * What must stay true: what was observed is only ever added; a step that is done stays done, unless its hold was
 * declined and it was done again.
 */
import type { Folds } from './evolve-context.ts';
import { withIntervention } from './evolve-template.ts';
import { withException } from './evolve-context.ts';
import { withVoices } from './evolve-review.ts';
import { stepOf, withDoer, withExecutor, withStep } from './progress.ts';
import { withSecond } from './second-person.ts';
import type { Change, HoldProgress, StepProgress } from './state.ts';

type RunEvent =
  | 'scheduled'
  | 'window_opened'
  | 'window_overrun'
  | 'window_extended'
  | 'window_missed'
  | 'started'
  | 'step_begun'
  | 'step_done'
  | 'step_observed'
  | 'step_skipped'
  | 'hold_confirmed'
  | 'hold_declined'
  | 'hold_waived'
  | 'paused'
  | 'resumed'
  | 'handover_offered'
  | 'handover_accepted';

export const runFolds: Folds<RunEvent> = {
  scheduled: (change, { data, texts }, { stamp }) => ({
    ...change,
    state: 'scheduled',
    window: { ...data, note: texts.note === '' ? null : texts.note },
    windowOpenedAt: null,
    windowMissedAt: null,
    times: { ...change.times, scheduledAt: stamp.at },
  }),
  window_opened: (change, _event, { stamp }) => ({ ...change, windowOpenedAt: stamp.at }),
  window_missed: (change, _event, { stamp }) => ({ ...change, windowMissedAt: stamp.at }),
  window_overrun: (change, _event, { stamp }) =>
    withException({ ...change, overrunSince: stamp.at }, stamp, {
      kind: 'window_overrun',
      detail: null,
    }),
  window_extended: (change, { data, texts }, { stamp }) => {
    const { from, end } = data;
    const reason = texts.reason === '' ? null : texts.reason;
    return {
      ...change,
      window: change.window === null ? null : { ...change.window, end },
      overrunSince: null,
      extensions: [...change.extensions, { ...stamp, from, end, reason }],
    };
  },
  started: (change, { data, texts }, { stamp }) => {
    const started: Change = {
      ...withSecond(withVoices(change, data.voices), data.second),
      state: 'in_progress',
      started: stamp,
      operator: stamp.by,
      executors: withExecutor(change, stamp.by).executors,
      planInForce: change.plan,
      digestInForce: data.digest,
      times: { ...change.times, startedAt: stamp.at },
    };
    if (data.reviewDueAt === null) return started;
    const authoriser = texts.authoriser === '' ? null : texts.authoriser;
    const { bypassed, reviewDueAt, authorisers: authoriserIds } = data;
    const emergency = {
      authoriser,
      authoriserIds,
      reviewDueAt,
      authoriseDueAt: reviewDueAt,
      endedAt: null,
      bypassed,
      authorised: null,
      review: null,
      overdueSince: null,
      unconfirmedSince: null,
      duties: [],
      dutyCall: null,
    };
    if (bypassed.length === 0) return { ...started, emergency };
    const exception = { kind: 'emergency_bypass', detail: bypassed.join(', ') } as const;
    return withException({ ...started, emergency }, stamp, exception);
  },
  step_begun: (change, { data }, { stamp }) =>
    withStep(change, data.step, { status: 'begun', begun: stamp, refused: null }),
  step_done: (change, { data, texts }, { stamp }) => {
    const observed = texts.observed === '' ? null : texts.observed;
    const what: Partial<StepProgress> = {
      status: 'done',
      finished: stamp,
      observed,
      observedBy: observed === null ? null : stamp,
      hold: newHold(change, data.step),
      refused: null,
    };
    return withDoer(change, stamp.by, { id: data.step, what });
  },
  step_observed: (change, { data, texts }, { stamp }) =>
    withDoer(change, stamp.by, {
      id: data.step,
      what: { observed: texts.observed, observedBy: stamp, refused: null },
    }),
  step_skipped: (change, { data, texts }, { stamp }) =>
    withDoer(change, stamp.by, {
      id: data.step,
      what: { status: 'skipped', finished: stamp, observed: texts.reason, refused: null },
    }),
  hold_confirmed: (change, { data, texts }, { stamp }) =>
    withStep(change, data.step, {
      hold: { status: 'confirmed', stamp, observed: wordsOrNull(texts.observed) },
      refused: null,
    }),
  hold_declined: (change, { data, texts }, { stamp }) =>
    withStep(withIntervention(change, stamp), data.step, {
      hold: { status: 'declined', stamp, observed: wordsOrNull(texts.observed) },
      refused: null,
    }),
  hold_waived: (change, { data, texts }, { stamp }) => {
    const hold: HoldProgress = { status: 'waived', stamp, observed: texts.reason };
    const waived = withStep(change, data.step, { hold, refused: null });
    return withException(waived, stamp, { kind: 'hold_waived', detail: data.step });
  },
  paused: (change, { texts }, { stamp }) => ({
    ...withIntervention(change, stamp),
    paused: { ...stamp, reason: texts.reason },
  }),
  resumed: (change) => ({ ...change, paused: null }),
  handover_offered: (change, { data, texts }, { stamp }) => ({
    ...change,
    handover: { ...stamp, to: { id: data.to, login: texts.toLogin } },
  }),
  handover_accepted: (change, _event, { stamp }) => ({
    ...withExecutor(change, stamp.by),
    handover: null,
    operator: stamp.by,
  }),
};

/** A button carries none. */
function wordsOrNull(words: string): string | null {
  return words === '' ? null : words;
}

function newHold(change: Change, id: string): HoldProgress | null {
  const isHold = stepOf(change, id)?.tags.includes('hold') === true;
  return isHold ? { status: 'waiting', stamp: null, observed: null } : null;
}
