/**
 * What the rules of the policy ask for, put to a gate: first what those ask that apply, then what those ask as well
 * that cannot tell whether they do.
 *
 * What must stay true: a gate that is kept shut only by rules that cannot tell says so, and what could not be told. It
 * never says met for them, and never unmet.
 */
import { demandsOf } from '../policy/demands.ts';
import type { DemandSet, RuleDemands } from '../policy/demands.ts';
import type { Policy } from '../policy/policy.ts';
import { cannotTell } from './gate.ts';
import type { Asked, Finding } from './gate.ts';

/** An answer, and the ids of the rules that it rests on. */
export type Ruled = { readonly finding: Finding; readonly rules: readonly string[] };

export function underRules(
  { change, facts }: Asked,
  judge: (demanded: DemandSet) => Ruled,
): Finding {
  const demands = demandsOf(change, facts);
  const plain = judge(demands.asked);
  if (isShut(plain) || demands.possible === demands.asked) return named(plain, facts.policy);
  const strict = judge(demands.possible);
  if (!isShut(strict)) return named(plain, facts.policy);
  const { rules, finding } = strict;
  const [unknown = 'policy'] = unknownsOf(rules, demands);
  const { who, next, link } = finding;
  return {
    ...cannotTell(unknown, { rules: titlesOf(rules, facts.policy) }),
    ...(who === undefined ? {} : { who }),
    ...(next === undefined ? {} : { next }),
    ...(link === undefined ? {} : { link }),
  };
}

function isShut({ finding }: Ruled): boolean {
  return finding.kind === 'unmet' || finding.kind === 'cannot_tell';
}

function named({ finding, rules }: Ruled, policy: Policy): Finding {
  if (rules.length === 0) return finding;
  return { ...finding, facts: { ...finding.facts, rules: titlesOf(rules, policy) } };
}

function titlesOf(ids: readonly string[], { rules }: Policy): readonly string[] {
  return ids.map((id) => rules.find((rule) => rule.id === id)?.title ?? id);
}

function unknownsOf(ids: readonly string[], { answers }: RuleDemands): RuleDemands['unknown'] {
  const why = answers.flatMap(({ rule, answer }) =>
    answer.kind === 'cannot_tell' && ids.includes(rule.id) ? answer.why : [],
  );
  return [...new Set(why)].sort();
}
