/**
 * When a reopened change gets a new plan, only steps that are the same in both plans keep what was recorded for them.
 * Ids are given by position, so the id alone says nothing: an inserted step would inherit its neighbour's tick.
 */
import { canonicalize } from '../audit/canonical.ts';
import type { Plan } from '../plan/plan.ts';
import type { Change } from './state.ts';

export function keptSteps(change: Change, plan: Plan): Change['steps'] {
  const before = new Map(
    (change.planInForce?.steps ?? []).map((step) => [step.id, canonicalize(step)]),
  );
  const same = plan.steps.filter((step) => before.get(step.id) === canonicalize(step));
  const kept = same.flatMap(({ id }) => {
    const progress = change.steps[id];
    return progress === undefined ? [] : [[id, progress] as const];
  });
  return Object.fromEntries(kept);
}
