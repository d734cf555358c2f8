/*
 * Who may do what. A person's right is the highest of: own grant, team grants (parent teams included), the
 * organisation's owners (admin), its members (read), and read for everybody on a public repository.
 * An installed app has no role: it may do what its token's permissions say, in the repositories of the token.
 * A repository one may not see does not exist (404); one that is seen but not writable refuses (403).
 */
import type {
  Account,
  Actor,
  InstallationToken,
  PermissionLevel,
  Team,
} from '../state/accounts.ts';
import type { Collaborator, Repository, Role } from '../state/repositories.ts';
import type { Scene, World } from '../state/world.ts';
import { forbidden, notFound } from './refuse.ts';

const ladder: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
const levels: readonly PermissionLevel[] = ['read', 'write', 'admin'];

export type Need = {
  readonly role: Role;
  readonly permission: readonly [name: string, level: PermissionLevel];
  /** A second permission that also opens the door, as issues and pull requests share endpoints. */
  readonly orPermission?: readonly [name: string, level: PermissionLevel];
};

export function atLeast(have: Role, need: Role): boolean {
  return ladder.indexOf(have) >= ladder.indexOf(need);
}

export function teamsOf(world: World, orgId: number, userId: number): readonly Team[] {
  const found = new Map<number, Team>();
  for (const team of world.teams.of(orgId)) {
    if (!team.members.has(userId)) continue;
    let next: Team | undefined = team;
    while (next !== undefined && !found.has(next.id)) {
      found.set(next.id, next);
      next = next.parentId === null ? undefined : world.teams.get(next.parentId);
    }
  }
  return [...found.values()];
}

export function collaboratorOf(world: World, repo: Repository, user: Account): Collaborator {
  const owner = world.accounts.get(repo.ownerId);
  const grants: Collaborator[] = [];
  const own = repo.collaborators.get(user.id);
  if (own !== undefined) grants.push(own);
  for (const team of teamsOf(world, repo.ownerId, user.id)) {
    const role = repo.teamRoles.get(team.id);
    if (role !== undefined) grants.push({ role, roleName: role });
  }
  const membership = owner?.members.get(user.id);
  if (repo.ownerId === user.id || membership === 'admin')
    grants.push({ role: 'admin', roleName: 'admin' });
  if (membership === 'member' || !repo.private) grants.push({ role: 'read', roleName: 'read' });
  return grants.reduce((best, next) => (atLeast(best.role, next.role) ? best : next), {
    role: 'none',
    roleName: 'none',
  });
}

export function roleOf(world: World, repo: Repository, user: Account): Role {
  return collaboratorOf(world, repo, user).role;
}

export function tokenSees(token: InstallationToken, world: World, repo: Repository): boolean {
  const installation = world.installations.get(token.installationId);
  if (installation === undefined || installation.accountId !== repo.ownerId) return false;
  const installed = installation.repositories === 'all' || installation.repositories.has(repo.id);
  return installed && (token.repositories === 'all' || token.repositories.has(repo.id));
}

export function mayUse(
  token: InstallationToken,
  [name, level]: readonly [string, PermissionLevel],
): boolean {
  if (name === 'metadata' && level === 'read') return true;
  const held = token.permissions[name];
  return held !== undefined && levels.indexOf(held) >= levels.indexOf(level);
}

/** True when the actor has the right; never throws. */
export function can(scene: Scene<Actor>, repo: Repository, need: Need): boolean {
  const { world, actor } = scene;
  if (actor.kind === 'person') return atLeast(roleOf(world, repo, actor.user), need.role);
  if (actor.kind === 'installation') {
    if (!tokenSees(actor.token, world, repo)) return false;
    return (
      mayUse(actor.token, need.permission) ||
      (need.orPermission !== undefined && mayUse(actor.token, need.orPermission))
    );
  }
  return need.role === 'read' && !repo.private;
}

export function sees(scene: Scene<Actor>, repo: Repository): boolean {
  return can(scene, repo, { role: 'read', permission: ['metadata', 'read'] });
}

/** Throws the refusal GitHub would answer with; `what` completes the sentence for a person. */
export function demand(
  scene: Scene<Actor>,
  repo: Repository,
  need: Need & { readonly what: string },
): void {
  if (can(scene, repo, need)) return;
  if (!sees(scene, repo)) throw notFound();
  const { world, actor } = scene;
  if (actor.kind === 'installation') throw forbidden('Resource not accessible by integration');
  if (actor.kind !== 'person') throw notFound();
  const owner = world.accounts.get(repo.ownerId)?.login ?? '?';
  const has = roleOf(world, repo, actor.user);
  throw forbidden(
    `${need.what} takes the ${need.role} role on ${owner}/${repo.name}; ${actor.user.login} has ${has}.`,
  );
}
