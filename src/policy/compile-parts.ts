/**
 * The parts of a file that have ids, from how people write them to the shape that gates read. What is not said gets its
 * value here, and only here.
 */
import type { Category } from '../core/plan/plan.ts';
import type { CategoryRule } from '../core/policy/policy.ts';
import type {
  ApprovalRule,
  CheckRule,
  DutyRule,
  KindRule,
  PolicyRule,
  PushRule,
  RollbackMethod,
  SectionRule,
  StepNeed,
  StepSet,
} from '../core/policy/rule.ts';
import { ANY_PUSH_VOIDS } from '../core/policy/tolerance.ts';
import { compileHolders, compilePredicate, compileTree } from './compile-predicate.ts';
import type {
  ApprovalData,
  CategoryData,
  CheckData,
  DutyData,
  KindData,
  MethodData,
  PushData,
  RuleData,
  SectionData,
  StepData,
  StepSetData,
} from './file-shape.ts';

const EVERY_CATEGORY: readonly Category[] = ['standard', 'normal', 'significant', 'emergency'];

/** What is not said stays as it was. */
export function compileCategory(base: CategoryRule, data: CategoryData): CategoryRule {
  const { approvals = {}, pull_requests: pulls = {} } = data;
  const review = data.review_within_hours;
  return {
    category: base.category,
    risk: data.risk ?? base.risk,
    summary: data.summary ?? base.summary,
    examples: data.examples ?? base.examples,
    leadTimeHours: data.lead_time_hours ?? base.leadTimeHours,
    approverRoles: approvals.roles ?? base.approverRoles,
    approvalsNeeded: approvals.count ?? base.approvalsNeeded,
    pullReviewsNeeded: pulls.reviews ?? base.pullReviewsNeeded,
    pullChecksRequired: pulls.checks ?? base.pullChecksRequired,
    authoriserRoles: data.authorisers ?? base.authoriserRoles,
    posthocReviewHours: review === undefined ? base.posthocReviewHours : review,
    ...compileOnPush(base, approvals),
  };
}

function compileOnPush({ onPush }: CategoryRule, data: PushData): Pick<CategoryRule, 'onPush'> {
  const isSaid = data.voided_by_push ?? data.ignore_update_merges ?? data.ignore_commits_by ?? null;
  if (isSaid !== null) return { onPush: compilePush(data, onPush) };
  return onPush === undefined ? {} : { onPush };
}

function compilePush(data: PushData, base: PushRule = ANY_PUSH_VOIDS): PushRule {
  return {
    voidedByPush: data.voided_by_push ?? base.voidedByPush,
    ignoreUpdateMerges: data.ignore_update_merges ?? base.ignoreUpdateMerges,
    ignoreCommitsBy: data.ignore_commits_by ?? base.ignoreCommitsBy,
  };
}

export function compileKind(id: string, data: KindData): KindRule {
  const { title, scope = null, recognised_by: by } = data;
  return { id, title, scope, recognisedBy: by === undefined ? null : compilePredicate(by) };
}

export function compileApproval(id: string, data: ApprovalData): ApprovalRule {
  return {
    id,
    title: data.title,
    holders: compileHolders(data),
    owners: data.owners ?? false,
    count: data.count ?? 1,
    stage: data.stage ?? 1,
    ...compilePush(data),
  };
}

export function compileRule(id: string, data: RuleData): PolicyRule {
  const { title, when, require: asked = {}, notes = [] } = data;
  return {
    id,
    title,
    when: when === undefined ? null : compilePredicate(when),
    demands: {
      categoryAtLeast: asked.category_at_least ?? null,
      leadTimeHours: asked.lead_time_hours ?? null,
      approval: asked.approval === undefined ? null : compileTree(asked.approval),
      steps: (asked.steps ?? []).map(compileStep),
      checks: asked.checks ?? [],
      sections: asked.sections ?? [],
      answers: asked.answers ?? [],
      rollbackMinutes: asked.rollback_minutes ?? null,
      window: asked.window ?? false,
      hold: asked.hold ?? false,
    },
    notes,
  };
}

function compileStep({ id, title, phase, position, words = [] }: StepData): StepNeed {
  return { id, title, phase: phase ?? null, position: position ?? 'anywhere', words };
}

export function compileCheck(id: string, data: CheckData): CheckRule {
  return {
    id,
    title: data.title,
    names: data.names,
    from: data.from ?? [],
    places: data.on ?? ['pull_request'],
    mustReport: data.must_report ?? false,
    threshold: data.threshold ?? '',
  };
}

export function compileSection(id: string, data: SectionData): SectionRule {
  const { title, headings, categories = EVERY_CATEGORY, if_applicable: ifApplicable } = data;
  return { id, title, headings, categories, ifApplicable: ifApplicable ?? false };
}

export function compileStepSet(id: string, { title, steps }: StepSetData): StepSet {
  return { id, title, steps: steps.map(compileStep) };
}

export function compileMethod(id: string, data: MethodData): RollbackMethod {
  const { title, method, within_minutes: withinMinutes, kinds = [] } = data;
  return { id, title, method, withinMinutes, kinds };
}

export function compileDuty(id: string, data: DutyData): DutyRule {
  const { title, within_hours: withinHours, proof = 'word' } = data;
  return { id, title, withinHours, proof };
}
