/**
 * Which facts come with which obstacle: the contract between the code that refuses and the templates that make
 * sentences of it. All facts are optional for a template; instants are ISO 8601 UTC, lists are lists.
 *
 * What must stay true: no refusal and no verdict carries a fact that is not named here (a law holds it).
 */
import type { RefusalCode } from './refusal.ts';

/** Why a gate does not apply (`why` of a `not_applicable` verdict). */
export const NOT_APPLICABLE_WHYS = [
  'none_configured',
  'no_category',
  'people_not_listed',
  'no_risk',
  'no_window',
  'no_lead_time',
  'no_pull_requests',
  'none_required',
  'no_plan',
  'no_steps',
  'no_holds',
  'not_emergency',
  'not_started',
  'judged_at_schedule',
  'bypassed_by_emergency',
  'overridden',
  'own_pull',
  'approved_by_people',
  'no_deployment',
] as const;
export type NotApplicableWhy = (typeof NOT_APPLICABLE_WHYS)[number];

/** What could not be established (`unknown` of a `cannot_tell` verdict). */
export const UNKNOWNS = [
  'people',
  'pulls',
  'checks',
  'clock',
  'record',
  'editor',
  'occurrence',
  'policy',
  'plan',
  'files',
  'commits',
  'pull_text',
  'teams',
  'sign_in',
  'templates',
  'neighbours',
  'deployer',
] as const;
export type Unknown = (typeof UNKNOWNS)[number];

/** Why somebody may not (`why` of `not_permitted`). */
export const NOT_PERMITTED_WHYS = [
  'not_human',
  'role',
  'not_operator',
  'not_blocker',
  'not_raiser',
  'not_holder',
  'not_other_side',
  'not_second_person',
  'not_offered',
  'not_named',
  'author',
  'oneself',
  'barred',
  'not_reviewer',
  'asker_lost_role',
  'too_many',
  'own_pull',
] as const;
export type NotPermittedWhy = (typeof NOT_PERMITTED_WHYS)[number];

/** Facts that any verdict of a gate may carry beside those of its code. */
export const VERDICT_FACTS: readonly string[] = [
  'why',
  'unknown',
  'would',
  'override_by',
  'override_reason',
  'override_until',
  /** By what right, where it is no override: `bypass_list`, `bypass_request`; and who had asked. */
  'override_via',
  'override_asker',
  /** Titles of the policy's rules that ask for it. */
  'rules',
  /** Titles of those that do not apply, each with what that rests on. */
  'skipped',
  /** Whose policy asks, where it is not that of the change's own repository. */
  'repository',
  /** `yes`: the plan is the text of a pull request that is its own change. */
  'own_pull',
];

export const REFUSAL_FACTS: Readonly<Record<RefusalCode, readonly string[]>> = {
  /** `fields`: ids of the form's questions. */
  answers_missing: ['fields'],
  /** `problems`: one line each, where, expected, found, remedy; `count` of all of them. */
  plan_unreadable: ['problems', 'count'],
  /** `parts`: what a rule asks for; `teams` that are gone; `what`: `second_person` or `authoriser`, where it is not the approval. */
  no_eligible_approvers: ['category', 'roles', 'needed', 'eligible', 'parts', 'teams', 'what'],
  /** `hours` wanted; notice runs from `noticed_at`; `earliest` start that would do, `latest` notice for this one. */
  lead_time_violation: ['hours', 'noticed_at', 'window_start', 'earliest', 'latest', 'zone'],
  /**
   * The first `freeze` that blocks, with `reason` and `owner`; `what` `deny`: it lasts from `start` to `end`, `allow`:
   * nothing is allowed from `start`, and again from `end`. `overridable` by those who `may`, `yes` or `no`; `others` by
   * title; `page`: the issue in which it was opened. Where it is met: freezes that it is let `through`, for its `priority`.
   */
  freeze_window_blocked: [
    ...['freeze', 'reason', 'owner', 'start', 'end', 'zone', 'what'],
    ...['overridable', 'may', 'others', 'through', 'priority', 'page'],
  ],
  freeze_not_met: [],
  freeze_unclear: ['found', 'remedy'],
  /** `freeze`: the one that stands already; `page`: the issue in which it was opened. */
  freeze_known: ['freeze', 'page'],
  freeze_missing: [],
  freeze_misplaced: ['verb'],
  /** `circle`: names of changes, from this one back to it. */
  dependency_cycle: ['circle'],
  category_too_low: ['category', 'risk', 'floor'],
  /**
   * `missing_steps` and `misplaced_steps`: id, phase, position and title, a line each; `fields`: questions; `promised` of
   * the `minutes` that a rollback may take; `window` and `hold`: `missing`.
   */
  plan_rule_unmet: [
    'missing_steps',
    'misplaced_steps',
    'fields',
    'minutes',
    'promised',
    'window',
    'hold',
  ],
  /** `template` as `id@version`; `failed`: the change that failed, and `since` when. */
  template_suspended: ['template', 'failed', 'since'],
  /** `what`: `version`, `content`, `gone`, `expired` or `outside`; `current`: the one that is there, as `id@version`. */
  template_changed: ['template', 'what', 'current', 'expired'],
  template_not_suspended: [],
  review_not_owed: [],
  change_blocked: ['by', 'texts'],
  concern_open: ['by', 'names', 'texts', 'since'],
  /** `why` `malformed`: no name can look like this. */
  concern_unknown: ['name', 'known', 'why'],
  on_hold: ['by', 'since', 'reason'],
  changes_requested: ['by', 'texts'],
  /**
   * `eligible`: who could still give it; `pulls` when a pull request lacks reviews. Of what rules ask for, by title: `parts`
   * missing now, `later` ones, `hollow` ones of which nothing applies; `teams` that are gone. `unsigned`: who has still to sign in.
   */
  approval_missing: [
    'category',
    'template',
    'needed',
    'counted',
    'remaining',
    'roles',
    'eligible',
    'by',
    'pulls',
    'parts',
    'later',
    'hollow',
    'teams',
    'unsigned',
  ],
  /** `by`: whose approval; `what` changed: `plan`, `heads`, `policy` or `roles`. */
  approval_stale: [
    'by',
    'what',
    'needed',
    'counted',
    'remaining',
    'roles',
    'eligible',
    'category',
    'edited_at',
    'parts',
    'later',
    'hollow',
    'teams',
  ],
  /** `by`: who has to sign in, within `minutes` of their word and by `until`, at `address`. `why` `word`: of an emergency. */
  reauthentication_due: [
    'by',
    'minutes',
    'until',
    'address',
    'category',
    'needed',
    'counted',
    'remaining',
  ],
  window_required: [],
  window_invalid: ['start', 'end', 'zone', 'found', 'expected', 'remedy'],
  zone_unknown: ['zone', 'found', 'expected', 'remedy'],
  time_invalid: ['found', 'remedy'],
  /** `why` `own_pull`: the window of a pull request that is its own change, which stands in its text. */
  window_not_open: ['start', 'end', 'zone', 'now', 'why'],
  window_closed: ['start', 'end', 'zone', 'now', 'why'],
  /** `changes` it meets; about `assets`, `related` ones, `people`; `ending_later` are those that it waits for. */
  conflict_unacknowledged: ['changes', 'assets', 'related', 'people', 'ending_later'],
  conflict_unknown: ['name', 'known'],
  /** `assets` outside `windows` of theirs, by title; where it is met, they do not demand it. */
  outside_maintenance_window: ['assets', 'windows', 'zone'],
  /** `blockers`: name and state of each that is missing; `changes`: those that were rolled back, or, where met, all. */
  dependencies_unmet: ['blockers', 'changes'],
  dependency_rolled_back: ['changes'],
  /** `known`: what it was told to wait for, where something is to be taken off. */
  dependency_unknown: ['name', 'known'],
  /** `why`: `own` (what the change is about) or `production`. */
  rehearsal_elsewhere: ['environment', 'why'],
  rehearsal_missing: ['step'],
  preflight_steps_open: ['steps'],
  /** `pulls` as `owner/repo#12`; `from` and `to` are commits, in the same order. */
  ref_changed: ['pulls', 'from', 'to'],
  /** `why`: `none`, `several`, or `named`: there is no change of that number. */
  deployment_unmatched: ['why', 'sha', 'environment', 'deployed_from'],
  /** `why`: the plan, or the policy (`unknown`), names other `environments`; or the `repository` is none of the change. */
  deployment_foreign: ['why', 'sha', 'environment', 'environments', 'deployed_from', 'pulls'],
  /** `environment`: an id, or `all`. */
  environment_locked: ['environment', 'by', 'at', 'reason'],
  /** `environments`: where the commit goes first, and was not deployed with success. */
  environment_order: ['environment', 'environments', 'sha'],
  /** `needs`: roles, teams and people of whom one has to have approved. */
  environment_review_missing: ['environment', 'needs'],
  /** `by`: who started the deployment. `why` `confirmed`: they were the second person at `steps`. */
  deployer_self_review: ['environment', 'by', 'steps'],
  /** Asked for `since`, and waits for so many `minutes`. */
  environment_waits: ['environment', 'minutes', 'since', 'until'],
  authorisation_required: ['roles', 'authoriser'],
  required_steps_open: ['steps'],
  /** `what`: `declined`, when the second person said no to the first of them. */
  hold_point_open: ['steps', 'who', 'what'],
  observation_missing: ['steps', 'step', 'what'],
  closure_required: ['codes', 'given', 'missing'],
  rollback_reason_required: [],
  not_in_state: ['verb', 'state', 'from'],
  reason_required: ['verb'],
  not_permitted: ['verb', 'why', 'needs', 'held', 'who'],
  /** `why`: `author`, `contributor` (of `pull`) or `constrained` (lowering a gate for oneself). */
  self_approval: ['why', 'pull', 'verb'],
  plan_editor_approval: ['revision'],
  /** `doer`: who did the step, started or runs the change. */
  second_person_required: ['step', 'doer', 'who'],
  out_of_order_step: ['step', 'waits_for', 'current', 'why'],
  step_unknown: ['step', 'known', 'why'],
  step_not_optional: ['step'],
  hold_not_skippable: ['step'],
  irreversible_without_hold: [],
  change_paused: ['by', 'at', 'reason'],
  gate_unknown: ['gate', 'known', 'why', 'closest'],
  /** `why`: `not_configured`, `no_reviewers` (the policy names none), `nobody` (none of them may answer this one). */
  bypass_unavailable: ['why', 'gate', 'who', 'teams'],
  /** `why`: how the last request for it ended: `denied`, `withdrawn`, `expired`, `moved`; absent: nobody asked. */
  bypass_unknown: ['gate', 'known', 'why', 'by', 'at'],
  evidence_unavailable: ['unknown', 'pulls', 'deliveries', 'skew_ms', 'environment'],
  /** `problems`: one line each, file:line:column, expected, found, remedy; `count` of all of them. */
  policy_loosened: ['category', 'floor', 'pulls', 'loosened'],
  policy_invalid: ['category', 'version', 'review_due', 'problems', 'count', 'merge_method'],
  concurrent_edit: [],
  posthoc_overdue: ['due', 'since', 'roles'],
  /** `missing`: named by the policy and not reported; `elsewhere`: asked for in other places only. */
  /** `why`: what would show it, `pull_request` or `checks`. */
  duty_unproven: ['step', 'why'],
  ci_gates_failed: [
    'pulls',
    'failing',
    'pending',
    'none',
    'unread',
    'missing',
    'checks',
    'elsewhere',
  ],
  pr_sections_missing: ['pulls', 'sections'],
  /** `why` `not_listed`: no pull request may be its own change in this `category`; `allowed`: those in which one may. */
  change_missing: ['verb', 'why', 'category', 'allowed'],
  /**
   * `why` `unseen`: the change did not stand on the pull request by then; `several`: it carries these open `changes`,
   * and a review does not say which of their plans it is about.
   */
  stale_review: ['commit', 'pulls', 'heads', 'by', 'needed', 'why', 'changes'],
  tenant_mismatch: [],
  command_unknown: ['verb', 'nearest'],
  command_incomplete: ['verb', 'missing'],
  /** `count` of lines that were not read, beyond the `most` of one comment; `first` of them as typed. */
  commands_left_out: ['verb', 'count', 'most', 'first'],
  already_done: ['step', 'by', 'at', 'verb'],
};
