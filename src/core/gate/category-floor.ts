/**
 * A risk level asks for at least a certain category, and so may rules, so that nobody chooses the light path for heavy
 * work. Asked again before approval, because the plan may be edited while it is in review.
 */
import type { Category } from '../plan/plan.ts';
import { CATEGORY_LADDER } from '../policy/category-ladder.ts';
import type { DemandSet } from '../policy/demands.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Asked, Gate } from './gate.ts';
import { underRules } from './rules.ts';
import type { Ruled } from './rules.ts';

export const categoryFloor: Gate = {
  id: 'category_floor',
  title: 'Category fits the risk',
  code: 'category_too_low',
  purposes: ['submit', 'approve', 'start'],
  wakesOn: ['plan_recorded', 'pull_linked', 'pull_unlinked', 'pull_head_moved', 'pull_changed'],
  bypassedInEmergency: false,
  elsewhere: true,
  judge: (asked) => {
    const { category } = asked.change;
    if (category === null) return notApplicable('no_category');
    return underRules(asked, (demanded) => judgeFloor(asked, demanded, category));
  },
};

function judgeFloor({ change, facts }: Asked, demanded: DemandSet, category: Category): Ruled {
  const { risk, author, issueUrl } = change;
  const byRisk = risk === null ? null : facts.policy.categoryFloorByRisk[risk];
  const byRule = demanded.categoryAtLeast;
  const isByRule = byRule !== null && (byRisk === null || isBelow(byRisk, byRule.what));
  const floor = isByRule ? byRule.what : byRisk;
  if (floor === null) return { finding: notApplicable('no_risk'), rules: [] };
  const said = { category, ...(risk === null ? {} : { risk }), floor };
  const finding = isBelow(category, floor)
    ? unmet(said, { who: [author.login], link: issueUrl })
    : met(said);
  return { finding, rules: isByRule ? byRule.rules : [] };
}

function isBelow(category: Category, floor: Category): boolean {
  return CATEGORY_LADDER.indexOf(category) < CATEGORY_LADDER.indexOf(floor);
}
