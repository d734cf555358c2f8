/**
 * What an edit changed: substantive parts void approvals, cosmetic ones are shown and nothing more.
 *
 * What must stay true: `substantive` is empty exactly when the two digests are equal.
 */
import { canonicalize } from '../audit/canonical.ts';
import { governedParts } from './governed.ts';
import type { Plan } from './plan.ts';
import { phaseOfField } from './read-steps.ts';

export type PlanDifference = {
  /** Field ids and step ids. */
  readonly substantive: readonly string[];
  readonly cosmetic: readonly string[];
};

export function comparePlans(before: Plan, after: Plan): PlanDifference {
  const left = governedParts(before);
  const right = governedParts(after);
  const ids = new Set([...left.keys(), ...right.keys()]);
  const substantive = [...ids].filter(
    (id) => canonicalize(left.get(id) ?? null) !== canonicalize(right.get(id) ?? null),
  );
  const spelled = new Set([...Object.keys(before.answers), ...Object.keys(after.answers)]);
  const cosmetic = [...spelled].filter(
    (id) => before.answers[id] !== after.answers[id] && !covers(substantive, id, [before, after]),
  );
  return { substantive, cosmetic };
}

/** Whether a changed answer is named already: by its own id, or by a step that stands in it. */
function covers(substantive: readonly string[], field: string, plans: readonly Plan[]): boolean {
  if (substantive.includes(field)) return true;
  const phase = phaseOfField(field);
  if (phase === null) return false;
  return plans.some((plan) =>
    plan.steps.some((step) => step.phase === phase && substantive.includes(step.id)),
  );
}
