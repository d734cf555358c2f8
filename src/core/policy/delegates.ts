/**
 * For whom somebody may speak: for themselves, and for approvers who gave them their voice for the plan as it stands.
 *
 * What must stay true: a voice is given on by whoever has it, never by whoever was given it; it goes with the plan, and
 * with its giver's right to it. Who may not approve has no voice to give.
 */
import { boundDigest } from '../change/binding.ts';
import type { Actor, Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import type { Delegation } from '../change/spoken.ts';
import { findBar } from './bar.ts';

export type Spokesman = Pick<Actor, 'id' | 'roles'> & {
  readonly login: string;
  /** The voice that was given; null: they speak for themselves. */
  readonly by: Delegation | null;
};

/** Everybody whose voice this person has, with the roles they hold now, themselves first. */
export function speaksFor(change: Change, facts: Facts, person: Actor): readonly Spokesman[] {
  const own: Spokesman = { ...person, by: null };
  const given = standingDelegations(change)
    .filter(({ to }) => to.id === person.id)
    .flatMap((one): readonly Spokesman[] => {
      const giver = facts.people?.find(({ id }) => id === one.by.id);
      const isAble = giver?.kind === 'human' && findBar(change, facts, giver.id) === null;
      return isAble ? [{ ...giver, by: one }] : [];
    });
  return [own, ...given];
}

export function standingDelegations(change: Change): readonly Delegation[] {
  const digest = boundDigest(change);
  return change.delegations.filter((one) => one.ended === null && one.digest === digest);
}
