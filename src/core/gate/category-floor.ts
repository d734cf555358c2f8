/**
 * A risk level asks for at least a certain category, so that nobody chooses the light path for heavy work. Asked
 * again before approval, because the plan may be edited while it is in review.
 */
import type { Category } from '../plan/plan.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

/** An emergency is not on the ladder: it has its own authoriser and its own review. */
const LADDER: readonly Category[] = ['standard', 'normal', 'significant', 'emergency'];

export const categoryFloor: Gate = {
  id: 'category_floor',
  title: 'Category fits the risk',
  code: 'category_too_low',
  purposes: ['submit', 'approve', 'start'],
  wakesOn: ['plan_recorded'],
  bypassedInEmergency: false,
  judge: ({ change, facts }) => {
    const { category, risk, author, issueUrl } = change;
    if (category === null) return notApplicable('no_category');
    if (risk === null) return notApplicable('no_risk');
    const floor = facts.policy.categoryFloorByRisk[risk];
    if (LADDER.indexOf(category) >= LADDER.indexOf(floor)) return met({ category, risk, floor });
    return unmet({ category, risk, floor }, { who: [author.login], link: issueUrl });
  },
};
