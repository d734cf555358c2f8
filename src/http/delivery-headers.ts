/**
 * What can be said of a delivery before a byte of its body is read. Order matters: whoever cannot be GitHub is
 * turned away without costing memory. The headers are not signed, so they are only ever checked for form; what
 * they claim is judged later against the signed body.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './route.ts';
import { isSignature } from './verify-signature.ts';

/** GitHub sends nothing above 25 MiB. */
export const MOST_BODY_BYTES = 26 * 1024 * 1024;

export type DeliveryHeaders = {
  readonly signature: string;
  readonly guid: string;
  readonly event: string;
  /** What is worth keeping and has no column of its own; never the signature, a cookie or a credential. */
  readonly kept: Readonly<Record<string, string>>;
};

const KEPT = [
  'user-agent',
  'x-github-hook-id',
  'x-github-hook-installation-target-id',
  'x-github-hook-installation-target-type',
];

export type HeadersRead = { readonly refusal: Answer } | { readonly headers: DeliveryHeaders };

export function readHeaders(headers: IncomingHttpHeaders, appId: string): HeadersRead {
  const type = headers['content-type'] ?? '';
  if (mediaType(type) !== 'application/json' || headers['content-encoding'] !== undefined) {
    return refuse(415, 'send application/json, not compressed');
  }
  if (Number(headers['content-length'] ?? 0) > MOST_BODY_BYTES)
    return refuse(413, 'the body is too large');
  const signature = one(headers, 'x-hub-signature-256');
  if (signature === null || !isSignature(signature)) return refuse(401, 'the signature is missing');
  const guid = one(headers, 'x-github-delivery');
  const event = one(headers, 'x-github-event');
  if (guid === null || !/^[0-9A-Za-z-]{1,100}$/.test(guid))
    return refuse(400, 'the delivery id is missing');
  if (event === null || !/^[a-z_]{1,100}$/.test(event))
    return refuse(400, 'the event name is missing');
  const elsewhere = meantFor(headers, appId);
  if (elsewhere !== null) return refuse(403, elsewhere);
  return { headers: { signature, guid, event, kept: keptOf(headers) } };
}

const OTHER_HOOKS = new Set(['repository', 'organization', 'business']);

/**
 * The id is that of whatever the webhook was made on, and an app's only when the type says so. A webhook of a
 * repository names no installation: what came by it could not be worked off, and would stop changes.
 */
function meantFor(headers: IncomingHttpHeaders, appId: string): string | null {
  const type = one(headers, 'x-github-hook-installation-target-type')?.toLowerCase() ?? null;
  if (type !== null && OTHER_HOOKS.has(type))
    return `this is the webhook of a ${type}, and only that of the app is heard`;
  const id = one(headers, 'x-github-hook-installation-target-id');
  const isApp = type === null || type === 'integration';
  return isApp && id !== null && id !== appId ? 'the delivery is meant for another app' : null;
}

function refuse(status: number, error: string): HeadersRead {
  return { refusal: { status, body: { error } } };
}

function mediaType(contentType: string): string {
  const semicolon = contentType.indexOf(';');
  return (semicolon === -1 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase();
}

function one(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function keptOf(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const name of KEPT) {
    const value = headers[name];
    if (typeof value === 'string') kept[name] = value.slice(0, 500);
  }
  return kept;
}
