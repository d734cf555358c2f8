/**
 * Rows of the transition table: a gate that is bypassed, the request for it with its answer, a conflict that somebody
 * knows of, and another change that is waited for.
 */
import type { StateName } from './state.ts';
import { AGREED, always, BEFORE_START, unchanged } from './transition.ts';
import type { Transition } from './transition.ts';

const OPEN: readonly StateName[] = [...BEFORE_START, 'in_progress'];

export const BYPASS_ROWS: readonly Transition[] = [
  unchanged(OPEN, {
    verb: 'bypass',
    guards: [
      'gate_unknown',
      'bypass_unavailable',
      'reason_required',
      'plan_unreadable',
      'ref_changed',
      'evidence_unavailable',
    ],
    note: 'by whom the policy names, for a change in which they had no hand; from others it asks for a reviewer',
  }),
  unchanged(OPEN, {
    verb: 'acknowledge',
    guards: ['conflict_unknown', 'self_approval', 'evidence_unavailable'],
    note: 'a conflict, by the author or operator of the other change, or by an approver of this one',
  }),
  unchanged(BEFORE_START, {
    verb: 'depend',
    guards: ['dependency_unknown', 'dependency_cycle', 'evidence_unavailable'],
    note: 'it waits for another change; no approval is lost by that',
  }),
  unchanged(BEFORE_START, {
    verb: 'undepend',
    guards: ['dependency_unknown'],
    note: 'it waits for that one no more',
  }),
  always({
    from: AGREED,
    verb: 'undepend',
    to: 'review',
    guards: ['dependency_unknown'],
    note: 'when it was approved beside it',
  }),
  unchanged(OPEN, {
    verb: 'grant',
    guards: [
      'gate_unknown',
      'bypass_unknown',
      'self_approval',
      'plan_editor_approval',
      'ref_changed',
      'evidence_unavailable',
    ],
    note: 'by a reviewer whom the policy names, who neither asked nor had a hand in it',
  }),
  unchanged(OPEN, {
    verb: 'deny',
    guards: [
      'gate_unknown',
      'bypass_unknown',
      'reason_required',
      'self_approval',
      'plan_editor_approval',
      'evidence_unavailable',
    ],
    note: 'by such a reviewer, or by whoever asked',
  }),
];
