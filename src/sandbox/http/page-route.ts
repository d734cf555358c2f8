/*
 * The seam for pages that people read in a browser. A page route gets the world to read and the raw request;
 * it answers with text of its own. API routes are tried first, so a page never shadows the API.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../state/world.ts';
import { createRouter } from './router.ts';

export type Visit = {
  readonly world: World;
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The request body as sent; a form's fields are `new URLSearchParams(body)`. */
  readonly body: string;
};

export type PageReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type PageRoute = {
  readonly method: 'GET' | 'POST';
  /** `/{owner}/{repo}/issues/{issue_number}` */
  readonly pattern: string;
  readonly handle: (visit: Visit) => PageReply | Promise<PageReply>;
};

type Asking = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly text: string;
};

/** Resolves to false when no page has this address. */
export async function servePage(
  parts: { readonly world: World; readonly pages: readonly PageRoute[] },
  asking: Asking,
): Promise<boolean> {
  const { request, response, url, text } = asking;
  for (const page of parts.pages) {
    const match = createRouter([
      { method: page.method, pattern: page.pattern, handle: () => ({ status: 200 }) },
    ])(request.method ?? 'GET', url.pathname);
    if (match === null) continue;
    const reply = await page.handle({
      world: parts.world,
      params: match.params,
      url,
      headers: request.headers,
      body: text,
    });
    response.writeHead(reply.status, {
      'content-length': String(Buffer.byteLength(reply.body)),
      ...reply.headers,
    });
    response.end(reply.body);
    return true;
  }
  return false;
}
