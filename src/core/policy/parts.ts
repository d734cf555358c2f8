/**
 * All parts of what a change needs: the category's own approval, and what the rules that apply ask for beside it,
 * stage by stage.
 *
 * What must stay true: a later stage counts only what was said after all earlier ones were there, by the order of the
 * log. Every part is counted once, however many rules ask for it.
 */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { answerTree, askingRules, leavesOf, restrict } from './approval-tree.ts';
import type { AskingRule, TreeAnswer } from './approval-tree.ts';
import { ownedPaths } from './code-owners.ts';
import { countPart, isThere } from './part.ts';
import type { Hall, Need, Part } from './part.ts';
import { NOBODY } from './holders.ts';
import type { CategoryRule } from './policy.ts';
import { isPreapproved } from './pre-approved.ts';
import { ANY_PUSH_VOIDS, toleranceOf } from './tolerance.ts';

/** Before everything that was ever said. */
const ALWAYS = -1;

export type Parts = {
  /** Null: no category, or the policy has no rule for it. */
  readonly category: Part | null;
  readonly rules: readonly AskingRule[];
  /** By id, each that a rule asks for. */
  readonly asked: ReadonlyMap<string, Part>;
};

export function countParts(category: CategoryRule | null, hall: Hall): Parts {
  const { change, facts } = hall;
  const rules = askingRules(change, facts);
  return {
    category: category === null ? null : ownPart(needOf(category, facts), hall),
    rules,
    asked: countStages(needsOf(rules, change, facts), { rules, hall }),
  };
}

/** The category's own approval. Where a template stands in for it, it is there, whoever spoke. */
function ownPart(need: Need, hall: Hall): Part {
  const part = countPart(need, hall, ALWAYS);
  if (part.answer === 'met' || !isPreapproved(hall.change, hall.facts)) return part;
  return { ...part, remaining: 0, unowned: [], isReachable: true, unknown: null, answer: 'met' };
}

export function answerIn(asked: ReadonlyMap<string, Part>): (id: string) => TreeAnswer {
  // What the policy does not know cannot be given by anybody.
  return (id) => asked.get(id)?.answer ?? 'not_met';
}

function needOf(rule: CategoryRule, facts: Facts): Need {
  return {
    id: 'category',
    title: rule.category,
    holders: { ...NOBODY, roles: rule.approverRoles },
    owned: null,
    count: rule.approvalsNeeded,
    stage: null,
    tolerance: toleranceOf(rule.onPush ?? ANY_PUSH_VOIDS, facts),
  };
}

function needsOf(rules: readonly AskingRule[], change: Change, facts: Facts): readonly Need[] {
  const ids = new Set(rules.flatMap(({ tree }) => leavesOf(tree)));
  const asked = facts.policy.approvalRules.filter(({ id }) => ids.has(id));
  const owned = asked.some(({ owners }) => owners) ? ownedPaths(change, facts) : null;
  return asked.map((rule) => ({
    ...{ id: rule.id, title: rule.title, holders: rule.holders },
    ...{ count: rule.count, stage: rule.stage },
    owned: rule.owners ? (owned ?? 'unknown') : null,
    tolerance: toleranceOf(rule, facts),
  }));
}

type Staging = { readonly rules: readonly AskingRule[]; readonly hall: Hall };

function countStages(needs: readonly Need[], staging: Staging): ReadonlyMap<string, Part> {
  const turns = new Map<string, number | null>();
  const stages = [...new Set(needs.map(({ stage }) => stage ?? 0))].sort((a, b) => a - b);
  for (const stage of stages) {
    const earlier = needs.filter((need) => (need.stage ?? 0) < stage);
    const turn = earlier.length === 0 ? ALWAYS : turnAfter(earlier, turns, staging);
    for (const { id } of needs.filter((need) => (need.stage ?? 0) === stage)) turns.set(id, turn);
  }
  return new Map(
    needs.map((need) => [need.id, countPart(need, staging.hall, turns.get(need.id) ?? null)]),
  );
}

/** The place in the log at which the earlier stages were there; null: they are not. More voices never undo it. */
function turnAfter(
  earlier: readonly Need[],
  turns: ReadonlyMap<string, number | null>,
  { rules, hall }: Staging,
): number | null {
  const { sound } = hall;
  const trees = rules.flatMap(
    ({ tree }) => restrict(tree, (id) => earlier.some((need) => need.id === id)) ?? [],
  );
  const isDone = (voices: number): boolean => {
    const then = { ...hall, sound: sound.slice(0, voices) };
    const there = new Set(
      earlier.filter((need) => isThere(need, then, turns.get(need.id) ?? null)).map(({ id }) => id),
    );
    return trees.every((tree) => {
      const answer = answerTree(tree, (id) => (there.has(id) ? 'met' : 'not_met'));
      return answer === 'met' || answer === 'skipped';
    });
  };
  if (!isDone(sound.length)) return null;
  let [least, most] = [0, sound.length];
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (isDone(middle)) most = middle;
    else least = middle + 1;
  }
  return sound[least - 1]?.seq ?? ALWAYS;
}
