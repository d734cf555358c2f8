/*
 * A reply on the wire, with the headers GitHub sends. The date is the sandbox clock's, since clients measure
 * their own clock against it.
 */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../state/world.ts';
import type { Reply } from './call.ts';

function contentOf(reply: Reply): { readonly type: string; readonly text: string } | null {
  if (reply.text !== undefined)
    return { type: 'application/vnd.github.raw+json; charset=utf-8', text: reply.text };
  if (reply.body === undefined) return null;
  return { type: 'application/json; charset=utf-8', text: JSON.stringify(reply.body) };
}

export function writeReply(response: ServerResponse, clock: Clock, reply: Reply): void {
  const content = contentOf(reply);
  const bodiless = reply.status === 204 || reply.status === 304;
  response.writeHead(reply.status, {
    date: clock.now().toUTCString(),
    server: 'GitHub.com',
    'x-github-request-id': randomUUID().slice(0, 18).toUpperCase(),
    'x-github-media-type': 'github.v3; format=json',
    ...(content === null ? {} : { 'content-type': content.type }),
    ...(bodiless ? {} : { 'content-length': String(Buffer.byteLength(content?.text ?? '')) }),
    ...reply.headers,
  });
  response.end(content?.text ?? '');
}
