/**
 * Whether a person is one of those whom a rule names.
 *
 * What must stay true: somebody whose roles nobody knows, or a team that the forge does not show, leaves it open.
 */
import type { Facts } from '../change/facts.ts';
import type { Person } from '../change/stamp.ts';
import { hidden, says } from './answer.ts';
import type { Match, MatchWhy } from './answer.ts';
import type { Holders } from './holders.ts';
import { isHolder, teamsGone } from './roles.ts';

type Question = { readonly facts: Facts; readonly why: MatchWhy };

export function isAmong(holders: Holders, person: Person, { facts, why }: Question): Match {
  const listed = facts.people?.find(({ id }) => id === person.id);
  const known = listed ?? (facts.actor.id === person.id ? facts.actor : undefined);
  const answer = isHolder(holders, known ?? { id: person.id, roles: [] }, facts);
  if (answer === 'yes') return says(true, why);
  if (answer === 'unknown' || teamsGone(holders, facts).length > 0) return hidden('teams');
  const isOpen = facts.people === null || facts.peopleAreSome === true;
  if (known === undefined && isOpen && holders.roles.length > 0) return hidden('people');
  return says(false, why);
}
