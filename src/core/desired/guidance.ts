/**
 * What the policy gives to those who decide: what to look at, when to go back and how, and what its rules say in words.
 * Shown beside the plan while the change is in review; nothing here is enforced.
 */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { demandsOf } from '../policy/demands.ts';
import { isInvalid } from '../policy/invalid-policy.ts';
import { rollbackMethodsFor } from '../policy/rollback-methods.ts';
import type { RollbackMethod } from '../policy/rule.ts';

export type Guidance = {
  readonly checklist: readonly string[];
  readonly rollbackCriteria: readonly string[];
  /** For the kinds that the change is of. */
  readonly rollbackMethods: readonly RollbackMethod[];
  /** Of the rules that apply. */
  readonly notes: readonly string[];
};

/** Null where nobody decides, or by which policy nobody knows. */
export function guidanceOf(change: Change, facts: Facts): Guidance | null {
  const { policy } = facts;
  if (change.state !== 'review' || isInvalid(policy)) return null;
  const applying = demandsOf(change, facts).answers.filter(({ answer }) => answer.kind === 'holds');
  return {
    checklist: policy.reviewChecklist,
    rollbackCriteria: policy.rollbackCriteria,
    rollbackMethods: rollbackMethodsFor(change, facts),
    notes: applying.flatMap(({ rule }) => rule.notes),
  };
}
