/*
 * What the operator of the sandbox can put on the stage before and during a play: accounts, teams,
 * repositories, rights, branch rules, installations, and verdicts of other apps (a CI, for instance).
 * Repositories are named `owner/name` throughout.
 */
import type { Account, App, Installation, Permissions, Team } from './state/accounts.ts';
import type { Protection, Repository, Role } from './state/repositories.ts';
import type { World } from './state/world.ts';
import { findAccount, lookUpRepository } from './acts/find.ts';
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

export type Stage = {
  createUser(input: AccountInput & { readonly type?: 'User' | 'Bot' }): Account;
  createOrganization(input: OrganizationInput): Account;
  /** Creates the team, or replaces its members. */
  createTeam(input: TeamInput): Team;
  createRepository(input: RepositoryInput): Repository;
  /** `role: 'none'` takes the grant back; `roleName` names a custom role built on `role`. */
  addCollaborator(
    repo: string,
    input: { readonly login: string; readonly role: Role; readonly roleName?: string },
  ): void;
  addTeamGrant(repo: string, input: { readonly slug: string; readonly role: Role }): void;
  /** Replaces the rules of a branch; null takes them away. */
  protectBranch(repo: string, branch: string, rules: Partial<Protection> | null): void;
  /** Installs the main app on an account, on all or on the named repositories, and tells it. */
  installApp(
    login: string,
    input?: { readonly id?: number; readonly repositories?: readonly string[] },
  ): Installation;
  /** Registers another app, such as a CI; it has no webhook. */
  createApp(input: {
    readonly slug: string;
    readonly id?: number;
    readonly permissions?: Permissions;
  }): App;
  rename(login: string, newLogin: string): Account;
  repository(repo: string): Repository;
};

export function createStage({ world, app }: { readonly world: World; readonly app: App }): Stage {
  const repository = (repo: string): Repository => lookUpRepository(world, repo);
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
    protectBranch: (repo, branch, rules) => {
      protect(world, repository(repo), { branch, rules });
    },
    installApp: (login, input = {}) =>
      putInstallation(world, { app, account: findAccount(world, login), ...input }),
    createApp: ({ slug, id, permissions = { checks: 'write', statuses: 'write' } }) =>
      putApp(world, {
        ...(id === undefined ? {} : { id }),
        slug,
        ownerId: app.ownerId,
        permissions,
        events: [],
        publicKey: '',
      }),
    rename: (login, newLogin) =>
      world.accounts.patch(findAccount(world, login).id, { login: newLogin }),
  };
}
