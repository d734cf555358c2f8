/**
 * Rows of the transition table: the checklist, the ends, and what is owed after them.
 */
import { APPROVING } from './transitions-before-start.ts';
import type { RefusalCode } from './refusal.ts';
import { AGREED, always, unchanged } from './transition.ts';
import type { Act, Transition } from './transition.ts';

const STEP: readonly RefusalCode[] = [
  'step_unknown',
  'change_paused',
  'out_of_order_step',
  'plan_unreadable',
];
const HOLD: readonly RefusalCode[] = [
  'step_unknown',
  'out_of_order_step',
  'second_person_required',
  'plan_unreadable',
];

const STEP_ACTS: readonly Act[] = [
  {
    verb: 'begin',
    guards: STEP,
    note: 'optional: a step begins by itself when the one before is finished',
  },
  { verb: 'done', guards: STEP, note: 'in order; only by the operator once the change runs' },
  {
    verb: 'untick',
    guards: ['step_unknown', 'plan_unreadable'],
    note: 'never undoes a step; the box is put back',
  },
  {
    verb: 'observe',
    guards: ['step_unknown', 'out_of_order_step', 'plan_unreadable', 'observation_missing'],
    note: 'supplies what a tick could not say',
  },
  {
    verb: 'skip',
    guards: [...STEP, 'reason_required', 'step_not_optional', 'hold_not_skippable'],
    note: 'only [optional] steps, with a reason; hold points never',
  },
  {
    verb: 'confirm',
    guards: [...HOLD, 'observation_missing'],
    note: 'by a second person, with an observation of their own',
  },
  {
    verb: 'decline',
    guards: [...HOLD, 'observation_missing'],
    note: 'the hold stays open: the step is done again, or the change rolled back',
  },
  {
    verb: 'waive',
    guards: [...HOLD, 'reason_required'],
    note: 'an approver lets the work go on without a second person, with a reason',
  },
];

const RUNNING: readonly Transition[] = [
  unchanged(['in_progress'], { verb: 'start', guards: [], note: 'it runs already' }),
  unchanged(['in_progress'], {
    verb: 'approve',
    guards: APPROVING,
    note: 'for a head that has moved, or after reopening with another plan',
  }),
  unchanged(['in_progress'], {
    verb: 'pause',
    guards: ['reason_required'],
    note: 'by anybody who sees a reason to; steps wait until resume',
  }),
  unchanged(['in_progress'], {
    verb: 'extend',
    guards: ['window_required', 'window_invalid', 'freeze_window_blocked', 'evidence_unavailable'],
    note: 'a later end for the window; an overrun is answered by it',
  }),
  unchanged(['in_progress'], { verb: 'resume', guards: [], note: 'the steps go on' }),
  unchanged(['in_progress'], {
    verb: 'handover',
    guards: ['command_incomplete'],
    note: 'the operator names a successor, who must accept',
  }),
  unchanged(['in_progress'], {
    verb: 'accept',
    guards: [],
    note: 'the successor becomes the operator',
  }),
];

const ENDING: readonly Transition[] = [
  always({
    from: ['in_progress'],
    verb: 'complete',
    to: 'completed',
    guards: [
      'required_steps_open',
      'hold_point_open',
      'observation_missing',
      'closure_required',
      'change_paused',
      'approval_missing',
      'approval_stale',
      'reauthentication_due',
      'evidence_unavailable',
      'policy_invalid',
    ],
    note: 'with a closure code and notes',
  }),
  always({
    from: ['in_progress'],
    verb: 'rollback',
    to: 'rolled_back',
    guards: ['rollback_reason_required'],
    note: 'by the operator or an approver; the clock stops at recovered',
  }),
  unchanged(['rolled_back'], {
    verb: 'recovered',
    guards: ['observation_missing'],
    note: 'the rollback is verified; only now has the change ended',
  }),
  always({
    from: ['completed'],
    verb: 'reopen',
    to: 'in_progress',
    guards: ['reason_required'],
    note: 'the closure is void; another plan is approved before it can be completed again, an emergency reviewed again',
  }),
  {
    ...unchanged(['in_progress', 'completed', 'rolled_back'], {
      verb: 'authorise',
      guards: ['second_person_required', 'reauthentication_due', 'evidence_unavailable'],
      note: 'the authoriser confirms in the record what was said by voice',
    }),
    when: 'emergency',
  },
  {
    ...unchanged(['in_progress', 'completed', 'rolled_back'], {
      verb: 'fulfil',
      guards: ['step_unknown', 'duty_unproven', 'observation_missing'],
      note: 'a task that an emergency owes afterwards, in words or by what can be seen',
    }),
    when: 'emergency',
  },
  {
    ...unchanged(['completed', 'rolled_back'], {
      verb: 'link',
      guards: ['command_incomplete'],
      note: 'the pull request that brings what was done by hand into the code',
    }),
    when: 'emergency',
  },
  unchanged(['completed', 'rolled_back'], {
    verb: 'review_template',
    guards: [
      'template_not_suspended',
      'reason_required',
      'second_person_required',
      'self_approval',
      'plan_editor_approval',
    ],
    note: 'of a change that failed: its template may be used again; by somebody who neither wrote nor executed it',
  }),
  unchanged(['completed', 'rolled_back'], {
    verb: 'review',
    guards: [
      'review_not_owed',
      'time_invalid',
      'reason_required',
      'second_person_required',
      'self_approval',
      'plan_editor_approval',
      'evidence_unavailable',
    ],
    note: 'of an emergency, or one that failed: by somebody who neither wrote plan or code, started nor executed it',
  }),
];

/** Pre-flight steps are walked once the change is agreed; in an emergency, at any time before. */
function walked(act: Act): readonly Transition[] {
  return [
    unchanged([...AGREED, 'in_progress'], act),
    { ...unchanged(['draft', 'review'], act), when: 'emergency' },
  ];
}

export const RUN_ROWS: readonly Transition[] = [
  ...RUNNING,
  ...STEP_ACTS.flatMap(walked),
  ...ENDING,
];
