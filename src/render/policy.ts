/**
 * CHANGE_POLICY.md, printed from the policy that gates and tally read. The committed page is compared with this
 * text by a test: the document and the enforcement cannot drift.
 */
import { REFUSAL_CODES } from '../core/change/refusal.ts';
import { GATES } from '../core/gate/judge.ts';
import type { Gate } from '../core/gate/gate.ts';
import type { Level } from '../core/plan/plan.ts';
import { type CategoryRule, type Policy } from '../core/policy/policy.ts';
import { ROLES, type Role } from '../core/policy/holders.ts';
import type { Failure } from '../core/policy/rule.ts';
import { signInMinutes } from '../core/policy/sign-in.ts';
import { asMarkdown, join, list, md, NOTHING, type Markdown } from './markdown.ts';
import { refusalText } from './refusal.ts';
import { code, inline } from './safe-text.ts';
import { template, type Printable } from './template.ts';
import { CATEGORY_WORDS, ROLE_WORDS, verbWord } from './words.ts';
import {
  checkRows,
  complianceRows,
  documentRow,
  dutyRows,
  rollbackRows,
  sectionRows,
} from './policy-lists.ts';
import { bypassTexts, overrideRows } from './policy-passes.ts';
import { kindRows, ruleRows, ruleSections, stepSetTexts } from './policy-rules.ts';
import { pastGatesTexts } from './policy-past-gates.ts';
import { timeTexts } from './policy-time.ts';
import { anyOf } from './who.ts';

const PAGE = template<Printable>('policy');
const LEVELS: readonly Level[] = ['low', 'medium', 'high', 'critical'];

export function renderPolicy(policy: Policy): string {
  return PAGE({
    version: code(policy.version),
    document: documentRow(policy),
    kinds: kindRows(policy),
    rules: ruleRows(policy),
    ruleSections: ruleSections(policy),
    stepSets: stepSetTexts(policy),
    checks: checkRows(policy),
    squash: policy.mergeMethod === 'squash',
    sections: sectionRows(policy),
    reviewChecklist: policy.reviewChecklist.map(inline),
    rollbackMethods: rollbackRows(policy),
    rollbackCriteria: policy.rollbackCriteria.map(inline),
    duties: dutyRows(policy),
    failures: failuresText(policy),
    failureHours: policy.failureReview.withinHours,
    compliance: complianceRows(policy),
    floors: floorsText(policy),
    categories: policy.categories.map((rule) => ({
      name: CATEGORY_WORDS[rule.category],
      summary: inline(rule.summary),
      risk: asMarkdown(rule.risk),
      rules: categoryRules(rule, policy),
      examples: join(rule.examples.map(inline), md`; `),
    })),
    permissions: Object.entries(policy.rolesByPermission).map(([permission, roles]) => ({
      permission: code(permission),
      roles: list(roles.map(roleWord), 'and'),
    })),
    rights: rightsOf(policy),
    overrides: overrideRows(policy),
    bypass: bypassTexts(policy),
    pastGates: pastGatesTexts(policy),
    time: timeTexts(policy),
    gates: GATES.map(gateRow),
    refusals: REFUSAL_CODES.map((one) => {
      const { sentence, remedy, who } = refusalText(one, {});
      return { code: code(one), sentence, remedy, who };
    }),
  });
}

const FAILURE_WORDS: Readonly<Record<Failure, Markdown>> = {
  failed: md`ended unsuccessful`,
  rolled_back: md`was rolled back`,
};

function failuresText({ failureReview }: Policy): Markdown | null {
  const { after } = failureReview;
  return after.length === 0
    ? null
    : list(
        after.map((one) => FAILURE_WORDS[one]),
        'or',
      );
}

/** Where whoever gives their word signs in again. */
function signInRules(rule: CategoryRule, policy: Policy): readonly Markdown[] {
  const minutes = signInMinutes(rule, policy);
  if (minutes === null) return [];
  const word =
    rule.authoriserRoles.length > 0 ? md`Whoever confirms the word` : md`Whoever approves`;
  return [md`${word} signs in again at the forge, in a browser, within ${minutes} minutes of it.`];
}

/** One rule a line, as gates and tally apply it. */
export function categoryRules(rule: CategoryRule, policy: Policy): readonly Markdown[] {
  const rules: Markdown[] = [];
  const approvers = list(rule.approverRoles.map(roleWord), 'or');
  const times =
    rule.approvalsNeeded === 1 ? md`One approval` : md`${rule.approvalsNeeded} approvals`;
  if (rule.authoriserRoles.length > 0) {
    rules.push(
      md`It starts on the word of a named ${list(rule.authoriserRoles.map(roleWord), 'or')}, by voice if need be; that person confirms it in the record.`,
    );
    rules.push(
      md`Approval, notice, window and checks are bypassed at the start, and recorded as bypassed. A block is not: whoever set it lifts it, or a lead.`,
    );
  } else {
    rules.push(md`${times} from a ${approvers}.`);
  }
  rules.push(...signInRules(rule, policy));
  rules.push(
    rule.leadTimeHours === 0
      ? md`No notice is needed.`
      : md`At least ${rule.leadTimeHours} hours of notice.`,
  );
  if (rule.posthocReviewHours !== null)
    rules.push(
      md`Somebody who took no part in it (${approvers}) reviews it within ${rule.posthocReviewHours} hours of the start.`,
    );
  // At the start and the merge of an emergency these are bypassed with the rest.
  if (rule.authoriserRoles.length === 0) rules.push(pullRule(rule));
  return rules;
}

function pullRule({
  pullReviewsNeeded: reviews,
  pullChecksRequired: checks,
}: CategoryRule): Markdown {
  const reviewed =
    reviews === 0
      ? NOTHING
      : md`${reviews} independent approving ${reviews === 1 ? md`review` : md`reviews`} at the head`;
  const passed = checks ? md`all its checks passed` : NOTHING;
  const parts = [reviewed, passed].filter((part) => part !== NOTHING);
  return parts.length === 0
    ? md`A linked pull request needs nothing more.`
    : md`A linked pull request needs ${list(parts, 'and')}.`;
}

function floorsText({ categoryFloorByRisk }: Policy): Markdown {
  return list(
    LEVELS.map((level) => md`${asMarkdown(level)} risk: ${asMarkdown(categoryFloorByRisk[level])}`),
    'and',
  );
}

/** Rights with a key of their own, in words; all others are verbs. */
const SPECIAL_RIGHTS: ReadonlyMap<string, Markdown> = new Map([
  ['unblock_for_blocker', md`lift a block that somebody else set`],
  ['confirm_unnamed', md`be the second person although the plan names another`],
  ['handover_for_operator', md`hand a running change over when the operator cannot`],
  ['complete_for_operator', md`complete a change that somebody else runs`],
  ['rollback_for_operator', md`roll back a change that somebody else runs`],
  ['recovered_for_operator', md`verify a rollback that somebody else did`],
  ['authorise_unnamed', md`confirm an emergency although another was named`],
  ['cancel_own', md`cancel a change of their own`],
  ['override_after_draft', md`lower a gate once the draft is submitted`],
]);
/** No verbs of people. */
const SILENT: readonly string[] = ['open', 'untick', 'observe', 'ask'];

function rightsOf(policy: Policy): readonly { readonly who: Markdown; readonly verbs: Markdown }[] {
  const groups = new Map<string, Markdown[]>();
  for (const [verb, roles] of Object.entries(policy.verbRoles)) {
    if (SILENT.includes(verb)) continue;
    const who = anyOf(inOrder(roles));
    const words = SPECIAL_RIGHTS.get(verb) ?? code(verbWord(verb));
    groups.set(who, [...(groups.get(who) ?? []), words]);
  }
  return [...groups].map(([who, verbs]) => ({ who: asMarkdown(who), verbs: join(verbs, md`, `) }));
}

function gateRow(gate: Gate): {
  readonly title: Markdown;
  readonly acts: Markdown;
  readonly code: Markdown;
  readonly bypassed: Markdown;
} {
  return {
    title: inline(gate.title),
    acts: join(
      gate.purposes.map((purpose) => asMarkdown(purpose)),
      md`, `,
    ),
    code: code(gate.code),
    bypassed: bypassedText(gate),
  };
}

function bypassedText({ bypassedInEmergency: bypassed }: Gate): Markdown {
  if (typeof bypassed === 'boolean') return bypassed ? md`yes` : md`no`;
  return md`only ${list(bypassed.map(code), 'and')}`;
}

function inOrder(roles: readonly Role[]): readonly Role[] {
  return ROLES.filter((role) => roles.includes(role));
}

function roleWord(role: Role): Markdown {
  return ROLE_WORDS[role];
}
