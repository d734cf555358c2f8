/**
 * A refusal is a value, never an exception: a closed code and the facts that explain it. Sentences are made
 * from it by `render` (templates/refusals.yml), so that a check, a comment, the command line and a page say
 * the same. Every code listed here has a text; a test holds the two together.
 */

/** Every obstacle that Holdpoint can name. The order is the order of the documentation. */
export const REFUSAL_CODES = [
  'answers_missing',
  'plan_unreadable',
  'no_eligible_approvers',
  'lead_time_violation',
  'freeze_window_blocked',
  'freeze_not_met',
  'freeze_unclear',
  'freeze_known',
  'freeze_missing',
  'freeze_misplaced',
  'dependency_cycle',
  'category_too_low',
  'plan_rule_unmet',
  'template_suspended',
  'template_changed',
  'template_not_suspended',
  'review_not_owed',
  'change_blocked',
  'concern_open',
  'concern_unknown',
  'on_hold',
  'changes_requested',
  'approval_missing',
  'approval_stale',
  'reauthentication_due',
  'window_required',
  'window_invalid',
  'zone_unknown',
  'time_invalid',
  'window_not_open',
  'window_closed',
  'conflict_unacknowledged',
  'conflict_unknown',
  'outside_maintenance_window',
  'dependencies_unmet',
  'dependency_rolled_back',
  'dependency_unknown',
  'rehearsal_elsewhere',
  'rehearsal_missing',
  'preflight_steps_open',
  'ref_changed',
  'deployment_unmatched',
  'deployment_foreign',
  'environment_locked',
  'environment_order',
  'environment_review_missing',
  'deployer_self_review',
  'environment_waits',
  'authorisation_required',
  'required_steps_open',
  'hold_point_open',
  'observation_missing',
  'closure_required',
  'rollback_reason_required',
  'not_in_state',
  'reason_required',
  'not_permitted',
  'self_approval',
  'plan_editor_approval',
  'second_person_required',
  'out_of_order_step',
  'step_unknown',
  'step_not_optional',
  'hold_not_skippable',
  'irreversible_without_hold',
  'change_paused',
  'gate_unknown',
  'bypass_unavailable',
  'bypass_unknown',
  'evidence_unavailable',
  'policy_invalid',
  'policy_loosened',
  'concurrent_edit',
  'posthoc_overdue',
  'duty_unproven',
  'ci_gates_failed',
  'pr_sections_missing',
  'change_missing',
  'stale_review',
  'tenant_mismatch',
  'command_unknown',
  'command_incomplete',
  'commands_left_out',
  'already_done',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

const CODES: ReadonlySet<string> = new Set(REFUSAL_CODES);

export function isRefusalCode(text: string): text is RefusalCode {
  return CODES.has(text);
}

/** What the sentence needs: short strings, numbers, or lists of strings. People's words may stand in here. */
export type RefusalFacts = Readonly<Record<string, string | number | readonly string[]>>;

export type Refusal = {
  readonly kind: 'refusal';
  readonly code: RefusalCode;
  readonly facts: RefusalFacts;
};

/** Makes a refusal; the one way to do it, so that every obstacle can be searched for. */
export function refuse(code: RefusalCode, facts: RefusalFacts = {}): Refusal {
  return { kind: 'refusal', code, facts };
}
