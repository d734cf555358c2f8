/*
 * Replicas that lag behind: what is younger than the lag is not found, and missing from lists. Ages are
 * counted from the second a thing was created in, since that is all its JSON tells.
 */
import type { Json } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import type { World } from '../state/world.ts';
import type { Reply } from '../http/call.ts';
import { notFound } from '../acts/refuse.ts';

function isRecent(item: Json, since: number): boolean {
  if (!isJsonObject(item)) return false;
  const born = item['created_at'] ?? item['started_at'] ?? item['submitted_at'];
  return typeof born === 'string' && Date.parse(born) > since;
}

export function hideRecent(
  world: World,
  method: string,
  { reply, lagMs }: { readonly reply: Reply; readonly lagMs: number },
): Reply {
  const { body } = reply;
  if (method !== 'GET' || reply.status !== 200 || body === undefined) return reply;
  const since = world.clock.now().getTime() - lagMs;
  if (Array.isArray(body))
    return { ...reply, body: (body as readonly Json[]).filter((item) => !isRecent(item, since)) };
  if (isRecent(body, since)) return { status: 404, body: notFound().body };
  if (!isJsonObject(body)) return reply;
  const older = Object.entries(body).map(
    ([key, value]) =>
      [
        key,
        Array.isArray(value)
          ? (value as readonly Json[]).filter((item) => !isRecent(item, since))
          : value,
      ] as const,
  );
  return { ...reply, body: Object.fromEntries(older) };
}
