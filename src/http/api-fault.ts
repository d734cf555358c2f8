/**
 * What the API says no with: a code for machines, and for people what was expected, what was found, and what to do. The
 * found is never a secret.
 */
import type { ServerResponse } from 'node:http';
import { sendAnswer } from './route.ts';

export type ApiFault = {
  readonly status: 400 | 401 | 403 | 404 | 408 | 409 | 413 | 415 | 429 | 503;
  readonly error: string;
  readonly expected: string;
  readonly found: string;
  readonly next: string;
};

export function sendFault(response: ServerResponse, { status, ...body }: ApiFault): void {
  if (status === 401) response.setHeader('www-authenticate', 'Bearer realm="holdpoint"');
  if (status === 429 || status === 503) response.setHeader('retry-after', '60');
  sendAnswer(response, { status, body });
}

export function isFault<T extends object>(value: T | ApiFault): value is ApiFault {
  return 'error' in value && 'expected' in value;
}
