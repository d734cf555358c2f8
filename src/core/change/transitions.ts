/**
 * Which verb is understood in which state, where it leads, and what can stand in its way. The paragraphs above
 * the states stand in state.ts; this is the table below them. `decide` refuses every pair that has no row
 * (`not_in_state`), the policy page and the documents print the rows, and the laws test them.
 *
 * What must stay true: a verb never leads anywhere that its rows do not name, and is never refused with a code
 * that its rows do not name, except those of `ALWAYS_POSSIBLE`.
 */
import type { CommandType } from './command.ts';
import type { RefusalCode } from './refusal.ts';
import { STATES } from './state.ts';
import type { StateName } from './state.ts';

export type Transition = {
  /** Empty: there is no change yet. */
  readonly from: readonly StateName[];
  readonly verb: CommandType;
  readonly to: StateName | 'unchanged';
  readonly when: 'always' | 'ordinary' | 'emergency';
  readonly guards: readonly RefusalCode[];
  readonly note: string;
};

/** What may stand in the way of every verb. `already_done`: somebody else was faster. */
export const ALWAYS_POSSIBLE: readonly RefusalCode[] = [
  'change_missing',
  'not_in_state',
  'not_permitted',
  'already_done',
];

const BEFORE_START: readonly StateName[] = ['draft', 'review', 'approved', 'scheduled'];
const AGREED: readonly StateName[] = ['approved', 'scheduled'];
const FINAL: readonly StateName[] = ['rolled_back', 'rejected', 'cancelled'];

const PLAN_GUARDS: readonly RefusalCode[] = [
  'plan_unreadable',
  'answers_missing',
  'category_too_low',
  'policy_invalid',
];
const PULL_GUARDS: readonly RefusalCode[] = [
  'evidence_unavailable',
  'ref_changed',
  'approval_missing',
  'stale_review',
  'ci_gates_failed',
];
const SCHEDULE_GUARDS: readonly RefusalCode[] = [
  'policy_invalid',
  'window_required',
  'window_invalid',
  'lead_time_violation',
  'freeze_window_blocked',
  'conflict_unacknowledged',
  'outside_maintenance_window',
  'change_blocked',
  'changes_requested',
  'approval_missing',
  'approval_stale',
  'window_closed',
  'evidence_unavailable',
];
const STEP_GUARDS: readonly RefusalCode[] = [
  'step_unknown',
  'change_paused',
  'out_of_order_step',
  'plan_unreadable',
];
const HOLD_GUARDS: readonly RefusalCode[] = [
  'step_unknown',
  'out_of_order_step',
  'second_person_required',
  'plan_unreadable',
];

type Act = Pick<Transition, 'verb' | 'guards' | 'note'>;

const STEP_ACTS: readonly Act[] = [
  {
    verb: 'begin',
    guards: STEP_GUARDS,
    note: 'optional: a step begins by itself when the one before is finished',
  },
  {
    verb: 'done',
    guards: [...STEP_GUARDS, 'observation_missing'],
    note: 'in order; only the operator, once the change runs',
  },
  {
    verb: 'untick',
    guards: ['step_unknown', 'plan_unreadable'],
    note: 'never undoes a step; the box is put back',
  },
  {
    verb: 'observe',
    guards: [...STEP_GUARDS, 'observation_missing'],
    note: 'supplies what a tick could not say',
  },
  {
    verb: 'skip',
    guards: [...STEP_GUARDS, 'reason_required', 'step_not_optional', 'hold_not_skippable'],
    note: 'only [optional] steps, with a reason',
  },
  {
    verb: 'confirm',
    guards: [...HOLD_GUARDS, 'observation_missing'],
    note: 'a second person, with an observation of their own',
  },
  {
    verb: 'decline',
    guards: [...HOLD_GUARDS, 'observation_missing'],
    note: 'the hold stays open; the step is done again, or the change rolled back',
  },
  {
    verb: 'waive',
    guards: [...HOLD_GUARDS, 'reason_required'],
    note: 'an approver lets the work go on without a second person, with a reason',
  },
];

/** After these the approval is looked at again: what was missing may be there now. */
const SETTLING: readonly CommandType[] = [
  'approve',
  'withdraw',
  'unblock',
  'record_plan',
  'link',
  'unlink',
  'note_head',
  'note_merge',
  'note_review_dismissed',
  'note_restated',
  'timer',
  'reconsider',
];

const NOTES: readonly Act[] = [
  { verb: 'open', guards: [], note: 'the issue has its change already' },
  { verb: 'note_head', guards: [], note: 'a push to a linked pull request' },
  { verb: 'note_merge', guards: [], note: 'a linked pull request was merged' },
  {
    verb: 'note_review_dismissed',
    guards: [],
    note: 'an approval given by review no longer stands',
  },
  { verb: 'note_closed', guards: [], note: 'closing the issue does not end the change' },
  { verb: 'note_tampering', guards: [], note: 'somebody wrote what only the app writes' },
  { verb: 'note_orphan_tick', guards: [], note: 'a tick that nobody can be found for' },
  { verb: 'note_moved', guards: [], note: 'the issue was transferred or deleted' },
  {
    verb: 'note_stopped',
    guards: [],
    note: 'a delivery could not be worked off; gates cannot tell until it is',
  },
  { verb: 'note_restated', guards: [], note: 'the delivery was worked off or set aside' },
  { verb: 'timer', guards: [], note: 'a window opened or ended, or a review became due' },
  { verb: 'reconsider', guards: [], note: 'something that gates look at has moved' },
  { verb: 'ask', guards: [], note: 'a question; nothing is recorded' },
  {
    verb: 'misread',
    guards: ['command_unknown', 'command_incomplete', 'window_invalid', 'zone_unknown'],
    note: 'recorded as refused',
  },
];

export const TRANSITIONS: readonly Transition[] = [
  {
    from: [],
    verb: 'open',
    to: 'draft',
    when: 'always',
    guards: [],
    note: 'an issue written with the form',
  },
  {
    from: ['draft'],
    verb: 'submit',
    to: 'review',
    when: 'always',
    guards: [
      ...PLAN_GUARDS,
      'no_eligible_approvers',
      'lead_time_violation',
      'freeze_window_blocked',
      'dependency_cycle',
      'evidence_unavailable',
    ],
    note: 'by the author or any engineer',
  },
  {
    from: ['review'],
    verb: 'submit',
    to: 'unchanged',
    when: 'always',
    guards: [],
    note: 'it is in review already; edits need no new submit',
  },
  {
    from: ['review'],
    verb: 'approve',
    to: 'unchanged',
    when: 'always',
    guards: approveGuards(),
    note: 'bound to the plan, the window and the linked heads as they were read',
  },
  ...SETTLING.map(settled),
  {
    from: [...AGREED, 'in_progress'],
    verb: 'approve',
    to: 'unchanged',
    when: 'always',
    guards: approveGuards(),
    note: 'a moved head, a new policy or a reopened change is approved again',
  },
  {
    from: ['review'],
    verb: 'request_changes',
    to: 'unchanged',
    when: 'always',
    guards: ['reason_required', 'self_approval'],
    note: 'holds the change until its author clears it or the plan is edited',
  },
  {
    from: AGREED,
    verb: 'request_changes',
    to: 'review',
    when: 'always',
    guards: ['reason_required', 'self_approval'],
    note: 'an objection that comes late is still one',
  },
  {
    from: BEFORE_START,
    verb: 'block',
    to: 'unchanged',
    when: 'always',
    guards: ['reason_required'],
    note: 'a veto; lifted by the blocker, or by a lead with a reason',
  },
  {
    from: BEFORE_START,
    verb: 'unblock',
    to: 'unchanged',
    when: 'always',
    guards: ['reason_required'],
    note: 'by the blocker, or by a lead with a reason',
  },
  {
    from: ['review'],
    verb: 'reject',
    to: 'rejected',
    when: 'always',
    guards: ['reason_required'],
    note: 'final',
  },
  {
    from: ['review', ...AGREED],
    verb: 'withdraw',
    to: 'unchanged',
    when: 'always',
    guards: [],
    note: 'my own approval or request for changes',
  },
  {
    from: AGREED,
    verb: 'withdraw',
    to: 'review',
    when: 'always',
    guards: [],
    note: 'when too few approvals remain',
  },
  {
    from: AGREED,
    verb: 'schedule',
    to: 'scheduled',
    when: 'always',
    guards: SCHEDULE_GUARDS,
    note: "without arguments it takes the plan's window",
  },
  {
    from: AGREED,
    verb: 'start',
    to: 'in_progress',
    when: 'ordinary',
    guards: [
      ...new Set([
        ...SCHEDULE_GUARDS,
        ...PLAN_GUARDS,
        ...PULL_GUARDS,
        'window_not_open' as const,
        'dependencies_unmet' as const,
        'dependency_rolled_back' as const,
        'preflight_steps_open' as const,
      ]),
    ],
    note: 'inside the window; an approved change that names a window is scheduled and started in one act',
  },
  {
    from: BEFORE_START,
    verb: 'start',
    to: 'in_progress',
    when: 'emergency',
    guards: [
      'authorisation_required',
      'plan_unreadable',
      'policy_invalid',
      'category_too_low',
      'freeze_window_blocked',
      'dependencies_unmet',
      'dependency_rolled_back',
    ],
    note: 'lead time, window, review and CI are bypassed and recorded as bypassed',
  },
  {
    from: ['in_progress'],
    verb: 'start',
    to: 'unchanged',
    when: 'always',
    guards: [],
    note: 'it runs already',
  },
  ...STEP_ACTS.flatMap(walked),
  {
    from: ['in_progress'],
    verb: 'pause',
    to: 'unchanged',
    when: 'always',
    guards: ['reason_required'],
    note: 'by anybody who sees a reason to; steps wait until resume',
  },
  {
    from: ['in_progress'],
    verb: 'resume',
    to: 'unchanged',
    when: 'always',
    guards: [],
    note: 'the steps go on',
  },
  {
    from: ['in_progress'],
    verb: 'handover',
    to: 'unchanged',
    when: 'always',
    guards: ['command_incomplete'],
    note: 'the operator names a successor, who must accept',
  },
  {
    from: ['in_progress'],
    verb: 'accept',
    to: 'unchanged',
    when: 'always',
    guards: [],
    note: 'the successor becomes the operator',
  },
  {
    from: ['in_progress'],
    verb: 'complete',
    to: 'completed',
    when: 'always',
    guards: [
      'required_steps_open',
      'hold_point_open',
      'observation_missing',
      'closure_required',
      'change_paused',
      'approval_missing',
      'approval_stale',
      'evidence_unavailable',
      'policy_invalid',
      'plan_unreadable',
    ],
    note: 'with a closure code and notes',
  },
  {
    from: ['in_progress'],
    verb: 'rollback',
    to: 'rolled_back',
    when: 'always',
    guards: ['rollback_reason_required'],
    note: 'by the operator or an approver; the clock stops at recovered',
  },
  {
    from: ['rolled_back'],
    verb: 'recovered',
    to: 'unchanged',
    when: 'always',
    guards: ['observation_missing'],
    note: 'the rollback is verified; now the change has ended',
  },
  {
    from: ['completed'],
    verb: 'reopen',
    to: 'in_progress',
    when: 'always',
    guards: ['reason_required'],
    note: 'the closure is void; a changed plan is approved again before it can be completed',
  },
  {
    from: BEFORE_START,
    verb: 'cancel',
    to: 'cancelled',
    when: 'always',
    guards: ['reason_required'],
    note: 'by the author or an approver',
  },
  {
    from: BEFORE_START,
    verb: 'override',
    to: 'unchanged',
    when: 'always',
    guards: ['gate_unknown', 'reason_required', 'plan_unreadable', 'self_approval'],
    note: 'one gate, one change, one plan',
  },
  {
    from: ['in_progress', 'completed', 'rolled_back'],
    verb: 'authorise',
    to: 'unchanged',
    when: 'emergency',
    guards: ['second_person_required'],
    note: 'the authoriser confirms in the record what was said by voice',
  },
  {
    from: ['completed', 'rolled_back'],
    verb: 'review',
    to: 'unchanged',
    when: 'emergency',
    guards: ['reason_required', 'second_person_required', 'self_approval'],
    note: 'by somebody who neither wrote, started nor executed it',
  },
  {
    from: [...BEFORE_START, 'in_progress', 'completed'],
    verb: 'link',
    to: 'unchanged',
    when: 'always',
    guards: ['command_incomplete'],
    note: 'a pull request becomes part of what is approved',
  },
  {
    from: AGREED,
    verb: 'link',
    to: 'review',
    when: 'always',
    guards: ['command_incomplete'],
    note: 'what was approved did not contain it',
  },
  {
    from: [...BEFORE_START, 'in_progress', 'completed'],
    verb: 'unlink',
    to: 'unchanged',
    when: 'always',
    guards: [],
    note: 'a pull request is no longer part of it',
  },
  {
    from: AGREED,
    verb: 'unlink',
    to: 'review',
    when: 'always',
    guards: [],
    note: 'what was approved contained it',
  },
  {
    from: STATES,
    verb: 'record_plan',
    to: 'unchanged',
    when: 'always',
    guards: [],
    note: 'a substantive edit voids approvals; while running it is shown, not in force; after the end it is not recorded',
  },
  {
    from: AGREED,
    verb: 'record_plan',
    to: 'review',
    when: 'always',
    guards: [],
    note: 'a substantive edit',
  },
  {
    from: AGREED,
    verb: 'note_head',
    to: 'review',
    when: 'always',
    guards: [],
    note: 'what was approved is no longer what would be merged',
  },
  {
    from: AGREED,
    verb: 'note_review_dismissed',
    to: 'review',
    when: 'always',
    guards: [],
    note: 'when too few approvals remain',
  },
  ...NOTES.map((act): Transition => ({ ...act, from: STATES, to: 'unchanged', when: 'always' })),
];

/** States in which nothing more can happen to the plan. */
export function isFinal(state: StateName): boolean {
  return FINAL.includes(state);
}

function settled(verb: CommandType): Transition {
  const guards = verb === 'approve' ? approveGuards() : [];
  const note = 'the last needed approval, and nothing else in the way';
  return { from: ['review'], verb, to: 'approved', when: 'always', guards, note };
}

function walked(act: Act): readonly Transition[] {
  return [
    { ...act, from: [...AGREED, 'in_progress'], to: 'unchanged', when: 'always' },
    { ...act, from: ['draft', 'review'], to: 'unchanged', when: 'emergency' },
  ];
}

function approveGuards(): readonly RefusalCode[] {
  return [
    'self_approval',
    'plan_editor_approval',
    'approval_stale',
    'stale_review',
    'ref_changed',
    'plan_unreadable',
    'evidence_unavailable',
  ];
}
