/** The parts of a policy that have ids, as people would write them. What is the value without saying is not said. */
import type { CategoryRule } from '../core/policy/policy.ts';
import type {
  ApprovalRule,
  CheckRule,
  Demands,
  DutyRule,
  KindRule,
  PolicyRule,
  PushRule,
  RollbackMethod,
  SectionRule,
  StepNeed,
  StepSet,
} from '../core/policy/rule.ts';
import { printHolders, printPredicate, printTree } from './compile-predicate.ts';
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

export function printCategory(rule: CategoryRule): CategoryData {
  return {
    risk: rule.risk,
    summary: rule.summary,
    examples: rule.examples,
    lead_time_hours: rule.leadTimeHours,
    approvals: {
      roles: rule.approverRoles,
      count: rule.approvalsNeeded,
      ...(rule.onPush === undefined ? {} : printPush(rule.onPush)),
    },
    pull_requests: { reviews: rule.pullReviewsNeeded, checks: rule.pullChecksRequired },
    authorisers: rule.authoriserRoles,
    review_within_hours: rule.posthocReviewHours,
  };
}

export function printKind({ title, scope, recognisedBy }: KindRule): KindData {
  return {
    title,
    ...(scope === null ? {} : { scope }),
    ...(recognisedBy === null ? {} : { recognised_by: printPredicate(recognisedBy) }),
  };
}

export function printApproval(rule: ApprovalRule): ApprovalData {
  return {
    title: rule.title,
    ...printHolders(rule.holders),
    ...(rule.owners ? { owners: true } : {}),
    count: rule.count,
    ...(rule.stage === 1 ? {} : { stage: rule.stage }),
    ...printPush(rule),
  };
}

function printPush({ voidedByPush, ignoreUpdateMerges, ignoreCommitsBy }: PushRule): PushData {
  return {
    voided_by_push: voidedByPush,
    ...(ignoreUpdateMerges ? { ignore_update_merges: true } : {}),
    ...(isEmpty(ignoreCommitsBy) ? {} : { ignore_commits_by: ignoreCommitsBy }),
  };
}

export function printRule({ title, when, demands, notes }: PolicyRule): RuleData {
  return {
    title,
    ...(when === null ? {} : { when: printPredicate(when) }),
    require: printDemands(demands),
    ...(isEmpty(notes) ? {} : { notes: notes }),
  };
}

function printDemands(demands: Demands): NonNullable<RuleData['require']> {
  const { categoryAtLeast, leadTimeHours, approval, rollbackMinutes } = demands;
  return {
    ...(categoryAtLeast === null ? {} : { category_at_least: categoryAtLeast }),
    ...(leadTimeHours === null ? {} : { lead_time_hours: leadTimeHours }),
    ...(approval === null ? {} : { approval: printTree(approval) }),
    ...(isEmpty(demands.steps) ? {} : { steps: demands.steps.map(printStep) }),
    ...(isEmpty(demands.checks) ? {} : { checks: demands.checks }),
    ...(isEmpty(demands.sections) ? {} : { sections: demands.sections }),
    ...(isEmpty(demands.answers) ? {} : { answers: demands.answers }),
    ...(rollbackMinutes === null ? {} : { rollback_minutes: rollbackMinutes }),
    ...(demands.window ? { window: true } : {}),
    ...(demands.hold ? { hold: true } : {}),
  };
}

function printStep({ id, title, phase, position, words }: StepNeed): StepData {
  return {
    id,
    title,
    ...(phase === null ? {} : { phase }),
    ...(position === 'anywhere' ? {} : { position }),
    ...(isEmpty(words) ? {} : { words: words }),
  };
}

export function printCheck(rule: CheckRule): CheckData {
  return {
    title: rule.title,
    names: rule.names,
    ...(isEmpty(rule.from) ? {} : { from: rule.from }),
    on: rule.places,
    must_report: rule.mustReport,
    ...(rule.threshold === '' ? {} : { threshold: rule.threshold }),
  };
}

export function printSection(rule: SectionRule): SectionData {
  const { title, headings, categories, ifApplicable } = rule;
  return { title, headings, categories, ...(ifApplicable ? { if_applicable: true } : {}) };
}

export function printStepSet({ title, steps }: StepSet): StepSetData {
  return { title, steps: steps.map(printStep) };
}

export function printMethod({ title, method, withinMinutes, kinds }: RollbackMethod): MethodData {
  return {
    title,
    method,
    within_minutes: withinMinutes,
    ...(isEmpty(kinds) ? {} : { kinds: kinds }),
  };
}

export function printDuty({ title, withinHours, proof }: DutyRule): DutyData {
  return { title, within_hours: withinHours, proof };
}

function isEmpty(list: readonly unknown[]): boolean {
  return list.length === 0;
}
