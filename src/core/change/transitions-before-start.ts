/**
 * Rows of the transition table: from the first draft to the start, or to the decision not to.
 */
import type { RefusalCode } from './refusal.ts';
import type { StateName } from './state.ts';
import { AGREED, always, BEFORE_START, SETTLING, unchanged } from './transition.ts';
import type { Transition } from './transition.ts';

const PLAN: readonly RefusalCode[] = [
  'plan_unreadable',
  'answers_missing',
  'category_too_low',
  'plan_rule_unmet',
  'policy_invalid',
  'policy_loosened',
];
const TEMPLATE: readonly RefusalCode[] = ['template_suspended', 'template_changed'];
const BOOKING: readonly RefusalCode[] = [
  'window_required',
  'window_invalid',
  'window_closed',
  'lead_time_violation',
  'freeze_window_blocked',
  'conflict_unacknowledged',
  'outside_maintenance_window',
];
const AGREEMENT: readonly RefusalCode[] = [
  'change_blocked',
  'concern_open',
  'changes_requested',
  'approval_missing',
  'approval_stale',
  'reauthentication_due',
  'evidence_unavailable',
];
const PULLS: readonly RefusalCode[] = ['ref_changed', 'stale_review', 'ci_gates_failed'];
const DEPENDENCIES: readonly RefusalCode[] = ['dependencies_unmet', 'dependency_rolled_back'];

export const APPROVING: readonly RefusalCode[] = [
  'self_approval',
  'plan_editor_approval',
  'approval_stale',
  'reauthentication_due',
  'stale_review',
  'ref_changed',
  'plan_unreadable',
  'evidence_unavailable',
];

const DELEGATING: readonly RefusalCode[] = [
  'reason_required',
  'command_incomplete',
  'self_approval',
  'plan_editor_approval',
  'plan_unreadable',
  'evidence_unavailable',
];

const OPENING: readonly Transition[] = [
  always({
    from: [],
    verb: 'open',
    to: 'draft',
    guards: [],
    note: 'an issue written with the form',
  }),
  always({
    from: ['draft'],
    verb: 'submit',
    to: 'review',
    guards: [
      ...PLAN,
      'no_eligible_approvers',
      'lead_time_violation',
      'freeze_window_blocked',
      'dependency_cycle',
      'evidence_unavailable',
      ...TEMPLATE,
    ],
    note: 'by any engineer, the author as a rule',
  }),
  always({
    from: ['draft'],
    verb: 'submit',
    to: 'approved',
    guards: TEMPLATE,
    note: 'a standard change from a current template: whoever approved the template has agreed',
  }),
  always({
    from: ['draft'],
    verb: 'submit',
    to: 'scheduled',
    guards: TEMPLATE,
    note: 'the same, where it names a window that can be booked',
  }),
  unchanged(['review'], {
    verb: 'submit',
    guards: [],
    note: 'it is in review already; edits need no new submit',
  }),
];

const MERGEABLE: readonly StateName[] = [...BEFORE_START, 'in_progress', 'completed'];

const HOLDING: readonly Transition[] = [
  unchanged([...BEFORE_START, 'in_progress'], {
    verb: 'concern',
    guards: ['concern_unknown', 'reason_required'],
    note: 'a named one; nothing is approved, booked, started or merged until none is open',
  }),
  unchanged(MERGEABLE, {
    verb: 'resolve',
    guards: ['concern_unknown', 'reason_required', 'self_approval'],
    note: 'by whoever raised it, or by an approver with a reason',
  }),
  unchanged(MERGEABLE, {
    verb: 'hold',
    guards: [],
    note: 'start and merge wait; approvals stay',
  }),
  unchanged(MERGEABLE, {
    verb: 'unhold',
    guards: [],
    note: 'by whoever set it, or by any engineer',
  }),
];

const VOICES: readonly Transition[] = [
  unchanged(['review'], {
    verb: 'approve',
    guards: APPROVING,
    note: 'bound to plan, policy and linked heads as they were read',
  }),
  ...SETTLING.map((verb) =>
    always({
      from: ['review'],
      verb,
      to: 'approved',
      guards: verb === 'approve' ? APPROVING : [],
      note: 'when the last needed approval is there and nothing else stands in the way',
    }),
  ),
  unchanged(AGREED, {
    verb: 'approve',
    guards: APPROVING,
    note: 'one more voice, or one for a new policy',
  }),
  unchanged(['review'], {
    verb: 'request_changes',
    guards: ['reason_required'],
    note: 'holds the change until its author clears it or the plan is edited',
  }),
  always({
    from: AGREED,
    verb: 'request_changes',
    to: 'review',
    guards: ['reason_required'],
    note: 'an objection that comes late is still one',
  }),
  unchanged(BEFORE_START, {
    verb: 'block',
    guards: ['reason_required'],
    note: 'a veto; lifted by the blocker, or by a lead with a reason',
  }),
  unchanged(BEFORE_START, {
    verb: 'unblock',
    guards: ['reason_required'],
    note: 'by the blocker, or by a lead with a reason',
  }),
  ...HOLDING,
  unchanged(['review', ...AGREED], {
    verb: 'withdraw',
    guards: [],
    note: 'my own approval, my own request for changes, or the voice that I gave to somebody',
  }),
  unchanged(['review', ...AGREED], {
    verb: 'delegate',
    guards: [...DELEGATING],
    note: 'an approver names who speaks for them, for this plan',
  }),
  always({
    from: AGREED,
    verb: 'delegate',
    to: 'review',
    guards: [...DELEGATING],
    note: 'when the approval that is taken back with it is missing then',
  }),
  always({
    from: AGREED,
    verb: 'withdraw',
    to: 'review',
    guards: [],
    note: 'when too few approvals remain',
  }),
  always({
    from: ['review'],
    verb: 'reject',
    to: 'rejected',
    guards: ['reason_required'],
    note: 'by an approver; final',
  }),
  always({
    from: BEFORE_START,
    verb: 'cancel',
    to: 'cancelled',
    guards: ['reason_required'],
    note: 'by the author or an approver; final',
  }),
  unchanged([...BEFORE_START, 'in_progress'], {
    verb: 'override',
    guards: [
      'gate_unknown',
      'reason_required',
      'plan_unreadable',
      'self_approval',
      'plan_editor_approval',
      'freeze_window_blocked',
      'freeze_not_met',
      'evidence_unavailable',
    ],
    note: 'one gate that the policy lists, for one change, one plan and a time',
  }),
  unchanged([...BEFORE_START, 'in_progress'], {
    verb: 'cancel_override',
    guards: ['gate_unknown'],
    note: 'the gate stands again',
  }),
];

const STARTING: readonly Transition[] = [
  always({
    from: AGREED,
    verb: 'schedule',
    to: 'scheduled',
    guards: ['plan_unreadable', 'policy_invalid', ...BOOKING, ...AGREEMENT, ...TEMPLATE],
    note: "without arguments it takes the plan's window",
  }),
  {
    from: AGREED,
    verb: 'start',
    to: 'in_progress',
    when: 'ordinary',
    guards: [
      ...PLAN,
      ...BOOKING,
      'window_not_open',
      'on_hold',
      ...AGREEMENT,
      ...PULLS,
      ...DEPENDENCIES,
      ...TEMPLATE,
      'preflight_steps_open',
    ],
    note: 'inside the window; an approved change that names one is scheduled and started in one act',
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
      'policy_loosened',
      'category_too_low',
      'change_blocked',
      'concern_open',
      'on_hold',
      'freeze_window_blocked',
      'conflict_unacknowledged',
      ...DEPENDENCIES,
    ],
    note: 'lead time, window, review and CI are bypassed, and recorded as bypassed; a block, a concern and a hold are not',
  },
];

export const BEFORE_START_ROWS: readonly Transition[] = [...OPENING, ...VOICES, ...STARTING];
