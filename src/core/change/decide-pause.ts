/**
 * Stopping for a moment, and passing the work on. Anybody who may work on changes may say stop; the operator passes
 * the work on, and it passes only when the other accepts.
 */
import { holdsAny, rolesForVerb } from '../policy/rights.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import type { Facts } from './facts.ts';
import { forbidden, notOperator } from './permission.ts';
import type { Person } from './stamp.ts';

export const pauseHandlers: Handlers<'pause' | 'resume' | 'handover' | 'accept'> = {
  pause: ({ change, command }) => {
    const reason = command.reason.trim();
    if (reason === '') return obstacle('reason_required', { verb: command.type });
    return change.paused === null
      ? record({ type: 'paused', data: {}, texts: { reason } })
      : NOTHING;
  },
  resume: ({ change }) =>
    change.paused === null ? NOTHING : record({ type: 'resumed', data: {}, texts: {} }),
  handover: decideHandover,
  accept: ({ change, command, facts }) => {
    const { handover } = change;
    if (handover?.to.id === facts.actor.id)
      return record({ type: 'handover_accepted', data: {}, texts: {} });
    const who = handover === null ? [] : [handover.to.login];
    return forbidden({ verb: command.type, why: 'not_offered', who });
  },
};

function decideHandover({ change, command, facts }: Case<'handover'>): Answer {
  const { to, type: verb } = command;
  const other = notOperator(change, facts, verb);
  if (other !== null) return other;
  if (to === null) return obstacle('command_incomplete', { verb, missing: ['person'] });
  if (to.id === change.operator?.id) {
    return obstacle('already_done', { verb, by: to.login, at: change.times.startedAt ?? '' });
  }
  const offered = record({
    type: 'handover_offered',
    data: { to: to.id },
    texts: { toLogin: to.login },
  });
  return vainOffer(facts, to) ?? (change.handover?.to.id === to.id ? NOTHING : offered);
}

/** Whoever accepts is asked for the role again; asking here as well saves an offer that nobody could take. */
function vainOffer({ people, peopleAreSome, policy }: Facts, to: Person): Answer | null {
  if (people === null) return null;
  const person = people.find(({ id }) => id === to.id);
  if (person === undefined && peopleAreSome === true) return null;
  const held = person?.roles ?? [];
  const needs = rolesForVerb(policy, 'accept');
  const isPerson = person === undefined || person.kind === 'human';
  if (isPerson && holdsAny(held, needs)) return null;
  const why = isPerson ? 'role' : 'not_human';
  return forbidden({ verb: 'handover', why, who: [to.login], needs, held });
}
