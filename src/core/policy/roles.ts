/**
 * Who is who by the policy: the roles that somebody holds, and whether they are one of a set of people. Teams and names
 * are known by account id, as the forge told when it was asked; a login alone opens nothing.
 *
 * What must stay true: a team that is gone, or that the forge does not show, gives nobody a role. What nobody looked up
 * is `unknown`, and whoever rests something on it cannot tell.
 */
import type { Actor, Elsewhere, Facts } from '../change/facts.ts';
import type { Holders, Role } from './holders.ts';
import { ROLES } from './holders.ts';
import type { Policy } from './policy.ts';
import { rolesOf } from './rights.ts';

export type Membership = 'yes' | 'no' | 'unknown';
type World = Pick<Facts, 'policy' | 'policyPeople'>;
type Somebody = Pick<Actor, 'id' | 'roles'>;

/** Facts with the roles that count: those of the permission, and those that the policy gives by team and name. */
export function enrol(facts: Facts): Facts {
  const give = (actor: Actor): Actor => ({ ...actor, roles: rolesHeld(actor, facts) });
  return {
    ...facts,
    actor: give(facts.actor),
    people: facts.people?.map(give) ?? null,
    ...(facts.elsewhere && { elsewhere: facts.elsewhere.map(enrolThere) }),
    pulls: facts.pulls.map((pull) => ({
      ...pull,
      reviews: pull.reviews.map((review) => ({ ...review, by: give(review.by) })),
    })),
  };
}

function enrolThere(there: Elsewhere): Elsewhere {
  const give = (person: Actor): Actor => ({ ...person, roles: rolesHeld(person, there) });
  return { ...there, people: there.people?.map(give) ?? null };
}

export function rolesHeld(actor: Actor, world: World): readonly Role[] {
  const { policy } = world;
  const given = rolesGiven(actor, policy);
  if (actor.kind !== 'human') return given;
  return ROLES.filter((role) => given.includes(role) || byName(role, actor.id, world) === 'yes');
}

/** A custom role of a repository that the policy does not name counts as what it builds on. */
function rolesGiven(actor: Actor, policy: Policy): readonly Role[] {
  const { permission, permissionBelow, roles } = actor;
  if (permission === undefined) return roles;
  const isKnown = Object.hasOwn(policy.rolesByPermission, permission);
  return rolesOf(policy, isKnown ? permission : (permissionBelow ?? permission));
}

/** Whether somebody, enrolled already, is one of these. */
export function isHolder(holders: Holders, person: Somebody, world: World): Membership {
  if (holders.roles.some((role) => person.roles.includes(role))) return 'yes';
  const byRole = holders.roles.map((role) => byName(role, person.id, world));
  return either([...byRole, isNamed(holders, person.id, world)]);
}

/** Teams on which these people rest, and which are gone or not shown. */
export function teamsGone(holders: Holders, { policy, policyPeople }: World): readonly string[] {
  const byRole = holders.roles.flatMap((role) => policy.roleHolders[role]?.teams ?? []);
  const teams = [...new Set([...holders.teams, ...byRole])];
  return teams.filter((team) => lookUp(policyPeople?.teams, team) === null);
}

/** Account id behind a login; null: nobody's; undefined: nobody looked. */
export function idBehind(login: string, { policyPeople }: World): string | null | undefined {
  return lookUp(policyPeople?.people, login.toLowerCase());
}

export function isInTeam(team: string, id: string, { policyPeople }: World): Membership {
  const members = lookUp(policyPeople?.teams, team);
  if (members === undefined) return 'unknown';
  return members?.includes(id) === true ? 'yes' : 'no';
}

export function either(answers: readonly Membership[]): Membership {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function byName(role: Role, id: string, world: World): Membership {
  const holders = world.policy.roleHolders[role];
  return holders === undefined ? 'no' : isNamed(holders, id, world);
}

function isNamed({ teams, people }: Holders, id: string, world: World): Membership {
  const inTeam = teams.map((team) => isInTeam(team, id, world));
  const byLogin = people.map((login): Membership => {
    const behind = idBehind(login, world);
    if (behind === undefined) return 'unknown';
    return behind === id ? 'yes' : 'no';
  });
  return either([...inTeam, ...byLogin]);
}

function lookUp<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
