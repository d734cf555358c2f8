/**
 * The rules became others while a change waited. Who agreed, agreed under the rules of then: the record says which
 * rules became which, and a change that had been approved waits for its approval again.
 *
 * What must stay true: a policy that could not be read is no other policy; nothing is recorded of a moment's trouble.
 */
import type { Policy } from '../policy/policy.ts';
import { NOTHING, record } from './answer.ts';
import type { Handlers } from './answer.ts';
import type { ChangeEvent } from './event.ts';
import type { Change, StateName } from './state.ts';
import { AGREED } from './transition.ts';
import { isVersion } from '../policy/version.ts';

const WAITING: readonly StateName[] = ['review', ...AGREED];

/** Whether the change waits under other rules than those in force. */
export function isUnderOtherRules({ state, policy }: Change, inForce: Policy): boolean {
  const isRead = inForce.problems.every(({ code }) => code !== 'unreadable');
  return isRead && WAITING.includes(state) && !isVersion(inForce, policy);
}

export const policyHandlers: Handlers<'note_policy'> = {
  note_policy: ({ change, facts }) => {
    if (!isUnderOtherRules(change, facts.policy)) return NOTHING;
    const data = { from: change.policy, to: facts.policy.version };
    return record({ type: 'policy_changed', data, texts: {} }, ...agreementLost(change));
  },
};

/** Not by a stale plan: what was done for it stays done. */
function agreementLost({ state }: Change): readonly ChangeEvent[] {
  if (!AGREED.includes(state)) return [];
  return [{ type: 'returned_to_review', data: { reason: 'approval_missing' }, texts: {} }];
}
