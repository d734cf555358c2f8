/**
 * Who people are and what they may do, asked at the moment it matters and never remembered. Questions go by
 * login, because that is the only address GitHub has; answers count only when the account id fits, because a
 * login can change hands. A right that cannot be established is no right.
 */
import type { Forge } from '../port.ts';
import type { Actor } from '../../core/change/facts.ts';
import type { Role } from '../../core/policy/holders.ts';
import type { Person } from '../../core/change/stamp.ts';
import type { NoticeActor, RepoRef } from '../../core/intent/notice.ts';
import { ForgeFault } from '../fault.ts';
import type { Api } from './api.ts';
import { actorSeen } from './seen.ts';
import { parseList, parseRecord, recordOrNullAt, fieldOf, textOrNullAt } from './shape.ts';
import type { Json } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

type PeopleVerbs = Pick<Forge, 'observeActor' | 'observePeople' | 'observePerson' | 'observeTeam'>;

export function peopleVerbs(site: Site): PeopleVerbs {
  return {
    observeActor: (repo, person) => observeActor(site, repo, person),
    observePeople: (repo) =>
      orNobody(() =>
        site.api.readAll(
          'GET /repos/{owner}/{repo}/collaborators',
          { ...named(repo), affiliation: 'all' },
          (data) => parseList(data, 'collaborators').map((user) => collaborator(site, user)),
        ),
      ),
    observeTeam: (team) => orNobody(() => observeTeam(site, team)),
    observePerson: (login) =>
      site.api.readOrNull('GET /users/{username}', { username: login }, ({ data }) =>
        actorSeen(parseRecord(data, 'user')),
      ),
  };
}

/** null: not there, or not shown to us. */
async function orNobody<T>(ask: () => Promise<readonly T[]>): Promise<readonly T[] | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ForgeFault && (error.code === 'forbidden' || error.code === 'not_found'))
      return null;
    throw error;
  }
}

/** Members of child teams are listed with those of their parent. */
async function observeTeam({ api, account }: Site, team: string): Promise<readonly Person[]> {
  const slash = team.indexOf('/');
  const org = slash === -1 ? await account() : team.slice(0, slash);
  return api.readAll(
    'GET /orgs/{org}/teams/{team_slug}/members',
    { org, team_slug: team.slice(slash + 1) },
    (data) =>
      parseList(data, 'members').map((member) => {
        const { id, login } = actorSeen(member);
        return { id, login };
      }),
  );
}

export async function observeActor(site: Site, repo: RepoRef, person: NoticeActor): Promise<Actor> {
  const stranger: Actor = { id: person.id, login: person.login, kind: person.kind, roles: [] };
  // Machines act on nobody's behalf, whatever the repository lets them do.
  if (person.kind !== 'human') return stranger;
  const byName = await permissionOf(site.api, repo, person);
  if (byName?.user.id === person.id) return holder(site, byName);
  const login = await loginNow(site.api, person);
  if (login === null || login === person.login) return stranger;
  const renamed = await permissionOf(site.api, repo, { ...person, login });
  if (renamed?.user.id !== person.id) return stranger;
  return holder(site, renamed);
}

function holder(site: Site, { user, permission }: PermissionSeen): Actor {
  if (user.kind !== 'human') return { ...user, roles: [] };
  const { role, legacy } = permission;
  const roles = rolesHeld(site, permission);
  if (role === null || role === legacy) return { ...user, roles, permission: legacy };
  return { ...user, roles, permission: role, permissionBelow: legacy };
}

type PermissionSeen = { readonly user: NoticeActor; readonly permission: Permission };
/** `role` is the true one (maintain, triage, or a custom role's name); `legacy` what it amounts to. */
type Permission = { readonly role: string | null; readonly legacy: string };

async function permissionOf(
  api: Api,
  repo: RepoRef,
  person: NoticeActor,
): Promise<PermissionSeen | null> {
  return api.readOrNull(
    'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    { ...named(repo), username: person.login },
    ({ data }) => {
      const json = parseRecord(data, 'permission');
      const user = fieldOf(json, 'user');
      const permission = {
        role: textOrNullAt(json, 'role_name'),
        legacy: textOrNullAt(json, 'permission') ?? 'none',
      };
      // GitHub says whose it is; a forge that says nothing answers for the login it was asked about.
      return { user: user === undefined ? person : actorSeen(user), permission };
    },
  );
}

async function loginNow(api: Api, person: NoticeActor): Promise<string | null> {
  const seen = await api.readOrNull(
    'GET /user/{account_id}',
    { account_id: person.id },
    ({ data }) => actorSeen(parseRecord(data, 'user')),
  );
  return seen?.id === person.id ? seen.login : null;
}

function rolesHeld({ rolesOf }: Site, { role, legacy }: Permission): readonly Role[] {
  const roles = role === null ? [] : rolesOf(role);
  // A custom role that no policy names counts as the permission it builds on.
  return roles.length > 0 ? roles : rolesOf(legacy);
}

function collaborator(site: Site, value: unknown): Actor {
  const user = parseRecord(value, 'collaborator');
  const permission = {
    role: textOrNullAt(user, 'role_name'),
    legacy: legacyOf(recordOrNullAt(user, 'permissions')),
  };
  return holder(site, { user: actorSeen(user), permission });
}

function legacyOf(permissions: Json | null): string {
  if (permissions === null) return 'none';
  if (permissions.admin === true) return 'admin';
  if (permissions.push === true) return 'write';
  return permissions.pull === true ? 'read' : 'none';
}
