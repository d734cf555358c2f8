/**
 * A block vetoes the change until the blocker lifts it, or a lead does with a reason. And the one way past a gate: an
 * override, for one gate, one change and one plan.
 *
 * What must stay true: once the draft is submitted, nobody lowers a gate for their own change.
 */
import { openObjections } from '../gate/objections.ts';
import { OVERRIDABLE } from '../gate/override.ts';
import { planReadable } from '../gate/plan-readable.ts';
import { mayUse, rolesForVerb } from '../policy/rights.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import type { ChangeEvent } from './event.ts';
import { forbidden, lacksRole } from './permission.ts';
import type { Change } from './state.ts';

export const blockHandlers: Handlers<'block' | 'unblock' | 'override'> = {
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
  override: decideOverride,
};

function decideOverride(asked: Case<'override'>): Answer {
  const { change, command, facts } = asked;
  const forbiddenTo = mayNotOverride(asked);
  if (forbiddenTo !== null) return forbiddenTo;
  const gate = OVERRIDABLE.find((code) => code === command.gate);
  if (gate === undefined)
    return obstacle('gate_unknown', { gate: command.gate, known: OVERRIDABLE });
  const reason = command.reason.trim();
  if (reason === '') return obstacle('reason_required', { verb: command.type });
  const { digest } = change;
  if (digest === null) {
    return obstacle(
      'plan_unreadable',
      planReadable.judge({ change, facts, purpose: 'submit' }).facts ?? {},
    );
  }
  const known = change.overrides.some(
    (one) => one.gate === gate && one.digest === digest && one.by.id === facts.actor.id,
  );
  return known
    ? NOTHING
    : record({ type: 'overridden', data: { gate, digest }, texts: { reason } });
}

function mayNotOverride({ change, command, facts }: Case<'override'>): Answer | null {
  const isAuthor = facts.actor.id === change.author.id;
  const verb = command.type;
  if (isAuthor && change.state === 'draft') return lacksRole(facts, verb);
  if (isAuthor) return obstacle('self_approval', { why: 'constrained', verb });
  return lacksRole(facts, verb, 'override_after_draft');
}

function blockersOf(change: Change): readonly { readonly id: string; readonly login: string }[] {
  const people = openObjections(change, 'block').map(({ by }) => by);
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
