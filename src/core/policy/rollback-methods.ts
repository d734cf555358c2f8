/**
 * How the policy wants a change taken back: by the methods for the kinds that it is of. A change of several kinds is
 * back when all of it is, so the shortest time is the one that is measured against.
 */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { isInvalid } from './invalid-policy.ts';
import { kindsOf } from './match.ts';
import type { RollbackMethod } from './rule.ts';

export function rollbackMethodsFor(change: Change, facts: Facts): readonly RollbackMethod[] {
  const kinds = kindsOf(change, facts)
    .filter(({ answer }) => answer.kind === 'holds')
    .map(({ kind }) => kind.id);
  return facts.policy.rollbackMethods.filter((method) =>
    method.kinds.some((kind) => kinds.includes(kind)),
  );
}

/** In minutes; null: the policy names no method for it, or cannot be read. */
export function rollbackTarget(change: Change, facts: Facts): number | null {
  if (isInvalid(facts.policy)) return null;
  const within = rollbackMethodsFor(change, facts).map(({ withinMinutes }) => withinMinutes);
  return within.length === 0 ? null : Math.min(...within);
}
