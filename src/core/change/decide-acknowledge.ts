/**
 * Somebody says that they know of a conflict: the author or operator of the other change, or an approver of this one.
 *
 * What must stay true: nobody agrees for the other side to a conflict of their own change; what is said is about the two
 * windows of now.
 */
import { windowFor } from '../gate/window-for.ts';
import type { Window } from '../plan/plan.ts';
import { isSameHuman } from '../policy/humans.ts';
import { mayUse, rolesForVerb } from '../policy/rights.ts';
import { conflictsOf } from '../time/conflicts.ts';
import type { Conflict } from '../time/conflicts.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { forbidden } from './permission.ts';
import { changeName } from './state.ts';

export const acknowledgeHandlers: Handlers<'acknowledge'> = {
  acknowledge: (asked) => {
    const { change, command, facts } = asked;
    const { other: number, reason } = command;
    if (facts.neighbours === undefined)
      return obstacle('evidence_unavailable', { unknown: 'neighbours' });
    const all = conflictsOf(change, facts);
    const found = all.find(({ other }) => other.number === number);
    if (found === undefined) return unknown(number, all);
    const barred = mayNot(asked, found);
    if (barred !== null) return barred;
    if (found.acknowledged !== null) return NOTHING;
    const [window, theirs] = [spanOf(windowFor(change)), spanOf(found.other.window)];
    const data = { other: number, window, theirs };
    return record({
      type: 'conflict_acknowledged',
      data,
      texts: { reason: reason.trim() },
    });
  },
};

function unknown(number: number, all: readonly Conflict[]): Answer {
  const known = [...new Set(all.map(({ other }) => changeName(other.number)))];
  return obstacle('conflict_unknown', { name: changeName(number), known });
}

function mayNot(
  { change, command, facts }: Case<'acknowledge'>,
  { other }: Conflict,
): Answer | null {
  const { actor, policy } = facts;
  const { type: verb } = command;
  const theirs = [other.author, other.operator].flatMap((one) => one ?? []);
  if (theirs.some(({ id }) => isSameHuman(facts, id, actor.id))) return null;
  if (isSameHuman(facts, change.author.id, actor.id))
    return obstacle('self_approval', { why: 'constrained', verb });
  if (mayUse(policy, 'acknowledge_for_other', actor.roles)) return null;
  const who = [...new Set(theirs.map(({ login }) => login))];
  const needs = rolesForVerb(policy, 'acknowledge_for_other');
  return forbidden({ verb, why: 'not_other_side', who, needs, held: actor.roles });
}

function spanOf(window: Window | null): { readonly start: string; readonly end: string } | null {
  return window === null ? null : { start: window.start, end: window.end };
}
