/*
 * The HTTP face of the forge. The API answers under `/api/v3` and `/api/graphql`, as an Enterprise host does,
 * and under the bare paths of api.github.com; whatever else is asked with GET or POST may be a page.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest } from '../acts/refuse.ts';
import type { ApiParts } from './answer-api.ts';
import { answerApi, refusalReply } from './answer-api.ts';
import { nameRepository } from './moved.ts';
import type { PageRoute } from './page-route.ts';
import { servePage } from './page-route.ts';
import type { Router } from './router.ts';
import { writeReply } from './write-reply.ts';

export type ServerParts = ApiParts & {
  readonly router: Router;
  readonly pages: readonly PageRoute[];
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

export async function serve(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = (request.method ?? 'GET').toUpperCase();
  const url = new URL(request.url ?? '/', parts.world.origin());
  const path = nameRepository(parts.world, apiPath(url.pathname));
  const match = parts.router(method === 'HEAD' ? 'GET' : method, path);
  try {
    const text = await readBody(request);
    const isPage = match === null && !url.pathname.startsWith('/api/');
    if (isPage && (await servePage(parts, { request, response, url, text }))) return;
    answerApi(parts, { method, url, path, text, match, request }, response);
  } catch (error) {
    writeReply(response, parts.world.clock, refusalReply(error));
  }
}
