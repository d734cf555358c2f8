/*
 * One API request from credentials to answer. The work itself is one synchronous step, so that two requests
 * never interleave; faults are applied around it, and what really happened is told to the log and the validator.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '../state/accounts.ts';
import type { Json, JsonObject } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import type { World } from '../state/world.ts';
import { badRequest, ForgeRefusal, notFound } from '../acts/refuse.ts';
import type { FaultDesk, RequestTrouble } from '../faults.ts';
import type { Mailroom } from '../hooks/mailroom.ts';
import { authenticate } from './authenticate.ts';
import type { Call, Reply } from './call.ts';
import { followMoves } from './moved.ts';
import type { RateDesk } from './rate.ts';
import { hideRecent } from './read-lag.ts';
import type { RequestRecorder } from './request-log.ts';
import { isContentWrite } from './request-log.ts';
import type { Match } from './router.ts';
import { limitReply, troubledReply } from './trouble.ts';
import { writeReply } from './write-reply.ts';

/** One documented operation as it was carried out, for a validator. */
export type Exchange = {
  /** `get /repos/{owner}/{repo}`, as in GitHub's API description. */
  readonly operation: string;
  readonly requestBody: Json;
  readonly status: number;
  readonly responseBody: Json | undefined;
};

export type ApiParts = {
  readonly world: World;
  readonly mailroom: Mailroom;
  readonly faults: FaultDesk;
  readonly log: RequestRecorder;
  readonly rates: RateDesk;
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
};

export type Asked = {
  readonly method: string;
  readonly url: URL;
  readonly path: string;
  readonly text: string;
  readonly match: Match | null;
  readonly request: IncomingMessage;
};

type Done = {
  readonly reply: Reply | null;
  readonly who: string;
  readonly body: JsonObject;
  readonly carriedOut: boolean;
};

function parseBody(text: string): JsonObject {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('Problems parsing JSON');
  }
  // The label endpoints also take a bare array of names.
  if (Array.isArray(value)) return { labels: value as readonly Json[] };
  if (isJsonObject(value)) return value;
  throw badRequest('Body should be a JSON object');
}

function nameOf(actor: Actor): string {
  if (actor.kind === 'person' || actor.kind === 'installation') return actor.user.login;
  return 'app' in actor ? `app:${actor.app.slug}` : 'nobody';
}

export function refusalReply(error: unknown): Reply {
  if (error instanceof ForgeRefusal)
    return { status: error.status, body: error.body, headers: error.headers };
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, body: { message: `The sandbox failed: ${message}` } };
}

function handle(
  parts: ApiParts,
  asked: Asked,
  { actor, body }: { readonly actor: Actor; readonly body: JsonObject },
): Reply {
  followMoves({ world: parts.world, method: asked.method, path: asked.path });
  if (asked.match === null) throw notFound();
  const { world, mailroom, rates } = parts;
  const who = nameOf(actor);
  const obstacle = rates.obstacle(who, { contentWrite: isContentWrite({ ...asked, body }) });
  if (obstacle !== null)
    return limitReply(403, { 'retry-after': String(obstacle.retryAfterSeconds) }, obstacle.message);
  if (asked.path === '/rate_limit') return { status: 200, body: rates.show(who) };
  const { params, route } = asked.match;
  const accept = asked.request.headers.accept ?? '';
  const call: Call = {
    world,
    mailroom,
    actor,
    params,
    query: asked.url.searchParams,
    url: asked.url,
    body,
    accept,
  };
  return route.handle(call);
}

function carryOut(parts: ApiParts, asked: Asked): Done {
  let who = 'nobody';
  let body: JsonObject = {};
  try {
    const actor = authenticate(parts.world, asked.request.headers.authorization);
    who = nameOf(actor);
    body = parseBody(asked.text);
    return { who, body, reply: handle(parts, asked, { actor, body }), carriedOut: true };
  } catch (error) {
    return { who, body, reply: refusalReply(error), carriedOut: true };
  }
}

function perform(parts: ApiParts, asked: Asked, trouble: RequestTrouble | null): Done {
  const instead = troubledReply(parts.world.clock, trouble);
  if (instead === null) return carryOut(parts, asked);
  return {
    reply: instead === 'silence' ? null : instead,
    who: 'unread',
    body: {},
    carriedOut: false,
  };
}

function withEtag(asked: Asked, reply: Reply): Reply {
  if (asked.method !== 'GET' || reply.status !== 200 || reply.body === undefined) return reply;
  const etag = `W/"${createHash('sha256').update(JSON.stringify(reply.body)).digest('hex')}"`;
  const headers = { ...reply.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
  return asked.request.headers['if-none-match'] === etag
    ? { status: 304, headers }
    : { ...reply, headers };
}

function visibleReply(
  parts: ApiParts,
  asked: Asked,
  { done, trouble }: { readonly done: Done; readonly trouble: RequestTrouble | null },
): Reply | null {
  if (done.reply === null) return null;
  if (trouble?.kind === 'apply_then_fail')
    return { status: trouble.status, body: { message: 'Server Error' } };
  const seen =
    trouble?.kind === 'read_lag'
      ? hideRecent(parts.world, asked.method, { reply: done.reply, lagMs: trouble.lagMs })
      : done.reply;
  return withEtag(asked, seen);
}

function tell(
  parts: ApiParts,
  asked: Asked,
  told: { readonly done: Done; readonly status: number },
): void {
  const { method, path } = asked;
  const pattern = asked.match?.route.pattern ?? null;
  const { done, status } = told;
  const at = parts.world.clock.now().toISOString();
  parts.log.record({ at, method, path, pattern, actor: done.who, status }, done.body);
  if (!done.carriedOut || pattern === null || done.reply === null) return;
  const { status: answered, body } = done.reply;
  parts.onExchange?.({
    operation: `${method.toLowerCase()} ${pattern}`,
    requestBody: done.body,
    status: answered,
    responseBody: body,
  });
}

export function answerApi(parts: ApiParts, asked: Asked, response: ServerResponse): void {
  const { method, path } = asked;
  const trouble = parts.faults.troubleForRequest({
    method,
    path,
    pattern: asked.match?.route.pattern ?? '',
  });
  const done = perform(parts, asked, trouble);
  const reply = visibleReply(parts, asked, { done, trouble });
  tell(parts, asked, { done, status: reply?.status ?? 0 });
  if (trouble?.kind === 'hang') return;
  if (reply === null || trouble?.kind === 'apply_then_drop') {
    asked.request.socket.destroy();
    return;
  }
  const free = reply.status === 304 || path === '/rate_limit';
  const rateHeaders = parts.rates.count(done.who, {
    contentWrite: done.carriedOut && isContentWrite({ method, path, body: done.body }),
    free,
  });
  writeReply(response, parts.world.clock, {
    ...reply,
    headers: { ...rateHeaders, ...reply.headers },
  });
}
