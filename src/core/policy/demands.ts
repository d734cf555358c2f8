/**
 * Which rules of the policy apply to a change, and the strongest of what they ask for. Approvals are counted for each
 * rule by itself (approval-tree.ts).
 *
 * What must stay true: a rule that cannot tell whether it applies is asked for as if it did. What it asks for stands
 * apart, in `possible`: a gate that only that keeps shut says `cannot_tell`, and what could not be told. A rule that
 * does not apply is kept with why, so that nobody takes its silence for consent.
 */
import type { Unknown } from '../change/refusal-facts.ts';
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { CATEGORY_LADDER } from './category-ladder.ts';
import type { Category } from '../plan/plan.ts';
import type { Match } from './answer.ts';
import { match } from './match.ts';
import { oncePer } from './once-per.ts';
import type { PolicyRule, StepNeed } from './rule.ts';

export type RuleAnswer = { readonly rule: PolicyRule; readonly answer: Match };

/** What is asked for, and the ids of the rules that ask. */
export type Demand<T> = { readonly what: T; readonly rules: readonly string[] };

export type DemandSet = {
  readonly categoryAtLeast: Demand<Category> | null;
  readonly leadTimeHours: Demand<number> | null;
  readonly rollbackMinutes: Demand<number> | null;
  readonly steps: readonly Demand<StepNeed>[];
  readonly checks: readonly Demand<string>[];
  readonly sections: readonly Demand<string>[];
  readonly answers: readonly Demand<string>[];
  readonly window: Demand<true> | null;
  readonly hold: Demand<true> | null;
};

export type RuleDemands = {
  readonly answers: readonly RuleAnswer[];
  /** Of the rules that apply. */
  readonly asked: DemandSet;
  /** Of those that apply and those that cannot tell; the same as `asked` where all can. */
  readonly possible: DemandSet;
  /** What could not be told. */
  readonly unknown: readonly Unknown[];
};

const ALWAYS: Match = { kind: 'holds', why: ['always'] };

/** Every gate that asks gets the same. */
export const demandsOf = oncePer(findDemands);

function findDemands(change: Change, facts: Facts): RuleDemands {
  const answers = facts.policy.rules.map((rule) => ({
    rule,
    answer: rule.when === null ? ALWAYS : match(rule.when, change, facts),
  }));
  const applying = answers.filter(({ answer }) => answer.kind === 'holds');
  const open = answers.filter(({ answer }) => answer.kind === 'cannot_tell');
  const asked = collect(applying.map(({ rule }) => rule));
  const unknown = open.flatMap(({ answer }) => (answer.kind === 'cannot_tell' ? answer.why : []));
  const possible =
    open.length === 0 ? asked : collect([...applying, ...open].map(({ rule }) => rule));
  return { answers, asked, possible, unknown: [...new Set(unknown)].sort() };
}

/** In the order of ids, so that the order of a file decides nothing. */
function collect(applying: readonly PolicyRule[]): DemandSet {
  const rules = applying.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  return {
    categoryAtLeast: strongest(rules, ({ demands }) => demands.categoryAtLeast, rankOf),
    leadTimeHours: strongest(
      rules,
      ({ demands }) => demands.leadTimeHours,
      (hours) => hours,
    ),
    rollbackMinutes: strongest(
      rules,
      ({ demands }) => demands.rollbackMinutes,
      (minutes) => -minutes,
    ),
    steps: together(rules, ({ demands }) => demands.steps, keyOfStep),
    checks: together(
      rules,
      ({ demands }) => demands.checks,
      (id) => id,
    ),
    sections: together(
      rules,
      ({ demands }) => demands.sections,
      (id) => id,
    ),
    answers: together(
      rules,
      ({ demands }) => demands.answers,
      (id) => id,
    ),
    window: strongest(
      rules,
      ({ demands }) => demands.window || null,
      () => 0,
    ),
    hold: strongest(
      rules,
      ({ demands }) => demands.hold || null,
      () => 0,
    ),
  };
}

type Pick<T> = (rule: PolicyRule) => T | null;

/** The most that any of them asks for, with all who ask for as much. */
function strongest<T>(
  rules: readonly PolicyRule[],
  pick: Pick<T>,
  rank: (value: T) => number,
): Demand<T> | null {
  let most: { what: T; rules: string[] } | null = null;
  for (const rule of rules) {
    const what = pick(rule);
    if (what === null) continue;
    if (most === null || rank(what) > rank(most.what)) most = { what, rules: [rule.id] };
    else if (rank(what) === rank(most.what)) most.rules.push(rule.id);
  }
  return most;
}

/** All that any of them asks for, each thing once. */
function together<T>(
  rules: readonly PolicyRule[],
  pick: (rule: PolicyRule) => readonly T[],
  keyOf: (value: T) => string,
): readonly Demand<T>[] {
  const all = new Map<string, { what: T; rules: string[] }>();
  for (const rule of rules) {
    for (const what of pick(rule)) {
      const there = all.get(keyOf(what));
      if (there === undefined) all.set(keyOf(what), { what, rules: [rule.id] });
      else if (!there.rules.includes(rule.id)) there.rules.push(rule.id);
    }
  }
  return [...all.values()];
}

/** Two rules may ask for a step of one name in different places: both are asked for. */
function keyOfStep({ id, phase, position, words }: StepNeed): string {
  return [id, phase ?? '', position, ...words].join('\n');
}

function rankOf(category: Category): number {
  return CATEGORY_LADDER.indexOf(category);
}
