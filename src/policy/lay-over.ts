/**
 * Lays a file over a policy. Maps merge by key; what has an id is replaced as a whole, or taken out with null; a
 * category keeps what is not said; every other part is replaced by the part that says it.
 *
 * What must stay true: the result depends on the two alone, and a file that says nothing changes nothing.
 */
import { ROLES } from '../core/policy/holders.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Role } from '../core/policy/holders.ts';
import { UNSAID_WATCH } from '../core/policy/unauthorised.ts';
import {
  compileApproval,
  compileCategory,
  compileCheck,
  compileDuty,
  compileKind,
  compileMethod,
  compileRule,
  compileSection,
  compileStepSet,
} from './compile-parts.ts';
import { compileHolders } from './compile-predicate.ts';
import type { ById, FileData } from './file-shape.ts';
import { layTime } from './lay-time.ts';

export type Content = Omit<Policy, 'version' | 'sameAs' | 'problems' | 'sources'>;

export function layOver(base: Content, data: FileData): Content {
  return {
    ...base,
    ...layPeople(base, data),
    ...layRules(base, data),
    ...layAround(base, data),
    ...layTime(base, data),
    ...layWatch(base, data),
    categories: base.categories.map((rule) => {
      const said = data.categories?.[rule.category];
      return said === undefined ? rule : compileCategory(rule, said);
    }),
    categoryFloorByRisk: { ...base.categoryFloorByRisk, ...data.risk_floors },
    ownPulls: data.own_pull_requests ?? base.ownPulls,
    mergeMethod: data.merge_method ?? base.mergeMethod,
    locale: data.locale ?? base.locale,
    document: data.document === undefined ? base.document : layDocument(data.document),
    retentionDays: data.retention_days === undefined ? base.retentionDays : data.retention_days,
  };
}

type Part<K extends keyof Content> = Pick<Content, K>;

function layWatch(base: Content, { unauthorised: said }: FileData): Part<'unauthorised'> {
  if (said === undefined) return {};
  const { openIssue, ignoreActors } = base.unauthorised ?? UNSAID_WATCH;
  return {
    unauthorised: {
      openIssue: said.open_issue ?? openIssue,
      ignoreActors: said.ignore_actors ?? ignoreActors,
    },
  };
}

function layPeople(
  base: Content,
  data: FileData,
): Part<'roleHolders' | 'rolesByPermission' | 'verbRoles' | 'linkedAccounts' | 'bypass'> {
  const { may, reviewers } = data.bypass ?? {};
  return {
    roleHolders: { ...base.roleHolders, ...holdersOf(data) },
    rolesByPermission: { ...base.rolesByPermission, ...data.permissions },
    verbRoles: { ...base.verbRoles, ...data.rights },
    linkedAccounts: data.linked_accounts ?? base.linkedAccounts,
    bypass: {
      may: may === undefined ? base.bypass.may : compileHolders(may),
      reviewers: reviewers === undefined ? base.bypass.reviewers : compileHolders(reviewers),
    },
  };
}

function holdersOf({ roles = {} }: FileData): Content['roleHolders'] {
  const made: Partial<Record<Role, ReturnType<typeof compileHolders>>> = {};
  for (const role of ROLES) {
    const said = roles[role];
    if (said !== undefined) made[role] = compileHolders(said);
  }
  return made;
}

function layRules(
  base: Content,
  data: FileData,
): Part<'kinds' | 'approvalRules' | 'rules' | 'checks' | 'sections' | 'stepSets'> {
  return {
    kinds: byId(base.kinds, data.kinds, compileKind),
    approvalRules: byId(base.approvalRules, data.approvals, compileApproval),
    rules: byId(base.rules, data.rules, compileRule),
    checks: byId(base.checks, data.checks, compileCheck),
    sections: byId(base.sections, data.sections, compileSection),
    stepSets: byId(base.stepSets, data.step_sets, compileStepSet),
  };
}

type Around =
  | 'reviewChecklist'
  | 'rollbackMethods'
  | 'rollbackCriteria'
  | 'duties'
  | 'failureReview'
  | 'reviewRequests'
  | 'reauthentication'
  | 'overrides'
  | 'compliance';

/** Built in nobody is asked; a file that says whom to ask, and not how many, means as many as a forge takes. */
const MOST_ASKED = 15;

function layRequests(base: Content, said: FileData['review_requests']): Content['reviewRequests'] {
  const { mode } = said ?? {};
  const open = mode === 'all' || mode === 'teams';
  const count = open && base.reviewRequests.count === 0 ? MOST_ASKED : base.reviewRequests.count;
  return { ...base.reviewRequests, count, ...said };
}

function layFailureReview(
  { failureReview }: Content,
  said: FileData['post_implementation_review'],
): Content['failureReview'] {
  const { after, within_hours: withinHours } = said ?? {};
  return {
    after: after ?? failureReview.after,
    withinHours: withinHours ?? failureReview.withinHours,
  };
}

function layAround(base: Content, data: FileData): Part<Around> {
  const { reauthentication: again, compliance } = data;
  return {
    reviewChecklist: data.review_checklist ?? base.reviewChecklist,
    rollbackMethods: byId(base.rollbackMethods, data.rollback?.methods, compileMethod),
    rollbackCriteria: data.rollback?.criteria ?? base.rollbackCriteria,
    duties: byId(base.duties, data.emergency?.duties, compileDuty),
    failureReview: layFailureReview(base, data.post_implementation_review),
    reviewRequests: layRequests(base, data.review_requests),
    reauthentication:
      again === undefined
        ? base.reauthentication
        : again && { categories: again.categories, withinMinutes: again.within_minutes },
    overrides: layOverrides(base, data),
    compliance:
      compliance === undefined
        ? base.compliance
        : compliance.map(({ control, served_by: servedBy }) => ({ control, servedBy })),
  };
}

function layOverrides(base: Content, { overrides = {} }: FileData): Content['overrides'] {
  const rows = new Map(Object.entries(base.overrides));
  for (const [code, said] of Object.entries(overrides)) {
    if (said === null) rows.delete(code);
    else rows.set(code, { hours: said.hours, sticky: said.sticky ?? false });
  }
  return Object.fromEntries(rows);
}

function layDocument(document: NonNullable<FileData['document']>): Content['document'] {
  return {
    owner: document.owner,
    effective: document.effective ?? null,
    lastReview: document.last_review ?? null,
    nextReview: document.next_review ?? null,
  };
}

/** In the order of what is laid below; what is new follows. */
function byId<T extends { readonly id: string }, D>(
  base: readonly T[],
  data: ById<D> | undefined,
  make: (id: string, data: D) => T,
): readonly T[] {
  if (data === undefined) return base;
  const rows = new Map(base.map((row) => [row.id, row]));
  for (const [id, said] of Object.entries(data)) {
    if (said === null) rows.delete(id);
    else rows.set(id, make(id, said));
  }
  return [...rows.values()];
}
