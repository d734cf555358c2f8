/**
 * A hold that anybody who may label can set: start and merge wait, approvals stay. By the label or by a command, and
 * lifted in either way by whoever set it or by somebody with write access.
 *
 * What must stay true: where the order of two moves of the label cannot be told, the change is on hold. A forge tells
 * whole seconds, and tells them in any order.
 */
import { isOnHold } from '../gate/on-hold.ts';
import { mayUse, rolesForVerb } from '../policy/rights.ts';
import { NOTHING, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import type { Actor } from './facts.ts';
import { isBefore } from './moment.ts';
import { forbidden, lacksRole } from './permission.ts';

/** What a forge calls the right to label without the right to write. */
const LABELLER = 'triage';

export const onHoldHandlers: Handlers<'hold' | 'unhold'> = {
  hold: (asked) => {
    const { change, command, facts } = asked;
    const { via } = command;
    const lifted = change.hold?.lifted ?? null;
    const isOld = via === 'label' && lifted !== null && isBefore(facts.occurredAt, lifted.at);
    if (isOnHold(change) || isOld) return NOTHING;
    // The forge lets nobody label who may not: whoever put the label on has shown it.
    const barred = via === 'label' || mayLabel(facts.actor) ? null : lacksRole(facts, command.type);
    return (
      barred ?? record({ type: 'held', data: { via }, texts: { reason: command.reason.trim() } })
    );
  },
  unhold: (asked) => {
    const { change, command, facts } = asked;
    const { hold } = change;
    const { via } = command;
    if (hold === null || !isOnHold(change)) return NOTHING;
    if (via === 'label' && !isBefore(hold.at, facts.occurredAt)) return NOTHING;
    const reason = command.reason.trim();
    return (
      mayNotLift(asked, hold.by.id) ??
      record({ type: 'released', data: { via }, texts: { reason } })
    );
  },
};

function mayNotLift({ change, command, facts }: Case<'unhold'>, setter: string): Answer | null {
  const { actor, policy } = facts;
  if (actor.id === setter || mayUse(policy, 'unhold', actor.roles)) return null;
  return forbidden({
    verb: command.type,
    why: 'not_holder',
    who: change.hold === null ? [] : [change.hold.by.login],
    needs: rolesForVerb(policy, 'unhold'),
    held: actor.roles,
  });
}

function mayLabel({ permission }: Actor): boolean {
  return permission === LABELLER;
}
