/**
 * Kinds of exceptions: what an auditor asks about first. They are folded from events, never decided apart.
 */
export const EXCEPTION_KINDS = [
  'self_approval_refused',
  'plan_editor_approval_refused',
  'second_person_refused',
  'emergency_bypass',
  'gate_overridden',
  'gate_bypassed',
  'hold_waived',
  'edited_while_running',
  'merged_outside_the_run',
  'merged_against_the_check',
  'deployed_past_the_gate',
  'closed_early',
  'tampering',
  'orphan_tick',
  'issue_moved',
  'processing_stopped',
  'delivery_set_aside',
  'window_overrun',
  'posthoc_overdue',
  'authorisation_overdue',
  'duties_overdue',
] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];
