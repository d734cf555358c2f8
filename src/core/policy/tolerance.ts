/**
 * Which pushes leave an approval standing, as the policy says for each part of what is needed. Machines are known by
 * account id, not by the name in a commit.
 */
import type { Tolerance } from '../change/bound-heads.ts';
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import type { Policy } from './policy.ts';
import type { PushRule } from './rule.ts';
import { findRule } from './rights.ts';
import { idBehind } from './roles.ts';

export const ANY_PUSH_VOIDS: PushRule = {
  voidedByPush: true,
  ignoreUpdateMerges: false,
  ignoreCommitsBy: [],
};

export function toleranceOf(rule: PushRule, facts: Facts): Tolerance {
  const { voidedByPush, ignoreUpdateMerges, ignoreCommitsBy } = rule;
  const ids = ignoreCommitsBy.map((login) => idBehind(login, facts));
  return { voidedByPush, ignoreUpdateMerges, makers: ids.filter((id) => typeof id === 'string') };
}

/** Some part does not mind a push that changed no file: it has to be known what each of them holds. */
export function mindsFilesExactly({ categories, approvalRules }: Policy): boolean {
  const rules = [...categories.map(({ onPush }) => onPush ?? ANY_PUSH_VOIDS), ...approvalRules];
  return rules.some(({ voidedByPush, ignoreUpdateMerges }) => voidedByPush && ignoreUpdateMerges);
}

/** Of every part that any approval may be given for: what none of them minds takes nothing away at all. */
export function tolerancesOf(change: Change, facts: Facts): readonly Tolerance[] {
  const { policy } = facts;
  const own = findRule(policy, change.category)?.onPush ?? ANY_PUSH_VOIDS;
  return [own, ...policy.approvalRules].map((rule) => toleranceOf(rule, facts));
}
