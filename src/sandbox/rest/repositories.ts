/*
 * Repositories, people's rights in them, users and teams over REST: what an app reads to know who may do what.
 */
import type { Account, Team } from '../state/accounts.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Repository } from '../state/repositories.ts';
import { findAccount } from '../acts/find.ts';
import { forbidden, notFound } from '../acts/refuse.ts';
import { atLeast, collaboratorOf, demand, mayUse, roleOf, sees } from '../acts/rights.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import { author, numberParam, ok, param, repository } from '../http/call.ts';
import { listed } from '../http/page.ts';
import { accountJson, fullTeamJson, publicUserJson, teamJson, teamUrl } from '../json/accounts.ts';
import { fullRepositoryJson, repositoryJson, roleFlags } from '../json/repositories.ts';

/** The older permission word: maintain shows as write, triage as read. */
function legacyPermission(repo: Repository, user: Account, call: Call): string {
  const role = roleOf(call.world, repo, user);
  if (role === 'maintain') return 'write';
  return role === 'triage' ? 'read' : role;
}

function userWithRights(call: Call, repo: Repository, user: Account): JsonObject {
  const { role, roleName } = collaboratorOf(call.world, repo, user);
  return { ...accountJson(call.world, user), permissions: roleFlags(role), role_name: roleName };
}

function listCollaborators(call: Call): Reply {
  const { world } = call;
  const repo = repository(call);
  demand(call, repo, {
    role: 'write',
    permission: ['metadata', 'read'],
    what: 'Listing collaborators',
  });
  const wanted = call.query.get('permission');
  const flag = wanted ?? 'pull';
  const people = world.accounts
    .all()
    .filter((user) => user.type === 'User' && isListed(call, repo, user));
  const rows = people.filter((user) => roleFlags(roleOf(world, repo, user))[flag] === true);
  return listed(call, rows, (user) => userWithRights(call, repo, user));
}

/** Strangers can read a public repository and are no collaborators of it. */
function isListed(call: Call, repo: Repository, user: Account): boolean {
  const belongs =
    repo.ownerId === user.id ||
    repo.collaborators.has(user.id) ||
    call.world.accounts.get(repo.ownerId)?.members.has(user.id) === true;
  return belongs && atLeast(roleOf(call.world, repo, user), 'read');
}

function permissionOf(call: Call): Reply {
  const repo = repository(call);
  author(call);
  const user = findAccount(call.world, param(call, 'username'));
  const { roleName } = collaboratorOf(call.world, repo, user);
  return ok({
    permission: legacyPermission(repo, user, call),
    role_name: roleName,
    user: userWithRights(call, repo, user),
  });
}

function repositoryAnswer(call: Call, repo: Repository): Reply {
  const role = call.actor.kind === 'person' ? roleOf(call.world, repo, call.actor.user) : 'read';
  return ok(fullRepositoryJson(call.world, repo, role));
}

function repositoryById(call: Call): Reply {
  const repo = call.world.repositories.get(numberParam(call, 'repository_id'));
  if (repo === undefined || !sees(call, repo)) throw notFound();
  return repositoryAnswer(call, repo);
}

function organization(call: Call): Account {
  const { world, actor } = call;
  const org = findAccount(world, param(call, 'org'));
  if (actor.kind === 'installation') {
    if (actor.installation.accountId !== org.id) throw notFound();
    if (!mayUse(actor.token, ['members', 'read']))
      throw forbidden('Resource not accessible by integration');
  } else if (actor.kind !== 'person' || !org.members.has(actor.user.id)) throw notFound();
  return org;
}

function team(call: Call): Team {
  const found = call.world.teams.find(`${organization(call).id}/${param(call, 'team_slug')}`);
  if (found === undefined) throw notFound();
  return found;
}

/** Members of the team and of the teams below it. */
function allMembers(call: Call, top: Team): ReadonlyMap<number, 'maintainer' | 'member'> {
  const below = call.world.teams.of(top.orgId).filter((row) => row.parentId === top.id);
  const members = new Map(below.flatMap((child) => [...allMembers(call, child)]));
  for (const [id, role] of top.members) members.set(id, role);
  return members;
}

function listMembers(call: Call): Reply {
  const people = [...allMembers(call, team(call)).keys()].flatMap(
    (id) => call.world.accounts.get(id) ?? [],
  );
  return listed(call, people, (user) => accountJson(call.world, user));
}

/** Owners of the organisation show as maintainers of any team they are in. */
function membership(call: Call): Reply {
  const found = team(call);
  const user = findAccount(call.world, param(call, 'username'));
  const role = allMembers(call, found).get(user.id);
  if (role === undefined) throw notFound();
  const owner = call.world.accounts.get(found.orgId)?.members.get(user.id) === 'admin';
  const url = `${teamUrl(call.world, found)}/memberships/${user.login}`;
  return ok({ url, role: owner ? 'maintainer' : role, state: 'active' });
}

function orgMembership(call: Call): Reply {
  const org = organization(call);
  const user = findAccount(call.world, param(call, 'username'));
  return org.members.has(user.id) ? { status: 204 } : { status: 404, body: notFound().body };
}

function organizationRepositories(call: Call): Reply {
  const owner = findAccount(call.world, param(call, 'org'));
  const rows = call.world.repositories.of(owner.id).filter((repo) => sees(call, repo));
  return listed(call, rows, (repo) => repositoryJson(call.world, repo));
}

function userById(call: Call): Reply {
  const user = call.world.accounts.get(numberParam(call, 'account_id'));
  if (user === undefined) throw notFound();
  return ok(publicUserJson(call.world, user));
}

export const repositoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/repos/{owner}/{repo}',
    handle: (call) => repositoryAnswer(call, repository(call)),
  },
  { method: 'GET', pattern: '/repositories/{repository_id}', handle: repositoryById },
  { method: 'GET', pattern: '/repos/{owner}/{repo}/collaborators', handle: listCollaborators },
  {
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    handle: permissionOf,
  },
  {
    method: 'GET',
    pattern: '/users/{username}',
    handle: (call) =>
      ok(publicUserJson(call.world, findAccount(call.world, param(call, 'username')))),
  },
  { method: 'GET', pattern: '/user/{account_id}', handle: userById },
  {
    method: 'GET',
    pattern: '/orgs/{org}/teams',
    handle: (call) =>
      listed(call, call.world.teams.of(organization(call).id), (row) => teamJson(call.world, row)),
  },
  {
    method: 'GET',
    pattern: '/orgs/{org}/teams/{team_slug}',
    handle: (call) => ok(fullTeamJson(call.world, team(call))),
  },
  { method: 'GET', pattern: '/orgs/{org}/teams/{team_slug}/members', handle: listMembers },
  {
    method: 'GET',
    pattern: '/orgs/{org}/teams/{team_slug}/memberships/{username}',
    handle: membership,
  },
  { method: 'GET', pattern: '/orgs/{org}/members/{username}', handle: orgMembership },
  {
    method: 'GET',
    pattern: '/orgs/{org}/repos',
    handle: organizationRepositories,
  },
  { method: 'GET', pattern: '/rate_limit', handle: () => ok({}) },
];
