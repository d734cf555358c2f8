/*
 * The HTTP face of the forge. A request is read whole, matched, judged and carried out in one synchronous
 * step, so that two requests never interleave; trouble is added around that step. The API answers under
 * `/api/v3` and `/api/graphql`, as an Enterprise host does, and under the bare paths of api.github.com.
 */
import { createHash, randomUUID } from 'node:crypto';
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
import { hideRecent } from './read-lag.ts';
import type { PageRoute } from './page-route.ts';
import { servePage } from './page-route.ts';
import type { RateDesk } from './rate.ts';
import type { RequestRecorder } from './request-log.ts';
import { isContentWrite } from './request-log.ts';
import type { Match, Router } from './router.ts';

/** One documented operation as it went over the wire, for a validator. */
export type Exchange = {
  /** `get /repos/{owner}/{repo}` as in GitHub's API description. */
  readonly operation: string;
  readonly requestBody: Json;
  readonly status: number;
  readonly responseBody: Json | undefined;
};

export type ServerParts = {
  readonly world: World;
  readonly mailroom: Mailroom;
  readonly router: Router;
  readonly faults: FaultDesk;
  readonly log: RequestRecorder;
  readonly rates: RateDesk;
  readonly pages: readonly PageRoute[];
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
};

const bodyLimit = 10 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part as Uint8Array);
    size += bytes.length;
    if (size > bodyLimit) throw badRequest('Request body is too large');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function apiPath(pathname: string): string {
  if (pathname === '/api/graphql') return '/graphql';
  const path = pathname.startsWith('/api/v3/') ? pathname.slice('/api/v3'.length) : pathname;
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function parseBody(text: string): JsonObject {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    // Two endpoints also take a bare array of label names.
    if (Array.isArray(value)) return { labels: value as readonly Json[] };
    if (isJsonObject(value)) return value;
  } catch {
    throw badRequest('Problems parsing JSON');
  }
  throw badRequest('Body should be a JSON object');
}

export function nameOf(actor: Actor): string {
  if (actor.kind === 'person' || actor.kind === 'installation') return actor.user.login;
  return actor.kind === 'app' ? `app:${actor.app.slug}` : 'nobody';
}

type Asked = {
  readonly method: string;
  readonly url: URL;
  readonly path: string;
  readonly text: string;
  readonly match: Match | null;
  readonly authorization: string | undefined;
};
type Done = { readonly reply: Reply; readonly who: string; readonly body: JsonObject };

function refusalReply(error: unknown): Reply {
  if (error instanceof ForgeRefusal)
    return { status: error.status, body: error.body, headers: error.headers };
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, body: { message: `The sandbox failed: ${message}` } };
}

function carryOut(parts: ServerParts, asked: Asked): Done {
  let who = 'nobody';
  let body: JsonObject = {};
  try {
    const actor = authenticate(parts.world, asked.authorization);
    who = nameOf(actor);
    if (asked.match === null) throw notFound();
    const obstacle = parts.rates.obstacle(who, {
      contentWrite: isContentWrite(asked.method, asked.path),
    });
    if (obstacle !== null)
      return {
        who,
        body,
        reply: limitReply(403, obstacle.message, {
          'retry-after': String(obstacle.retryAfterSeconds),
        }),
      };
    body = parseBody(asked.text);
    const { world, mailroom } = parts;
    const call: Call = {
      world,
      mailroom,
      actor,
      params: asked.match.params,
      query: asked.url.searchParams,
      url: asked.url,
      body,
    };
    return {
      who,
      body,
      reply:
        asked.path === '/rate_limit'
          ? { status: 200, body: parts.rates.show(who) }
          : asked.match.route.handle(call),
    };
  } catch (error) {
    return { who, body, reply: refusalReply(error) };
  }
}

function limitReply(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>>,
): Reply {
  return {
    status,
    body: {
      message,
      documentation_url:
        'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api',
    },
    headers,
  };
}

/** The answer of a request that trouble keeps from being carried out, or null when it is carried out. */
function troubledReply(
  parts: ServerParts,
  trouble: RequestTrouble | null,
): Reply | 'silence' | null {
  switch (trouble?.kind) {
    case 'refuse':
      return { status: trouble.status, body: { message: trouble.message ?? 'Server Error' } };
    case 'secondary_limit': {
      const message =
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
      return limitReply(trouble.status ?? 403, message, {
        'retry-after': String(trouble.retryAfterSeconds),
      });
    }
    case 'primary_limit': {
      const reset = Math.ceil(parts.world.clock.now().getTime() / 1000) + trouble.resetInSeconds;
      return limitReply(403, 'API rate limit exceeded for installation.', {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(reset),
      });
    }
    case 'drop':
      return 'silence';
    case 'hang':
      return trouble.applied ? null : 'silence';
    default:
      return null;
  }
}

function withEtag(asked: Asked, reply: Reply, ifNoneMatch: string | undefined): Reply {
  if (asked.method !== 'GET' || reply.status !== 200 || reply.body === undefined) return reply;
  const etag = `W/"${createHash('sha256').update(JSON.stringify(reply.body)).digest('hex')}"`;
  const headers = { ...reply.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
  return ifNoneMatch === etag ? { status: 304, headers } : { ...reply, headers };
}

function write(response: ServerResponse, parts: ServerParts, reply: Reply): void {
  const headers: Record<string, string> = {
    date: parts.world.clock.now().toUTCString(),
    server: 'GitHub.com',
    'x-github-request-id': randomUUID().slice(0, 18).toUpperCase(),
    'x-github-media-type': 'github.v3; format=json',
    ...reply.headers,
  };
  const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
  if (text !== '') headers['content-type'] = 'application/json; charset=utf-8';
  if (reply.status !== 204 && reply.status !== 304)
    headers['content-length'] = String(Buffer.byteLength(text));
  response.writeHead(reply.status, headers);
  response.end(text);
}

function answerApi(
  parts: ServerParts,
  asked: Asked,
  context: { readonly request: IncomingMessage; readonly response: ServerResponse },
): void {
  const { request, response } = context;
  const { method, path } = asked;
  const pattern = asked.match?.route.pattern ?? null;
  const trouble = parts.faults.troubleForRequest({ method, path, pattern: pattern ?? '' });
  const instead = troubledReply(parts, trouble);
  const logged = { at: parts.world.clock.now().toISOString(), method, path, pattern };
  const cut = (): void => {
    if (trouble?.kind !== 'hang') request.socket.destroy();
  };
  if (instead === 'silence') {
    parts.log.record({ ...logged, actor: 'unread', status: 0 });
    cut();
    return;
  }
  const done: Done =
    instead === null ? carryOut(parts, asked) : { reply: instead, who: 'unread', body: {} };
  const seen =
    trouble?.kind === 'read_lag'
      ? hideRecent(parts.world, asked.method, { reply: done.reply, lagMs: trouble.lagMs })
      : done.reply;
  const final = withEtag(asked, seen, request.headers['if-none-match']);
  const rateHeaders = parts.rates.count(done.who, {
    contentWrite: instead === null && isContentWrite(method, path),
    free: final.status === 304 || path === '/rate_limit',
  });
  if (instead === null && pattern !== null) {
    parts.onExchange?.({
      operation: `${method.toLowerCase()} ${pattern}`,
      requestBody: done.body,
      status: done.reply.status,
      responseBody: done.reply.body,
    });
  }
  const failsAfter =
    trouble?.kind === 'apply_then_fail'
      ? { status: trouble.status, body: { message: 'Server Error' } }
      : null;
  parts.log.record({ ...logged, actor: done.who, status: failsAfter?.status ?? final.status });
  if (trouble?.kind === 'apply_then_drop' || trouble?.kind === 'hang') {
    cut();
    return;
  }
  write(response, parts, failsAfter ?? { ...final, headers: { ...rateHeaders, ...final.headers } });
}

export async function serve(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = (request.method ?? 'GET').toUpperCase();
  const url = new URL(request.url ?? '/', parts.world.origin());
  const path = apiPath(url.pathname);
  const match = parts.router(method === 'HEAD' ? 'GET' : method, path);
  try {
    const text = await readBody(request);
    if (
      match === null &&
      !url.pathname.startsWith('/api/') &&
      servePage(parts, { request, response, url, text })
    )
      return;
    answerApi(
      parts,
      { method, url, path, text, match, authorization: request.headers.authorization },
      { request, response },
    );
  } catch (error) {
    write(response, parts, refusalReply(error));
  }
}
