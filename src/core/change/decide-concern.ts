/**
 * Named concerns: any engineer raises one, and until every one is resolved nothing is approved, booked, started or
 * merged. A concern is resolved by whoever raised it, or by an approver with a reason.
 *
 * What must stay true: a name means one open concern of a change; nobody resolves a concern about their own change that
 * somebody else raised.
 */
import { openObjections } from '../gate/objections.ts';
import { isSameHuman } from '../policy/humans.ts';
import { mayUse, rolesForVerb } from '../policy/rights.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { forbidden } from './permission.ts';
import type { Change } from './state.ts';
import type { Objection } from './spoken.ts';

const NAME = /^[a-z0-9-]{1,40}$/u;

export const concernHandlers: Handlers<'concern' | 'resolve'> = {
  concern: ({ change, command, facts }) => {
    const { name, type: verb } = command;
    const text = command.text.trim();
    if (!NAME.test(name)) return obstacle('concern_unknown', { name, why: 'malformed' });
    if (text === '') return obstacle('reason_required', { verb });
    const known = findOpen(change, name);
    if (known === null) return record({ type: 'concern_raised', data: {}, texts: { name, text } });
    if (known.by.id === facts.actor.id && known.text === text) return NOTHING;
    return obstacle('already_done', { verb, by: known.by.login, at: known.at });
  },
  resolve: (asked) => {
    const { change, command } = asked;
    const concern = findOpen(change, command.name);
    if (concern === null) {
      const known = openObjections(change, 'concern').flatMap(({ name }) => name ?? []);
      return obstacle('concern_unknown', { name: command.name, known });
    }
    const reason = command.reason.trim();
    const data = { raised: concern.seq };
    return (
      mayNotResolve(asked, concern) ?? record({ type: 'concern_resolved', data, texts: { reason } })
    );
  },
};

function mayNotResolve(
  { change, command, facts }: Case<'resolve'>,
  concern: Objection,
): Answer | null {
  const { actor, policy } = facts;
  const { type: verb } = command;
  if (concern.by.id === actor.id) return null;
  if (isSameHuman(facts, actor.id, change.author.id))
    return obstacle('self_approval', { why: 'constrained', verb });
  if (!mayUse(policy, 'resolve_for_raiser', actor.roles)) {
    const needs = rolesForVerb(policy, 'resolve_for_raiser');
    const who = [concern.by.login];
    return forbidden({ verb, why: 'not_raiser', who, needs, held: actor.roles });
  }
  return command.reason.trim() === '' ? obstacle('reason_required', { verb }) : null;
}

function findOpen(change: Change, name: string): Objection | null {
  return openObjections(change, 'concern').find((one) => one.name === name) ?? null;
}
