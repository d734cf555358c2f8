/*
 * Who exists on the sandbox forge: accounts, teams, apps, installations and the tokens they hold.
 * Records are plain data and never change in place; a table replaces them. Identity is the numeric id,
 * because logins, slugs and names can be renamed.
 */
export type AccountType = 'User' | 'Bot' | 'Organization';

export type Account = {
  readonly id: number;
  readonly nodeId: string;
  readonly login: string;
  readonly type: AccountType;
  readonly name: string | null;
  readonly email: string;
  readonly createdAt: string;
  /** Organisations only: members by account id. */
  readonly members: ReadonlyMap<number, 'admin' | 'member'>;
};

export type Team = {
  readonly id: number;
  readonly nodeId: string;
  readonly orgId: number;
  readonly slug: string;
  readonly name: string;
  readonly parentId: number | null;
  readonly members: ReadonlyMap<number, 'maintainer' | 'member'>;
};

export type PermissionLevel = 'read' | 'write' | 'admin';
export type Permissions = { readonly [name: string]: PermissionLevel };

export type App = {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where browsers may be sent back to. */
  readonly callbackUrls: readonly string[];
  readonly name: string;
  readonly ownerId: number;
  readonly botId: number;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly createdAt: string;
  /** PEM of the public key that app tokens are verified with. */
  readonly publicKey: string;
};

export type Installation = {
  readonly id: number;
  readonly nodeId: string;
  readonly appId: number;
  readonly accountId: number;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  /** Repository ids, or 'all' for every present and future repository of the account. */
  readonly repositories: 'all' | ReadonlySet<number>;
  readonly suspendedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type InstallationToken = {
  readonly value: string;
  readonly installationId: number;
  readonly permissions: Permissions;
  readonly repositories: 'all' | ReadonlySet<number>;
  readonly expiresAt: number;
};

/** The party behind one request or one verb. */
export type Actor =
  | { readonly kind: 'person'; readonly user: Account }
  | {
      readonly kind: 'installation';
      readonly user: Account;
      readonly app: App;
      readonly installation: Installation;
      readonly token: InstallationToken;
    }
  | { readonly kind: 'app'; readonly app: App }
  /** An app by its client id and secret. */
  | { readonly kind: 'client'; readonly app: App }
  | { readonly kind: 'anonymous' };

/** An actor that can author something: people and installed apps. */
export type Author = Extract<Actor, { readonly kind: 'person' | 'installation' }>;
