/*
 * Setting the scene: accounts, organisations, teams, repositories, rights and installations, put there by the
 * sandbox's operator rather than by an actor, so nobody's permission is asked and only installations are told.
 */
import { createHash } from 'node:crypto';
import type { Account, App, Installation, Permissions, Team } from '../state/accounts.ts';
import { nodeId } from '../state/ids.ts';
import { storeCommit } from '../state/history.ts';
import type {
  Collaborator,
  Protection,
  Repository,
  Role,
  Signature,
} from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { repositoryJson } from '../json/repositories.ts';
import { findAccount } from './find.ts';

export type AccountInput = {
  readonly login: string;
  readonly id?: number;
  readonly name?: string;
  readonly email?: string;
};

export function putAccount(world: World, input: AccountInput, type: Account['type']): Account {
  const kind = type === 'Organization' ? 'organization' : type === 'Bot' ? 'bot' : 'account';
  const id = input.id ?? world.ids.next(kind);
  return world.accounts.put({
    id,
    nodeId: nodeId(kind, id),
    login: input.login,
    type,
    name: input.name ?? null,
    email: input.email ?? `${id}+${input.login}@users.noreply.example`,
    createdAt: stamp(world),
    members: new Map(),
  });
}

export type OrganizationInput = {
  readonly login: string;
  readonly id?: number;
  readonly owners?: readonly string[];
  readonly members?: readonly string[];
};

export function putOrganization(world: World, input: OrganizationInput): Account {
  const org = putAccount(world, input, 'Organization');
  const members = new Map<number, 'admin' | 'member'>();
  for (const login of input.members ?? []) members.set(findAccount(world, login).id, 'member');
  for (const login of input.owners ?? []) members.set(findAccount(world, login).id, 'admin');
  return world.accounts.patch(org.id, { members });
}

export type TeamInput = {
  readonly org: string;
  readonly slug: string;
  readonly name?: string;
  readonly parent?: string;
  readonly members?: readonly string[];
  readonly maintainers?: readonly string[];
};

export function putTeam(world: World, input: TeamInput): Team {
  const org = findAccount(world, input.org);
  const known = world.teams.find(`${org.id}/${input.slug}`);
  const id = known?.id ?? world.ids.next('team');
  const parent =
    input.parent === undefined ? undefined : world.teams.find(`${org.id}/${input.parent}`);
  const members = new Map<number, 'maintainer' | 'member'>();
  for (const login of input.members ?? []) members.set(findAccount(world, login).id, 'member');
  for (const login of input.maintainers ?? [])
    members.set(findAccount(world, login).id, 'maintainer');
  const name = input.name ?? input.slug;
  return world.teams.put({
    id,
    nodeId: nodeId('team', id),
    orgId: org.id,
    slug: input.slug,
    name,
    parentId: parent?.id ?? null,
    members,
  });
}

const FORGE_ITSELF = {
  id: 19_864_447,
  login: 'web-flow',
  name: 'GitHub',
  email: 'noreply@github.example',
};

/** The account that commits what is done on the forge's own pages. */
export function operatorSignature(world: World): Signature {
  const { login, name, email } = FORGE_ITSELF;
  const account = world.accounts.find(login) ?? putAccount(world, FORGE_ITSELF, 'User');
  return { name, email, date: stamp(world), userId: account.id };
}

export type RepositoryInput = {
  readonly owner: string;
  readonly name: string;
  readonly id?: number;
  readonly private?: boolean;
  readonly description?: string;
  readonly defaultBranch?: string;
  readonly files?: Readonly<Record<string, string>>;
};

export function putRepository(world: World, input: RepositoryInput): Repository {
  const id = input.id ?? world.ids.next('repository');
  const owner = findAccount(world, input.owner);
  const branch = input.defaultBranch ?? 'main';
  const signature = operatorSignature(world);
  const tree = new Map(Object.entries({ 'README.md': `# ${input.name}\n`, ...input.files }));
  const first = storeCommit(world, {
    repoId: id,
    parents: [],
    message: 'Initial commit',
    author: signature,
    committer: signature,
    tree,
  });
  const now = stamp(world);
  return world.repositories.put({
    id,
    nodeId: nodeId('repository', id),
    ownerId: owner.id,
    name: input.name,
    description: input.description ?? null,
    private: input.private ?? true,
    defaultBranch: branch,
    collaborators: new Map(),
    teamRoles: new Map(),
    refs: new Map([[`heads/${branch}`, first.sha]]),
    protection: new Map(),
    nextNumber: 1,
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
  });
}

export function grant(
  world: World,
  repo: Repository,
  {
    login,
    role,
    roleName,
  }: { readonly login: string; readonly role: Role; readonly roleName?: string | undefined },
): void {
  const collaborators = new Map<number, Collaborator>(
    world.repositories.get(repo.id)?.collaborators,
  );
  const { id } = findAccount(world, login);
  if (role === 'none') collaborators.delete(id);
  else collaborators.set(id, { role, roleName: roleName ?? role });
  world.repositories.patch(repo.id, { collaborators });
}

export function grantTeam(
  world: World,
  repo: Repository,
  { slug, role }: { readonly slug: string; readonly role: Role },
): void {
  const team = world.teams.find(`${repo.ownerId}/${slug}`);
  if (team === undefined)
    throw new Error(`There is no team ${slug} in the organisation that owns ${repo.name}.`);
  world.repositories.patch(repo.id, {
    teamRoles: new Map(world.repositories.get(repo.id)?.teamRoles).set(team.id, role),
  });
}

export function protect(
  world: World,
  repo: Repository,
  { branch, rules }: { readonly branch: string; readonly rules: Partial<Protection> | null },
): void {
  const protection = new Map(world.repositories.get(repo.id)?.protection);
  if (rules === null) protection.delete(branch);
  else {
    const none: Protection = {
      requiredChecks: [],
      requiredReviews: 0,
      dismissStaleReviews: false,
      requireLastPushApproval: false,
      enforceAdmins: true,
      mergeQueue: false,
    };
    protection.set(branch, { ...none, ...rules });
  }
  world.repositories.patch(repo.id, { protection });
}

export type AppInput = {
  readonly id?: number;
  readonly slug: string;
  readonly name?: string;
  readonly ownerId: number;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly publicKey: string;
};

export function putApp(world: World, input: AppInput): App {
  const id = input.id ?? world.ids.next('app');
  const bot = putAccount(world, { login: `${input.slug}[bot]` }, 'Bot');
  return world.apps.put({
    id,
    nodeId: nodeId('app', id),
    slug: input.slug,
    clientId: `Iv23li${String(id).padStart(14, '0')}`,
    clientSecret: createHash('sha1').update(`client secret of ${id}`).digest('hex'),
    callbackUrls: [],
    name: input.name ?? input.slug,
    ownerId: input.ownerId,
    botId: bot.id,
    permissions: input.permissions,
    events: input.events,
    createdAt: stamp(world),
    publicKey: input.publicKey,
  });
}

export type InstallationInput = {
  readonly app: App;
  readonly account: Account;
  readonly id?: number | undefined;
  readonly repositories?: readonly string[] | undefined;
  readonly senderId?: number | undefined;
};

export function putInstallation(world: World, input: InstallationInput): Installation {
  const { app, account } = input;
  const id = input.id ?? world.ids.next('installation');
  const owned = world.repositories.of(account.id);
  const chosen =
    input.repositories === undefined
      ? owned
      : owned.filter((repo) => input.repositories?.includes(repo.name) === true);
  const now = stamp(world);
  const installation = world.installations.put({
    id,
    nodeId: nodeId('installation', id),
    appId: app.id,
    accountId: account.id,
    permissions: app.permissions,
    events: app.events,
    repositories: input.repositories === undefined ? 'all' : new Set(chosen.map((repo) => repo.id)),
    suspendedAt: null,
    createdAt: now,
    updatedAt: now,
  });
  const owner = [...account.members].find(([, role]) => role === 'admin')?.[0] ?? account.id;
  const short = chosen.map((repo) => {
    const { id: repoId, node_id, name, full_name, private: hidden } = repositoryJson(world, repo);
    return {
      id: repoId ?? 0,
      node_id: node_id ?? '',
      name: name ?? '',
      full_name: full_name ?? '',
      private: hidden ?? false,
    };
  });
  world.announce({
    event: 'installation',
    action: 'created',
    ownerId: account.id,
    repoId: null,
    senderId: input.senderId ?? owner,
    body: { repositories: short, requester: null },
    onlyAppId: app.id,
  });
  return installation;
}
