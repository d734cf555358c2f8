/**
 * Counts approvals. It keeps apart who spoke, who is barred and why, who could still speak, and whether it is enough;
 * what is said about it on a surface is made elsewhere from this result.
 *
 * What must stay true: the author, everybody with a hand in the plan, and whoever wrote, committed or pushed to a
 * linked pull request never count; nor does a bot, a person without the role now as well as then, or a voice for another plan,
 * policy or head. One human counts once. What cannot be established counts as nobody.
 */
import { bindsPresentPlan, boundDigest } from '../change/binding.ts';
import type { Actor, Facts } from '../change/facts.ts';
import { isBefore } from '../change/moment.ts';
import { isPull } from '../change/pull-key.ts';
import type { Unknown } from '../change/refusal-facts.ts';
import type { RefusalCode } from '../change/refusal.ts';
import type { Approval } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';
import { answerTree, neededLeaves, openLeaves, unknownsOf } from './approval-tree.ts';
import type { AskingRule, TreeAnswer } from './approval-tree.ts';
import { findBar } from './bar.ts';
import { scenesElsewhere } from './elsewhere.ts';
import { humansOf } from './humans.ts';
import { oncePer } from './once-per.ts';
import type { Part, PartDoubt } from './part.ts';
import { answerIn, countParts } from './parts.ts';
import type { Parts } from './parts.ts';
import type { CategoryRule } from './policy.ts';
import { findRule } from './rights.ts';
import { signInMinutes } from './sign-in.ts';
import { isVersion } from './version.ts';

/** `early`: it was the turn of an earlier stage. */
export type VoiceReason = RefusalCode | 'withdrawn' | 'reopened' | 'bot' | 'repeated' | 'early';

export type Voice = {
  readonly approval: Approval;
  readonly counted: boolean;
  /** Why it does not count; null when it does. */
  readonly reason: VoiceReason | null;
  /** `plan`, `policy`, `heads`, `roles`, or the pull request that bars: what the reason is about. */
  readonly about: string | null;
};

/** What a rule of the policy asks for beside the category's own approval. */
export type RuleTally = AskingRule & {
  readonly answer: TreeAnswer;
  /** Ids of what is missing. */
  readonly open: readonly string[];
};

/** Something that is needed and that nobody is left to give. */
export type Lack = { readonly id: string; readonly title: string; readonly part: Part | null };

export type Tally = {
  /** Null: no category, or the policy has no rule for it; then nothing is ever enough. */
  readonly rule: CategoryRule | null;
  /** Of all parts together; of alternatives, those that lack least. */
  readonly needed: number;
  readonly remaining: number;
  readonly counted: readonly Approval[];
  readonly spoke: readonly Voice[];
  /** Who could still give a counting approval; empty when people are unknown. */
  readonly eligible: readonly Actor[];
  /** What is needed: the category's own approval first, then what rules ask for. */
  readonly parts: readonly Part[];
  readonly rules: readonly RuleTally[];
  /** Parts that are asked for now, and those whose turn comes later. */
  readonly open: readonly Part[];
  /** What nobody could give. */
  readonly lacks: readonly Lack[];
  /** What the forge would not say, or has not said yet. While it does not, nothing is enough. */
  readonly unknown: readonly Unknown[];
  /** Too little was said, whatever is unknown. */
  readonly isShort: boolean;
  readonly enough: boolean;
};

type Doubt = Pick<Voice, 'reason' | 'about'>;

export const tally = oncePer(countAll);

function countAll(change: Change, facts: Facts): Tally {
  const rule = findRule(facts.policy, change.category);
  const doubts = new Map(change.approvals.map((one) => [one, doubtAbout(change, facts, one)]));
  const sound = change.approvals.filter((one) => doubts.get(one) === null);
  const all = countParts(rule, { change, facts, sound });
  const { category, asked } = all;
  const rules = all.rules.map((one) => tallyRule(one, all));
  const unmet = rules.filter(({ answer }) => answer !== 'met' && answer !== 'skipped');
  const missing = new Set(unmet.flatMap(({ open }) => open));
  const own = category === null ? [] : [category];
  const open = [...own, ...asked.values()].filter(
    (part) => part.answer !== 'met' && (part === category || missing.has(part.need.id)),
  );
  const unknown = unknowns(change, facts, { open, rules: unmet });
  const spoke = change.approvals.map((one) => voiceOf(one, doubts.get(one) ?? null, all));
  const enough = category?.answer === 'met' && unmet.length === 0 && unknown.length === 0;
  const isShort = category?.answer !== 'met' || unmet.some(({ answer }) => answer === 'not_met');
  return {
    ...{ rule, spoke, rules, open, unknown, enough, isShort },
    ...numbersOf(all),
    parts: [...own, ...asked.values()],
    counted: spoke.filter((voice) => voice.counted).map(({ approval }) => approval),
    eligible: eligibleFor(open),
    lacks: lacksOf(all),
  };
}

/** Of each approval, in the order in which they were given: `counted`, here or in another repository, or why not. */
export function voicesOf(change: Change, facts: Facts): readonly string[] {
  const there = scenesElsewhere(change, facts).map((one) => tally(one.change, one.facts).spoke);
  return tally(change, facts).spoke.map(({ reason }, at) =>
    there.some((spoke) => spoke[at]?.counted === true) ? 'counted' : (reason ?? 'counted'),
  );
}

function tallyRule(rule: AskingRule, { asked }: Parts): RuleTally {
  const isMet = answerIn(asked);
  return { ...rule, answer: answerTree(rule.tree, isMet), open: openLeaves(rule.tree, isMet) };
}

function numbersOf({ category, rules, asked }: Parts): Pick<Tally, 'needed' | 'remaining'> {
  const lacking = (id: string): number => lackOf(asked.get(id));
  const ids = new Set(rules.flatMap(({ tree }) => neededLeaves(tree, lacking)));
  const parts = [category, ...[...ids].map((id) => asked.get(id))];
  const needed = parts.reduce((sum, part) => sum + Math.max(1, part?.need.count ?? 1), 0);
  return { needed, remaining: parts.reduce((sum, part) => sum + lackOf(part), 0) };
}

/** How many voices are missing at least; a part that nobody knows lacks one. */
function lackOf(part: Part | null | undefined): number {
  if (part === null || part === undefined) return 1;
  return Math.max(part.remaining, part.unowned.length > 0 ? 1 : 0);
}

function eligibleFor(open: readonly Part[]): readonly Actor[] {
  const asked = open.filter(({ isOpen }) => isOpen).flatMap(({ eligible }) => eligible);
  return [...new Map(asked.map((person) => [person.id, person])).values()];
}

/** Found at submit, not on the night. A group of nothing lacks itself. */
function lacksOf({ category, rules, asked }: Parts): readonly Lack[] {
  const own = category === null || category.isReachable ? [] : [lackingPart(category)];
  const canBeMet = (id: string): TreeAnswer =>
    asked.get(id)?.isReachable === true ? 'met' : 'not_met';
  const ofRules = rules.flatMap(({ id, title, tree }): readonly Lack[] => {
    if (answerTree(tree, canBeMet) !== 'not_met') return [];
    const leaves = openLeaves(tree, canBeMet);
    if (leaves.length === 0) return [{ id, title, part: null }];
    return leaves.map((leaf) => {
      const part = asked.get(leaf);
      return part === undefined ? { id: leaf, title: leaf, part: null } : lackingPart(part);
    });
  });
  return [...new Map([...own, ...ofRules].map((lack) => [lack.id, lack])).values()];
}

function lackingPart(part: Part): Lack {
  return { id: part.need.id, title: part.need.title, part };
}

function doubtAbout(change: Change, facts: Facts, approval: Approval): Doubt | null {
  if (approval.voided !== null) return { reason: approval.voided.reason, about: null };
  const bar = findBar(change, facts, approval.by.id);
  if (bar !== null) return { reason: bar.reason, about: bar.pull };
  const digest = boundDigest(change);
  if (digest === null || approval.digest !== digest)
    return { reason: 'approval_stale', about: 'plan' };
  // Given in the same second as the edit, it may have been given to the text before it.
  if (bindsPresentPlan(change) && !isBefore(change.substantiveAt, approval.at))
    return { reason: 'approval_stale', about: 'plan' };
  return isVersion(facts.policy, approval.policy)
    ? null
    : { reason: 'approval_stale', about: 'policy' };
}

/** It counts where it counts for any part; otherwise the category's own reason is told. */
function voiceOf(approval: Approval, doubt: Doubt | null, { category, asked }: Parts): Voice {
  if (doubt !== null) return { approval, counted: false, ...doubt };
  const parts = [...(category === null ? [] : [category]), ...asked.values()];
  const heard = parts.map(({ voices }) => voices.find((one) => one.approval.seq === approval.seq));
  if (heard.some((one) => one?.doubt === null))
    return { approval, counted: true, reason: null, about: null };
  const doubts = heard.flatMap((one) => one?.doubt ?? []);
  const said = doubts.find((one) => one !== 'then') ?? 'then';
  return { approval, counted: false, ...reasonOf(said, approval) };
}

function reasonOf(doubt: PartDoubt, { channel }: Approval): Doubt {
  switch (doubt) {
    case 'heads':
      return { reason: channel === 'review' ? 'stale_review' : 'ref_changed', about: 'heads' };
    case 'then':
      return { reason: 'not_permitted', about: 'roles' };
    case 'now':
      return { reason: 'approval_stale', about: 'roles' };
    case 'unsigned':
      return { reason: 'reauthentication_due', about: null };
    case 'bot':
    case 'repeated':
    case 'early':
      return { reason: doubt, about: null };
  }
}

type Missing = { readonly open: readonly Part[]; readonly rules: readonly RuleTally[] };

function unknowns(change: Change, facts: Facts, { open, rules }: Missing): readonly Unknown[] {
  const asksForSignIn = signInMinutes(change, facts.policy) !== null;
  const unread = change.pulls.some((linked) => !facts.pulls.some((pull) => isPull(pull, linked)));
  return [
    ...new Set<Unknown>([
      ...(facts.people === null ? ['people' as const] : []),
      ...(unread ? ['pulls' as const] : []),
      // What is edited while a change runs is not what was approved, whoever did it.
      ...(change.editorUnknownSince !== null && bindsPresentPlan(change)
        ? ['editor' as const]
        : []),
      ...(humansOf(facts).unknown ? ['teams' as const] : []),
      ...(open.length > 0 && facts.signInAt === null && asksForSignIn ? ['sign_in' as const] : []),
      ...open.flatMap(({ unknown }) => unknown ?? []),
      ...rules.flatMap(({ tree }) => unknownsOf(tree)),
    ]),
  ];
}
