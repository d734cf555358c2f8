/**
 * Whether a template stands in for the category's own approval. Whoever merged the template has agreed to what it says;
 * nobody has agreed to anything else.
 *
 * What must stay true: only for standard changes, only for the plan that the template makes, and never for what rules
 * ask for beside the category's own approval. Once a change has begun, what was approved then stays approved.
 */
import { boundDigest, hasBegun } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { templateFault } from '../template/standing.ts';

export function isPreapproved(change: Change, facts: Facts): boolean {
  if (hasBegun(change)) {
    const { approved } = change.templateUse;
    return approved !== null && approved.digest === boundDigest(change);
  }
  const { plan, category } = change;
  if (plan?.template === undefined || category !== 'standard') return false;
  const { template: standing } = facts;
  return standing !== undefined && templateFault(plan, standing, facts.now) === null;
}
