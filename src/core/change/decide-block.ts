/** A block vetoes the change until the blocker lifts it, or a lead does with a reason. */
import { openObjections } from '../gate/objections.ts';
import { mayUse, rolesForVerb } from '../policy/rights.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Handlers } from './answer.ts';
import type { ChangeEvent } from './event.ts';
import { forbidden } from './permission.ts';
import type { Change } from './state.ts';

export const blockHandlers: Handlers<'block' | 'unblock'> = {
  block: ({ change, command, facts }) => {
    const text = command.text.trim();
    if (text === '') return obstacle('reason_required', { verb: command.type });
    const said = openObjections(change, 'block').some(
      (one) => one.by.id === facts.actor.id && one.text === text,
    );
    return said ? NOTHING : record({ type: 'blocked', data: {}, texts: { text } });
  },
  unblock: ({ change, command, facts }) => {
    const { actor, policy } = facts;
    const open = blockersOf(change);
    const own = open.filter(({ id }) => id === actor.id);
    const others = open.filter(({ id }) => id !== actor.id);
    const reason = command.reason.trim();
    const mayLiftOthers = mayUse(policy, 'unblock_for_blocker', actor.roles);
    if (open.length === 0) return NOTHING;
    if (own.length === 0 && !mayLiftOthers) {
      const needs = rolesForVerb(policy, 'unblock_for_blocker');
      const who = others.map(({ login }) => login);
      return forbidden({ verb: command.type, why: 'not_blocker', who, needs, held: actor.roles });
    }
    if (own.length === 0 && reason === '')
      return obstacle('reason_required', { verb: command.type });
    const lifted = mayLiftOthers && reason !== '' ? open : own;
    return record(
      ...lifted.map(({ id }): ChangeEvent => ({
        type: 'unblocked',
        data: { blocker: id },
        texts: { reason },
      })),
    );
  },
};

function blockersOf(change: Change): readonly { readonly id: string; readonly login: string }[] {
  const people = openObjections(change, 'block').map(({ by }) => by);
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
