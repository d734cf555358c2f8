/**
 * What a handler is and how it answers: small JSON with a fixed set of headers. An answer never carries the text
 * of an error.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export type Route = {
  /** The whole path, without a query. */
  readonly path: string;
  readonly methods: readonly string[];
  readonly handle: Handler;
};

export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

export function sendAnswer(response: ServerResponse, { status, body }: Answer): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}
