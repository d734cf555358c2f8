/**
 * What is looser in each part of a policy that has an id: fewer, later, wider, less often. What cannot be shown to be no
 * looser counts as looser.
 */
import type { Category } from '../plan/plan.ts';
import { CATEGORY_LADDER } from './category-ladder.ts';
import { compareById, compareFields, comparing } from './compare.ts';
import type { Loosening, Looser, Pair, Table } from './compare.ts';
import { appliesWherever, asksAsMuch, holdsAll, isWithin, sameAs } from './implies.ts';
import type { CategoryRule } from './policy.ts';
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
} from './rule.ts';

/** No longer than before; null is without end. */
export function isNoLonger(from: number | null, to: number | null): boolean {
  return from === null || (to !== null && to <= from);
}

function isNoLess(from: number | null, to: number | null): boolean {
  return from === null || (to !== null && to >= from);
}

export function isNoLower(from: Category | null, to: Category | null): boolean {
  if (from === null) return true;
  return to !== null && CATEGORY_LADDER.indexOf(to) >= CATEGORY_LADDER.indexOf(from);
}

function isNoPushLooser(from: PushRule | undefined, to: PushRule | undefined): boolean {
  if (to === undefined) return true;
  return (
    (to.voidedByPush || from?.voidedByPush === false) &&
    (!to.ignoreUpdateMerges || from?.ignoreUpdateMerges === true) &&
    holdsAll(from?.ignoreCommitsBy ?? [], to.ignoreCommitsBy)
  );
}

const CATEGORY: Table<CategoryRule> = {
  category: null,
  risk: null,
  summary: null,
  examples: null,
  leadTimeHours: ['lead_time_hours', (a, b) => b.leadTimeHours >= a.leadTimeHours],
  approverRoles: ['approvals.roles', (a, b) => holdsAll(a.approverRoles, b.approverRoles)],
  approvalsNeeded: ['approvals.count', (a, b) => b.approvalsNeeded >= a.approvalsNeeded],
  pullReviewsNeeded: [
    'pull_requests.reviews',
    (a, b) => b.pullReviewsNeeded >= a.pullReviewsNeeded,
  ],
  pullChecksRequired: [
    'pull_requests.checks',
    (a, b) => b.pullChecksRequired || !a.pullChecksRequired,
  ],
  // Where somebody authorises, approvals are bypassed: having nobody is another way of deciding, not a stricter one.
  authoriserRoles: [
    'authorisers',
    (a, b) =>
      holdsAll(a.authoriserRoles, b.authoriserRoles) &&
      a.authoriserRoles.length > 0 === b.authoriserRoles.length > 0,
  ],
  posthocReviewHours: [
    'review_within_hours',
    (a, b) => isNoLonger(a.posthocReviewHours, b.posthocReviewHours),
  ],
  onPush: ['approvals', (a, b) => isNoPushLooser(a.onPush, b.onPush)],
};

export function looserCategories(pair: Pair<readonly CategoryRule[]>): readonly Loosening[] {
  const before = new Map(pair.from.map((rule) => [rule.category, rule]));
  return pair.to.flatMap((to) => {
    const from = before.get(to.category);
    const at = `${pair.at}.${to.category}`;
    if (from === undefined) return [{ what: at, from: 'no rule, so nothing passes', to: 'a rule' }];
    return compareFields(CATEGORY, { from, to, at });
  });
}

const APPROVAL: Table<ApprovalRule> = {
  id: null,
  title: null,
  holders: ['', (a, b) => isWithin(b.holders, a.holders)],
  // Owners are asked for beside the others, and speak in their place: neither way is the stricter one.
  owners: ['owners', (a, b) => a.owners === b.owners],
  count: ['count', (a, b) => b.count >= a.count],
  // Compared below, in pairs.
  stage: null,
  voidedByPush: ['voided_by_push', (a, b) => b.voidedByPush || !a.voidedByPush],
  ignoreUpdateMerges: [
    'ignore_update_merges',
    (a, b) => a.ignoreUpdateMerges || !b.ignoreUpdateMerges,
  ],
  ignoreCommitsBy: ['ignore_commits_by', (a, b) => holdsAll(a.ignoreCommitsBy, b.ignoreCommitsBy)],
};

export function looserApprovals(pair: Pair<readonly ApprovalRule[]>): readonly Loosening[] {
  return [...compareById(pair, comparing(APPROVAL)), ...looserStages(pair)];
}

/** What came one after the other still does. */
function looserStages({ from, to, at }: Pair<readonly ApprovalRule[]>): readonly Loosening[] {
  const after = new Map(to.map(({ id, stage }) => [id, stage]));
  return from.flatMap((later) => {
    const earlier = from.find(({ id, stage }) => {
      const [first, second] = [after.get(id), after.get(later.id)];
      if (stage >= later.stage || first === undefined || second === undefined) return false;
      return first >= second;
    });
    if (earlier === undefined) return [];
    const told = (stage: number | undefined): string => `${String(stage)}, after ${earlier.id}`;
    return [
      {
        what: `${at}.${later.id}.stage`,
        from: told(later.stage),
        to: `${String(after.get(later.id))}, with or before it`,
      },
    ];
  });
}

const STEP: Table<StepNeed> = {
  id: null,
  title: null,
  phase: ['phase', (a, b) => a.phase === null || a.phase === b.phase],
  position: ['position', (a, b) => a.position === 'anywhere' || a.position === b.position],
  words: ['words', (a, b) => holdsAll(a.words, b.words)],
};

const DEMANDS: Table<Demands> = {
  categoryAtLeast: ['category_at_least', (a, b) => isNoLower(a.categoryAtLeast, b.categoryAtLeast)],
  leadTimeHours: ['lead_time_hours', (a, b) => isNoLess(a.leadTimeHours, b.leadTimeHours)],
  approval: ['approval', (a, b) => asksAsMuch(a.approval, b.approval)],
  // Compared below, one by one.
  steps: null,
  checks: ['checks', (a, b) => holdsAll(b.checks, a.checks)],
  sections: ['sections', (a, b) => holdsAll(b.sections, a.sections)],
  answers: ['answers', (a, b) => holdsAll(b.answers, a.answers)],
  rollbackMinutes: ['rollback_minutes', (a, b) => isNoLonger(a.rollbackMinutes, b.rollbackMinutes)],
  window: ['window', (a, b) => b.window || !a.window],
  hold: ['hold', (a, b) => b.hold || !a.hold],
};

const RULE: Table<PolicyRule> = {
  id: null,
  title: null,
  when: ['when', (a, b) => appliesWherever(a.when, b.when)],
  // Compared below.
  demands: null,
  notes: null,
};

export function looserRule({ from, to, at }: Pair<PolicyRule>): readonly Loosening[] {
  const asked = { from: from.demands, to: to.demands, at: `${at}.require` };
  const steps = { from: asked.from.steps, to: asked.to.steps, at: `${asked.at}.steps` };
  return [
    ...compareFields(RULE, { from, to, at }),
    ...compareFields(DEMANDS, asked),
    ...compareById(steps, comparing(STEP)),
  ];
}

const CHECK: Table<CheckRule> = {
  id: null,
  title: null,
  // One name more is one more that may speak for it, one less is one that need not pass.
  names: ['names', (a, b) => holdsAll(a.names, b.names) && holdsAll(b.names, a.names)],
  from: ['from', isNoCheckWider],
  places: ['on', (a, b) => holdsAll(b.places, a.places)],
  mustReport: ['must_report', (a, b) => b.mustReport || !a.mustReport],
  threshold: ['threshold', (a, b) => a.threshold === b.threshold],
};

export const looserCheck: Looser<CheckRule> = comparing(CHECK);

/** Where it need not report, each one less is one whose "failed" no longer counts. */
function isNoCheckWider(from: CheckRule, to: CheckRule): boolean {
  if (sameAs(from.from.toSorted(), to.from.toSorted())) return true;
  const fewer = from.from.length === 0 || (to.from.length > 0 && holdsAll(from.from, to.from));
  return fewer && to.mustReport;
}

const SECTION: Table<SectionRule> = {
  id: null,
  title: null,
  headings: ['headings', (a, b) => holdsAll(a.headings, b.headings)],
  categories: ['categories', (a, b) => holdsAll(b.categories, a.categories)],
  ifApplicable: ['if_applicable', (a, b) => a.ifApplicable || !b.ifApplicable],
};

export const looserSection: Looser<SectionRule> = comparing(SECTION);

const METHOD: Table<RollbackMethod> = {
  id: null,
  title: null,
  method: null,
  withinMinutes: ['within_minutes', (a, b) => b.withinMinutes <= a.withinMinutes],
  kinds: ['kinds', (a, b) => holdsAll(b.kinds, a.kinds)],
};

export const looserMethod: Looser<RollbackMethod> = comparing(METHOD);

const DUTY: Table<DutyRule> = {
  id: null,
  title: null,
  withinHours: ['within_hours', (a, b) => b.withinHours <= a.withinHours],
  proof: ['proof', (a, b) => a.proof === 'word' || a.proof === b.proof],
};

export const looserDuty: Looser<DutyRule> = comparing(DUTY);

const KIND: Table<KindRule> = {
  id: null,
  // The title is the form's option where the scope does not name one.
  title: null,
  scope: ['scope', (a, b) => (a.scope ?? a.title) === (b.scope ?? b.title)],
  recognisedBy: [
    'recognised_by',
    (a, b) =>
      a.recognisedBy === null ||
      (b.recognisedBy !== null && appliesWherever(a.recognisedBy, b.recognisedBy)),
  ],
};

export const looserKind: Looser<KindRule> = comparing(KIND);
