/**
 * Giving one's voice to somebody else, for this change and this plan: an approver who cannot be there names who speaks
 * for them.
 *
 * What must stay true: only who may approve has a voice to give, and what was given is not given on. Whoever receives it
 * is a person with write access whom nothing bars. One voice stays one: an approval that its giver has given is taken
 * back with it.
 */
import { findBar } from '../policy/bar.ts';
import { humansOf } from '../policy/humans.ts';
import { holdsAny, rolesForVerb } from '../policy/rights.ts';
import { standingDelegations } from '../policy/delegates.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Handlers } from './answer.ts';
import { boundDigest } from './binding.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { forbidden } from './permission.ts';
import type { Change } from './state.ts';
import type { Person } from './stamp.ts';
import { barredFromApproving, lacksVoice, takenBack, whenTooFewRemain } from './voice.ts';

export const DELEGATION_ENDED: ChangeEvent = { type: 'delegation_ended', data: {}, texts: {} };

export const delegateHandlers: Handlers<'delegate'> = {
  delegate: (asked) => {
    const { change, command, facts } = asked;
    const { to } = command;
    const { actor } = facts;
    const reason = command.reason.trim();
    const verb = command.type;
    const barred =
      barredFromApproving(change, facts, verb) ?? lacksVoice(change, facts, { verb, own: true });
    if (barred !== null) return barred;
    if (reason === '') return obstacle('reason_required', { verb });
    if (to === null) return obstacle('command_incomplete', { verb, missing: ['person'] });
    const unfit = unfitDelegate(change, facts, to);
    if (unfit !== null) return unfit;
    const digest = boundDigest(change);
    if (digest === null) return obstacle('plan_unreadable');
    const known = ownDelegation(change, actor.id);
    if (known?.to.id === to.id) return NOTHING;
    const given: ChangeEvent = {
      type: 'delegated',
      data: { to: to.id, digest },
      texts: { toLogin: to.login, reason },
    };
    const ended = known === undefined ? [] : [DELEGATION_ENDED];
    const events = [...takenBack(change, actor.id), ...ended, given];
    return record(...events, ...whenTooFewRemain(change, events, facts));
  },
};

export function ownDelegation(
  change: Change,
  id: string,
): Change['delegations'][number] | undefined {
  return standingDelegations(change).find(({ by }) => by.id === id);
}

function unfitDelegate(change: Change, facts: Facts, to: Person): Answer | null {
  const verb = 'delegate';
  if (facts.people === null) return obstacle('evidence_unavailable', { unknown: 'people' });
  if (humansOf(facts).accountsOf(facts.actor.id).includes(to.id))
    return forbidden({ verb, why: 'oneself' });
  const person = facts.people.find(({ id }) => id === to.id);
  const needs = rolesForVerb(facts.policy, 'submit');
  const held = person?.roles ?? [];
  if (person !== undefined && person.kind !== 'human')
    return forbidden({ verb, why: 'not_human', who: [to.login], needs });
  if (!holdsAny(held, needs)) return forbidden({ verb, why: 'role', who: [to.login], needs, held });
  return findBar(change, facts, to.id) === null
    ? null
    : forbidden({ verb, why: 'barred', who: [to.login] });
}
