/**
 * A policy as the file that would say it: what `policy init` prints, and where `policy explain` knows the parts from.
 *
 * What must stay true: laid over the same policy it changes nothing; a test holds it for the built-in one.
 */
import { ROLES } from '../core/policy/holders.ts';
import type { Role } from '../core/policy/holders.ts';
import type { Content } from './lay-over.ts';
import { printHolders } from './compile-predicate.ts';
import type { FileData } from './file-shape.ts';
import type { HoldersData } from './holders-shape.ts';
import { printTime } from './lay-time.ts';
import {
  printApproval,
  printCategory,
  printCheck,
  printDuty,
  printKind,
  printMethod,
  printRule,
  printSection,
  printStepSet,
} from './print-parts.ts';

export function printPolicy(policy: Content): FileData {
  return {
    policy: 1,
    ...printDocument(policy),
    locale: policy.locale,
    roles: printRoles(policy),
    permissions: policy.rolesByPermission,
    rights: policy.verbRoles,
    linked_accounts: policy.linkedAccounts,
    categories: Object.fromEntries(
      policy.categories.map((rule) => [rule.category, printCategory(rule)]),
    ),
    risk_floors: policy.categoryFloorByRisk,
    own_pull_requests: policy.ownPulls,
    kinds: byId(policy.kinds, printKind),
    approvals: byId(policy.approvalRules, printApproval),
    rules: byId(policy.rules, printRule),
    checks: byId(policy.checks, printCheck),
    sections: byId(policy.sections, printSection),
    step_sets: byId(policy.stepSets, printStepSet),
    review_checklist: policy.reviewChecklist,
    rollback: {
      methods: byId(policy.rollbackMethods, printMethod),
      criteria: policy.rollbackCriteria,
    },
    emergency: { duties: byId(policy.duties, printDuty) },
    post_implementation_review: {
      after: policy.failureReview.after,
      within_hours: policy.failureReview.withinHours,
    },
    merge_method: policy.mergeMethod,
    review_requests: policy.reviewRequests,
    bypass: {
      may: printHolders(policy.bypass.may),
      reviewers: printHolders(policy.bypass.reviewers),
    },
    reauthentication: policy.reauthentication && {
      categories: policy.reauthentication.categories,
      within_minutes: policy.reauthentication.withinMinutes,
    },
    overrides: policy.overrides,
    retention_days: policy.retentionDays,
    compliance: policy.compliance.map(({ control, servedBy }) => ({
      control,
      served_by: servedBy,
    })),
    ...printTime(policy),
    ...printWatch(policy),
  };
}

function printWatch({ unauthorised }: Content): Pick<FileData, 'unauthorised'> {
  if (unauthorised === undefined) return {};
  const { openIssue, ignoreActors } = unauthorised;
  return { unauthorised: { open_issue: openIssue, ignore_actors: ignoreActors } };
}

function printDocument({ document }: Content): Pick<FileData, 'document'> {
  if (document === null) return {};
  const { owner, effective, lastReview, nextReview } = document;
  return {
    document: {
      owner,
      ...(effective === null ? {} : { effective }),
      ...(lastReview === null ? {} : { last_review: lastReview }),
      ...(nextReview === null ? {} : { next_review: nextReview }),
    },
  };
}

function printRoles({ roleHolders }: Content): NonNullable<FileData['roles']> {
  const printed: Partial<Record<Role, Omit<HoldersData, 'roles'>>> = {};
  for (const role of ROLES) {
    const holders = roleHolders[role];
    if (holders !== undefined) printed[role] = printHolders({ ...holders, roles: [] });
  }
  return printed;
}

function byId<T extends { readonly id: string }, D>(
  rows: readonly T[],
  print: (row: T) => D,
): Readonly<Record<string, D>> {
  return Object.fromEntries(rows.map((row) => [row.id, print(row)]));
}
