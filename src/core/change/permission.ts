/**
 * Who may do it: by role, or because it is theirs to do. The refusal says which roles would do, which are held, and
 * who could do it instead.
 */
import type { Policy } from '../policy/policy.ts';
import { isInvalid, policyFaults } from '../policy/invalid-policy.ts';
import { mayUse, rolesForVerb } from '../policy/rights.ts';
import { obstacle } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Facts } from './facts.ts';
import type { NotPermittedWhy } from './refusal-facts.ts';
import type { Change } from './state.ts';

/** Null when the roles suffice. `right`: where the verb asks for another one than its own. */
export function lacksRole(facts: Facts, verb: string, right = verb): Answer | null {
  const { actor, policy } = facts;
  if (mayUse(policy, right, actor.roles)) return null;
  // Nobody's right for as long as the policy cannot be read: their roles are not the reason.
  if (isInvalid(policy) && rolesForVerb(policy, right).length === 0)
    return obstacle('policy_invalid', policyFaults(policy));
  return forbidden({ verb, why: 'role', needs: rolesForVerb(policy, right), held: actor.roles });
}

/** The operator, or somebody with the second right (`rollback_for_operator`). */
export function notOperator(change: Change, facts: Facts, verb: string): Answer | null {
  const { operator } = change;
  const { actor, policy } = facts;
  if (operator?.id === actor.id || mayUse(policy, `${verb}_for_operator`, actor.roles)) return null;
  const who = operator === null ? [] : [operator.login];
  return forbidden({
    verb,
    why: 'not_operator',
    who,
    needs: others(policy, verb),
    held: actor.roles,
  });
}

type Forbidden = {
  readonly verb: string;
  readonly why: NotPermittedWhy;
  readonly who?: readonly string[];
  readonly needs?: readonly string[];
  readonly held?: readonly string[];
};

export function forbidden(facts: Forbidden): Answer {
  return obstacle('not_permitted', { ...facts });
}

function others(policy: Policy, verb: string): readonly string[] {
  return rolesForVerb(policy, `${verb}_for_operator`);
}
