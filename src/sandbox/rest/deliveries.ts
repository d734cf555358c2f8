/*
 * The app's view of its own webhook: what was delivered, newest first, and sending one again. Records are kept
 * for three days, as on GitHub.com.
 */
import type { Delivery } from '../state/deliveries.ts';
import type { JsonObject } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import { badRequest, notFound } from '../acts/refuse.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import { numberParam, ok } from '../http/call.ts';
import { pageSize } from '../http/page.ts';
import { callingApp } from './apps.ts';

const keptMs = 3 * 24 * 3_600_000;

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

function kept(call: Call): readonly Delivery[] {
  callingApp(call);
  const oldest = call.world.clock.now().getTime() - keptMs;
  return call.world.deliveries.all().filter((row) => Date.parse(row.deliveredAt) >= oldest);
}

/** The cursor names the last delivery of the page before. */
function list(call: Call): Reply {
  const cursor = call.query.get('cursor');
  const below = cursor === null ? Infinity : Number(cursor.replace('v1_', ''));
  if (Number.isNaN(below)) throw badRequest('Invalid cursor');
  const rows = kept(call)
    .filter((row) => row.id < below)
    .toReversed();
  const page = rows.slice(0, pageSize(call.query));
  const last = page.at(-1);
  if (last === undefined || rows.length === page.length) return ok(page.map(deliverySummary));
  const next = new URL(call.url);
  next.searchParams.set('cursor', `v1_${last.id}`);
  return { ...ok(page.map(deliverySummary)), headers: { link: `<${next.href}>; rel="next"` } };
}

function one(call: Call): Delivery {
  const id = numberParam(call, 'delivery_id');
  const delivery = kept(call).find((row) => row.id === id);
  if (delivery === undefined) throw notFound();
  return delivery;
}

function redeliver(call: Call): Reply {
  call.mailroom.redeliver(one(call));
  return { status: 202, body: {} };
}

function config(call: Call): Reply {
  callingApp(call);
  return ok({
    url: call.mailroom.hook().url ?? '',
    content_type: 'json',
    secret: '********',
    insecure_ssl: '0',
  });
}

export const deliveryRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/app/hook/deliveries', handle: list },
  {
    method: 'GET',
    pattern: '/app/hook/deliveries/{delivery_id}',
    handle: (call) => ok(deliveryDetail(one(call))),
  },
  { method: 'POST', pattern: '/app/hook/deliveries/{delivery_id}/attempts', handle: redeliver },
  { method: 'GET', pattern: '/app/hook/config', handle: config },
];
