/*
 * What an app asks with its own signed token (itself, its installations, access tokens) and what an
 * installation asks about itself.
 */
import type { App, Installation, PermissionLevel, Permissions } from '../state/accounts.ts';
import type { Json } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import { formatStamp } from '../state/world.ts';
import { findAccount, lookUpRepository } from '../acts/find.ts';
import { forbidden, notFound, unauthorized, unprocessable } from '../acts/refuse.ts';
import { sees } from '../acts/rights.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import { created, numberParam, ok, param } from '../http/call.ts';
import { listed, listedUnder } from '../http/page.ts';
import { appJson, installationJson, permissionsJson, publicUserJson } from '../json/accounts.ts';
import { repositoryJson } from '../json/repositories.ts';

const tokenLifeMs = 3_600_000;

export function callingApp(call: Call): App {
  if (call.actor.kind === 'app') return call.actor.app;
  throw unauthorized('A JSON web token could not be decoded');
}

function ownInstallation(call: Call): Installation {
  const app = callingApp(call);
  const installation = call.world.installations.get(numberParam(call, 'installation_id'));
  if (installation?.appId !== app.id) throw notFound();
  return installation;
}

function narrowPermissions(call: Call, installation: Installation): Permissions {
  const asked = call.body['permissions'];
  if (!isJsonObject(asked)) return installation.permissions;
  const levels: readonly PermissionLevel[] = ['read', 'write', 'admin'];
  const narrowed: Record<string, PermissionLevel> = { metadata: 'read' };
  for (const [name, value] of Object.entries(asked)) {
    const level = levels.find((known) => known === value);
    const held = installation.permissions[name];
    if (level === undefined || held === undefined || levels.indexOf(held) < levels.indexOf(level)) {
      throw unprocessable('The permissions requested are not granted to this installation.');
    }
    narrowed[name] = level;
  }
  return narrowed;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function narrowRepositories(call: Call, installation: Installation): 'all' | ReadonlySet<number> {
  const wanted = [...listOf(call.body['repository_ids']), ...listOf(call.body['repositories'])];
  if (wanted.length === 0) return installation.repositories;
  const { repositories } = installation;
  const within = call.world.repositories
    .of(installation.accountId)
    .filter((repo) => repositories === 'all' || repositories.has(repo.id));
  const chosen = wanted.map(
    (one) => within.find((repo) => repo.id === one || repo.name === one)?.id,
  );
  if (chosen.includes(undefined)) {
    throw unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return new Set(chosen.filter((id) => id !== undefined));
}

function createToken(call: Call): Reply {
  const { world } = call;
  const installation = ownInstallation(call);
  if (installation.suspendedAt !== null) throw forbidden('This installation has been suspended');
  const permissions = narrowPermissions(call, installation);
  const repositories = narrowRepositories(call, installation);
  const expiresAt = world.credentialClock.now().getTime() + tokenLifeMs;
  const stem = `${installation.appId}_${installation.id}_${world.tokens.size + 1}`;
  const value = `ghs_${stem}_${Buffer.from(`${stem}:${expiresAt}`).toString('base64url')}`;
  world.tokens.set(value, {
    value,
    installationId: installation.id,
    permissions,
    repositories,
    expiresAt,
  });
  const chosen =
    repositories === 'all'
      ? undefined
      : [...repositories].flatMap((id) => world.repositories.get(id) ?? []);
  return created({
    token: value,
    expires_at: formatStamp(new Date(expiresAt)),
    permissions: permissionsJson(permissions),
    repository_selection: repositories === 'all' ? 'all' : 'selected',
    ...(chosen === undefined
      ? {}
      : { repositories: chosen.map((repo) => repositoryJson(world, repo)) }),
  });
}

function listInstallations(call: Call): Reply {
  const app = callingApp(call);
  const rows = call.world.installations.all().filter((row) => row.appId === app.id);
  return listed(call, rows, (row) => installationJson(call.world, row));
}

function installationFor(call: Call, accountId: number): Reply {
  const app = callingApp(call);
  const installation = call.world.installations.of(accountId).find((row) => row.appId === app.id);
  if (installation === undefined) throw notFound();
  return ok(installationJson(call.world, installation));
}

function installationOfRepository(call: Call): Reply {
  const repo = lookUpRepository(call.world, `${param(call, 'owner')}/${param(call, 'repo')}`);
  const app = callingApp(call);
  const covers = call.world.installations
    .of(repo.ownerId)
    .some(
      (row) =>
        row.appId === app.id && (row.repositories === 'all' || row.repositories.has(repo.id)),
    );
  if (!covers) throw notFound();
  return installationFor(call, repo.ownerId);
}

function installationOfOrganization(call: Call): Reply {
  return installationFor(call, findAccount(call.world, param(call, 'org')).id);
}

function installationRepositories(call: Call): Reply {
  const { world, actor } = call;
  if (actor.kind !== 'installation') {
    throw forbidden(
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    );
  }
  const rows = world.repositories
    .of(actor.installation.accountId)
    .filter((repo) => sees(call, repo));
  const reply = listedUnder(call, rows, {
    key: 'repositories',
    present: (repo) => repositoryJson(world, repo),
  });
  const selection = actor.installation.repositories === 'all' ? 'all' : 'selected';
  return {
    ...reply,
    body: { repository_selection: selection, ...(isJsonObject(reply.body) ? reply.body : {}) },
  };
}

function appBySlug(call: Call): Reply {
  const app = call.world.apps.find(param(call, 'app_slug'));
  if (app === undefined) throw notFound();
  return ok(appJson(call.world, app));
}

function self(call: Call): Reply {
  if (call.actor.kind !== 'person') throw forbidden('Resource not accessible by integration');
  return ok(publicUserJson(call.world, call.actor.user));
}

export const appRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/app', handle: (call) => ok(appJson(call.world, callingApp(call))) },
  { method: 'GET', pattern: '/app/installations', handle: listInstallations },
  {
    method: 'GET',
    pattern: '/app/installations/{installation_id}',
    handle: (call) => ok(installationJson(call.world, ownInstallation(call))),
  },
  {
    method: 'POST',
    pattern: '/app/installations/{installation_id}/access_tokens',
    handle: createToken,
  },
  {
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/installation',
    handle: installationOfRepository,
  },
  { method: 'GET', pattern: '/orgs/{org}/installation', handle: installationOfOrganization },
  { method: 'GET', pattern: '/installation/repositories', handle: installationRepositories },
  { method: 'GET', pattern: '/apps/{app_slug}', handle: appBySlug },
  { method: 'GET', pattern: '/user', handle: self },
];
