/**
 * The hidden last line of every comment the app writes: which surface of which change this is, with a code that
 * only this workspace's key can make. A marker is an address, never an authority: it is looked at only in
 * comments that the forge says our own account wrote, and it lets a create whose answer was lost be found again.
 */
import { createHmac } from 'node:crypto';
import { changeName } from '../core/change/state.ts';

const OPENING = '<!-- holdpoint:';

/** Sixteen bytes are plenty for an address and keep the line short. */
function seal(key: Uint8Array, name: string, surface: string): string {
  return createHmac('sha256', key).update(`${name}\u0000${surface}`).digest('hex').slice(0, 32);
}

/** `<!-- holdpoint:record v1 CHG-00012 <hmac> -->` */
export function surfaceMarker(key: Uint8Array, change: number, surface: string): string {
  return namedMarker(key, changeName(change), surface);
}

/** Of what is no change: `<!-- holdpoint:freeze v1 FRZ-3 <hmac> -->` */
export function namedMarker(key: Uint8Array, name: string, surface: string): string {
  return `${OPENING}${surface} v1 ${name} ${seal(key, name, surface)} -->`;
}

/** True when the text ends with exactly this surface's marker. */
export function carriesMarker(body: string, marker: string): boolean {
  return body.trimEnd().endsWith(marker);
}
