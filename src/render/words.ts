/**
 * The words of the field, as people read them: states, roles, categories, phases, closures, exceptions.
 * One place, so that a thing has one name on every surface.
 */
import type { ExceptionKind } from '../core/change/exception-kinds.ts';
import type { StateName } from '../core/change/state.ts';
import type { Returned } from '../core/desired/returned.ts';
import type { Category, Phase } from '../core/plan/plan.ts';
import type { Role } from '../core/policy/holders.ts';
import { list, md, type Markdown } from './markdown.ts';

export const STATE_WORDS: Readonly<Record<StateName, Markdown>> = {
  draft: md`in draft`,
  review: md`in review`,
  approved: md`approved`,
  scheduled: md`scheduled`,
  in_progress: md`in progress`,
  completed: md`completed`,
  rolled_back: md`rolled back`,
  rejected: md`rejected`,
  cancelled: md`cancelled`,
};

export const ROLE_WORDS: Readonly<Record<Role, Markdown>> = {
  viewer: md`viewer`,
  engineer: md`engineer`,
  maintainer: md`maintainer`,
  lead: md`lead`,
  incident_commander: md`incident commander`,
  admin: md`admin`,
  auditor: md`auditor`,
};

export const CATEGORY_WORDS: Readonly<Record<Category, Markdown>> = {
  standard: md`Standard`,
  normal: md`Normal`,
  significant: md`Significant`,
  emergency: md`Emergency`,
};

export const PHASE_WORDS: Readonly<Record<Phase, Markdown>> = {
  preflight: md`Pre-flight`,
  execution: md`Execution`,
  verification: md`Verification`,
};

export const CLOSURE_WORDS: Readonly<Record<string, Markdown>> = {
  successful: md`successful`,
  successful_with_issues: md`successful, with issues`,
  unsuccessful: md`unsuccessful`,
};

export const EXCEPTION_WORDS: Readonly<Record<ExceptionKind, Markdown>> = {
  self_approval_refused: md`tried to approve their own work; refused`,
  plan_editor_approval_refused: md`tried to approve a plan they had edited; refused`,
  second_person_refused: md`tried to be the second person for their own step; refused`,
  emergency_bypass: md`started it as an emergency, past the gates`,
  gate_overridden: md`overrode a gate`,
  gate_bypassed: md`let a gate be bypassed`,
  hold_waived: md`waived a hold point`,
  edited_while_running: md`edited the plan while it ran; the approved plan stayed in force`,
  merged_outside_the_run: md`merged a linked pull request outside the run`,
  merged_against_the_check: md`merged a linked pull request while its gates were not met`,
  deployed_past_the_gate: md`had a deployment go ahead that waited for Holdpoint's word and never got it`,
  closed_early: md`closed the issue before the change had ended; it was opened again`,
  tampering: md`changed what only Holdpoint writes; it was put back`,
  orphan_tick: md`a box was ticked and nobody can be found for it; it was taken back`,
  issue_moved: md`the issue was moved or deleted`,
  processing_stopped: md`a message from the forge could not be worked off`,
  delivery_set_aside: md`a message from the forge was set aside by whoever runs Holdpoint`,
  window_overrun: md`it ran past the end of its window`,
  posthoc_overdue: md`the review after the emergency became overdue`,
  duties_overdue: md`what the emergency owed afterwards became overdue`,
  authorisation_overdue: md`the authoriser of the emergency did not confirm it in time`,
};

/** Why what was approved is read again. */
export const RETURNED_WORDS: Readonly<Record<Returned, Markdown>> = {
  edited: md`the plan was edited after it was approved`,
  linked: md`a pull request was linked after it was approved`,
  code: md`its pull requests bring something else than what was approved`,
  policy: md`the rules changed after it was approved`,
};

/** What a person types for a command: `request_changes` is written `request-changes`. */
export function verbWord(type: string): string {
  if (type === 'review_template') return 'template review';
  return type.replaceAll('_', '-');
}

/** ` (engineer and maintainer)`: the roles somebody held at that moment, or nothing. */
export function rolesText(roles: readonly string[]): Markdown {
  const known = Object.entries(ROLE_WORDS).filter(([role]) => roles.includes(role));
  return known.length === 0
    ? md``
    : md` (${list(
        known.map(([, word]) => word),
        'and',
      )})`;
}
