/*
 * What an app asks with its own signed token (itself, its installations, access tokens, its webhook deliveries)
 * and what an installation asks about itself.
 */
import type { App, Installation, PermissionLevel, Permissions } from '../state/accounts.ts';
import type { Delivery } from '../state/deliveries.ts';
import type { JsonObject } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import type { Repository } from '../state/repositories.ts';
import { formatStamp } from '../state/world.ts';
import { lookUpRepository } from '../acts/find.ts';
import { badRequest, forbidden, notFound, unauthorized, unprocessable } from '../acts/refuse.ts';
import { sees } from '../acts/rights.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import { created, numberParam, ok, param } from '../http/call.ts';
import { listed, listedUnder, pageSize } from '../http/page.ts';
import { accountJson, appJson, installationJson, permissionsJson } from '../json/accounts.ts';
import { repositoryJson } from '../json/repositories.ts';

const tokenLifeMs = 3_600_000;

function callingApp(call: Call): App {
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

function narrowRepositories(call: Call, installation: Installation): 'all' | ReadonlySet<number> {
  const { repository_ids: ids, repositories: names } = call.body;
  if (ids === undefined && names === undefined) return installation.repositories;
  const within = call.world.repositories
    .of(installation.accountId)
    .filter(
      (repo) => installation.repositories === 'all' || installation.repositories.has(repo.id),
    );
  const wanted = [...(Array.isArray(ids) ? ids : []), ...(Array.isArray(names) ? names : [])];
  const chosen = wanted.map(
    (one) => within.find((repo) => repo.id === one || repo.name === one)?.id,
  );
  if (chosen.includes(undefined))
    throw unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
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

function deliverySummary(delivery: Delivery): JsonObject {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.durationSeconds,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function deliveryDetail(delivery: Delivery): JsonObject {
  const payload: unknown = JSON.parse(delivery.requestBody);
  return {
    ...deliverySummary(delivery),
    url: delivery.url,
    request: {
      headers: { ...delivery.requestHeaders },
      payload: isJsonObject(payload) ? payload : null,
    },
    response: { headers: { ...delivery.responseHeaders }, payload: delivery.responseBody },
  };
}

/** Newest first; the cursor names the last delivery of the page before. Records are kept for three days. */
function listDeliveries(call: Call): Reply {
  callingApp(call);
  const { world, query } = call;
  const oldest = world.clock.now().getTime() - 3 * 24 * 3_600_000;
  const cursor = query.get('cursor');
  const below = cursor === null ? Infinity : Number(cursor.replace('v1_', ''));
  if (Number.isNaN(below)) throw badRequest('Invalid cursor');
  const rows = world.deliveries
    .all()
    .filter((row) => row.id < below && Date.parse(row.deliveredAt) >= oldest)
    .toReversed();
  const page = rows.slice(0, pageSize(query));
  const last = page.at(-1);
  const headers: Record<string, string> = {};
  if (last !== undefined && rows.length > page.length) {
    const url = new URL(call.url);
    url.searchParams.set('cursor', `v1_${last.id}`);
    headers['link'] = `<${url.href}>; rel="next"`;
  }
  return { ...ok(page.map(deliverySummary)), headers };
}

function ownDelivery(call: Call): Delivery {
  callingApp(call);
  const delivery = call.world.deliveries.get(numberParam(call, 'delivery_id'));
  if (delivery === undefined) throw notFound();
  return delivery;
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

function installationRepositories(call: Call): Reply {
  const { world, actor } = call;
  if (actor.kind !== 'installation')
    throw forbidden(
      'You must authenticate with an installation access token in order to list repositories for an installation.',
    );
  const rows: readonly Repository[] = world.repositories
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

export const appRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/app', handle: (call) => ok(appJson(call.world, callingApp(call))) },
  {
    method: 'GET',
    pattern: '/app/installations',
    handle: (call) => {
      const app = callingApp(call);
      const rows = call.world.installations.all().filter((row) => row.appId === app.id);
      return listed(call, rows, (row) => installationJson(call.world, row));
    },
  },
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
  { method: 'GET', pattern: '/app/hook/deliveries', handle: listDeliveries },
  {
    method: 'GET',
    pattern: '/app/hook/deliveries/{delivery_id}',
    handle: (call) => ok(deliveryDetail(ownDelivery(call))),
  },
  {
    method: 'POST',
    pattern: '/app/hook/deliveries/{delivery_id}/attempts',
    handle: (call) => {
      call.mailroom.redeliver(ownDelivery(call));
      return { status: 202, body: {} };
    },
  },
  {
    method: 'GET',
    pattern: '/app/hook/config',
    handle: (call) => {
      callingApp(call);
      return ok({
        url: call.mailroom.hook().url ?? '',
        content_type: 'json',
        secret: '********',
        insecure_ssl: '0',
      });
    },
  },
  {
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/installation',
    handle: installationOfRepository,
  },
  {
    method: 'GET',
    pattern: '/orgs/{org}/installation',
    handle: (call) => {
      const account = call.world.accounts.find(param(call, 'org').toLowerCase());
      if (account === undefined) throw notFound();
      return installationFor(call, account.id);
    },
  },
  { method: 'GET', pattern: '/installation/repositories', handle: installationRepositories },
  {
    method: 'GET',
    pattern: '/apps/{app_slug}',
    handle: (call) => {
      const app = call.world.apps.find(param(call, 'app_slug'));
      if (app === undefined) throw notFound();
      return ok(appJson(call.world, app));
    },
  },
  {
    method: 'GET',
    pattern: '/user',
    handle: (call) => {
      if (call.actor.kind !== 'person') throw forbidden('Resource not accessible by integration');
      return ok(accountJson(call.world, call.actor.user));
    },
  },
];
