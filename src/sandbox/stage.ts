/*
 * What the operator of the sandbox can put on the stage before and during a play: accounts, teams,
 * repositories, files, rights, branch rules, installations, and verdicts of other apps (a CI, for instance).
 * Repositories are named `owner/name` throughout.
 */
import type { Account, App, Installation, Permissions, Team } from './state/accounts.ts';
import type { CheckRun } from './state/checks.ts';
import type { Commit, Protection, Repository, Role } from './state/repositories.ts';
import { headOf } from './state/history.ts';
import type { Scene, World } from './state/world.ts';
import { createCheckRun } from './acts/checks.ts';
import type { CheckInput } from './acts/checks.ts';
import { commitOnto, moveBranch } from './acts/commits.ts';
import { findAccount, lookUpRepository, resolveRef } from './acts/find.ts';
import type { AccountInput, OrganizationInput, RepositoryInput, TeamInput } from './acts/found.ts';
import {
  grant,
  grantTeam,
  protect,
  putAccount,
  putApp,
  putInstallation,
  putOrganization,
  putRepository,
  putTeam,
} from './acts/found.ts';

export type FileInput = {
  readonly path: string;
  /** Null removes the file. */
  readonly content: string | null;
  readonly branch?: string;
  readonly message?: string;
  /** The login that commits and pushes. */
  readonly author: string;
};

export type ReportInput = CheckInput & {
  /** Slug of the reporting app, registered with `createApp`. */
  readonly app: string;
  readonly name: string;
  /** A branch or sha. */
  readonly ref: string;
};

export type Stage = {
  readonly createUser: (input: AccountInput & { readonly type?: 'User' | 'Bot' }) => Account;
  readonly createOrganization: (input: OrganizationInput) => Account;
  /** Creates the team, or replaces its members. */
  readonly createTeam: (input: TeamInput) => Team;
  readonly createRepository: (input: RepositoryInput) => Repository;
  /** `role: 'none'` takes the grant back; `roleName` names a custom role built on `role`. */
  readonly addCollaborator: (
    repo: string,
    input: { readonly login: string; readonly role: Role; readonly roleName?: string },
  ) => void;
  readonly addTeamGrant: (
    repo: string,
    input: { readonly slug: string; readonly role: Role },
  ) => void;
  /** Commits one file straight to a branch, whatever its rules; the push is told like any other. */
  readonly putFile: (repo: string, input: FileInput) => Commit;
  /** Replaces the rules of a branch; null takes them away. */
  readonly protectBranch: (repo: string, branch: string, rules: Partial<Protection> | null) => void;
  /** Installs the main app on an account, on all or on the named repositories, and tells it. */
  readonly installApp: (
    login: string,
    input?: { readonly id?: number; readonly repositories?: readonly string[] },
  ) => Installation;
  /** Registers another app, such as a CI; it has no webhook. */
  readonly createApp: (input: {
    readonly slug: string;
    readonly id?: number;
    readonly permissions?: Permissions;
  }) => App;
  /** A check run of another app; that app is installed on the repository's owner when it is not yet. */
  readonly reportCheck: (repo: string, input: ReportInput) => CheckRun;
  readonly rename: (login: string, newLogin: string) => Account;
  readonly repository: (repo: string) => Repository;
};

function installationScene(world: World, repo: Repository, slug: string): Scene {
  const app = world.apps.find(slug);
  const user = app === undefined ? undefined : world.accounts.get(app.botId);
  const account = world.accounts.get(repo.ownerId);
  if (app === undefined || user === undefined || account === undefined)
    throw new Error(`No app is registered as ${slug}; createApp makes one.`);
  const installation =
    world.installations.of(account.id).find((row) => row.appId === app.id) ??
    putInstallation(world, { app, account });
  const { id: installationId, permissions, repositories } = installation;
  const token = { value: '', installationId, permissions, repositories, expiresAt: 0 };
  return { world, actor: { kind: 'installation', user, app, installation, token } };
}

function putFile(world: World, repo: Repository, input: FileInput): Commit {
  const scene: Scene = { world, actor: { kind: 'person', user: findAccount(world, input.author) } };
  const branch = input.branch ?? repo.defaultBranch;
  const parent = headOf(world, repo, branch) ?? headOf(world, repo, repo.defaultBranch);
  if (parent === undefined) throw new Error(`${repo.name} has no branch to commit to.`);
  const message = input.message ?? `Put ${input.path}`;
  const commit = commitOnto(scene, parent, { message, files: { [input.path]: input.content } });
  moveBranch(scene, repo, { branch, sha: commit.sha });
  return commit;
}

function reportCheck(world: World, repo: Repository, input: ReportInput): CheckRun {
  const commit = resolveRef(world, repo, input.ref);
  if (commit === undefined) throw new Error(`${repo.name} has no commit at ${input.ref}.`);

  return createCheckRun(installationScene(world, repo, input.app), repo, {
    ...input,
    headSha: commit.sha,
  });
}

export function createStage({ world, app }: { readonly world: World; readonly app: App }): Stage {
  const repository = (repo: string): Repository => lookUpRepository(world, repo);
  const otherApp: Stage['createApp'] = ({
    slug,
    id,
    permissions = { checks: 'write', statuses: 'write' },
  }) =>
    putApp(world, {
      ...(id === undefined ? {} : { id }),
      slug,
      ownerId: app.ownerId,
      permissions,
      events: [],
      publicKey: '',
    });
  return {
    repository,
    createUser: ({ type = 'User', ...input }) => putAccount(world, input, type),
    createOrganization: (input) => putOrganization(world, input),
    createTeam: (input) => putTeam(world, input),
    createRepository: (input) => putRepository(world, input),
    addCollaborator: (repo, input) => {
      grant(world, repository(repo), input);
    },
    addTeamGrant: (repo, input) => {
      grantTeam(world, repository(repo), input);
    },
    putFile: (repo, input) => putFile(world, repository(repo), input),
    protectBranch: (repo, branch, rules) => {
      protect(world, repository(repo), { branch, rules });
    },
    installApp: (login, input = {}) =>
      putInstallation(world, { app, account: findAccount(world, login), ...input }),
    createApp: otherApp,
    reportCheck: (repo, input) => reportCheck(world, repository(repo), input),
    rename: (login, newLogin) =>
      world.accounts.patch(findAccount(world, login).id, { login: newLogin }),
  };
}
