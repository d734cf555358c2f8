/*
 * Accounts, teams and apps as JSON. The same short form of a user appears in nearly every answer.
 */
import type { Account, App, Installation, Permissions, Team } from '../state/accounts.ts';
import type { Json, JsonObject } from '../state/json-value.ts';
import type { World } from '../state/world.ts';

export function apiRoot(world: World): string {
  return `${world.origin()}/api/v3`;
}

export function accountJson(world: World, account: Account): JsonObject {
  const page = encodeURIComponent(account.login).replace('%5B', '[').replace('%5D', ']');
  const url = `${apiRoot(world)}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${world.origin()}/avatars/u/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url:
      account.type === 'Bot'
        ? `${world.origin()}/apps/${account.login.replace('[bot]', '')}`
        : `${world.origin()}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

export function userJson(world: World, id: number | null): JsonObject | null {
  const account = id === null ? undefined : world.accounts.get(id);
  return account === undefined ? null : accountJson(world, account);
}

/** The long form that /users/{login} and /user answer with. */
export function publicUserJson(world: World, account: Account): JsonObject {
  return {
    ...accountJson(world, account),
    name: account.name,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: world.repositories.of(account.id).filter((repo) => !repo.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  };
}

export function organizationJson(world: World, account: Account): JsonObject {
  const url = `${apiRoot(world)}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.origin()}/avatars/u/${account.id}?v=4`,
    description: null,
  };
}

export function teamJson(world: World, team: Team): JsonObject {
  const parent = team.parentId === null ? undefined : world.teams.get(team.parentId);
  return {
    ...simpleTeamJson(world, team),
    parent: parent === undefined ? null : simpleTeamJson(world, parent),
  };
}

/** The form of GET on one team. */
export function fullTeamJson(world: World, team: Team): JsonObject {
  const org = world.accounts.get(team.orgId);
  const repos = world.repositories.of(team.orgId).filter((repo) => repo.teamRoles.has(team.id));
  const url = org === undefined ? '' : `${apiRoot(world)}/orgs/${org.login}`;
  const created = org?.createdAt ?? '';
  return {
    ...teamJson(world, team),
    created_at: created,
    updated_at: created,
    members_count: team.members.size,
    repos_count: repos.length,
    organization: {
      ...(org === undefined ? {} : organizationJson(world, org)),
      html_url: `${world.origin()}/${org?.login ?? ''}`,
      url,
      type: 'Organization',
      has_organization_projects: false,
      has_repository_projects: false,
      public_repos: 0,
      public_gists: 0,
      followers: 0,
      following: 0,
      created_at: created,
      updated_at: created,
      archived_at: null,
    },
  };
}

export function teamUrl(world: World, team: Team): string {
  return `${apiRoot(world)}/organizations/${team.orgId}/team/${team.id}`;
}

function simpleTeamJson(world: World, team: Team): JsonObject {
  const url = teamUrl(world, team);
  return {
    id: team.id,
    node_id: team.nodeId,
    url,
    members_url: `${url}/members{/member}`,
    name: team.name,
    description: null,
    permission: 'pull',
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    html_url: `${world.origin()}/orgs/${world.accounts.get(team.orgId)?.login ?? ''}/teams/${team.slug}`,
    repositories_url: `${url}/repos`,
    slug: team.slug,
    type: 'organization',
    organization_id: team.orgId,
  };
}

export function permissionsJson(permissions: Permissions): JsonObject {
  return { ...permissions };
}

export function appJson(world: World, app: App): JsonObject {
  const owner = userJson(world, app.ownerId);
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.nodeId,
    client_id: app.clientId,
    owner,
    name: app.name,
    description: '',
    external_url: 'https://example.com/',
    html_url: `${world.origin()}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: permissionsJson(app.permissions),
    events: [...app.events],
  };
}

export function viaAppJson(world: World, id: number | null): Json {
  const app = id === null ? undefined : world.apps.get(id);
  return app === undefined ? null : appJson(world, app);
}

export function installationJson(world: World, installation: Installation): JsonObject {
  const account = world.accounts.get(installation.accountId);
  const app = world.apps.get(installation.appId);
  const login = account?.login ?? '';
  return {
    id: installation.id,
    client_id: app?.clientId ?? '',
    account: account === undefined ? null : accountJson(world, account),
    repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${apiRoot(world)}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${apiRoot(world)}/installation/repositories`,
    html_url: `${world.origin()}/organizations/${login}/settings/installations/${installation.id}`,
    app_id: installation.appId,
    app_slug: app?.slug ?? '',
    target_id: installation.accountId,
    target_type: account?.type ?? 'Organization',
    permissions: permissionsJson(installation.permissions),
    events: [...installation.events],
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: installation.suspendedAt,
  };
}
