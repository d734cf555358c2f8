/**
 * Whether a delivery was signed with one of our secrets. The signature covers the raw bytes and nothing else:
 * event name and delivery id are unsigned. Only SHA-256 counts. Every secret is tried on every delivery and
 * compared in constant time, so that neither a byte nor the number of the matching secret shows in the timing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = 'sha256=';
const DIGEST_BYTES = 32;

export function sign(body: Uint8Array, secret: string): string {
  return PREFIX + createHmac('sha256', secret).update(body).digest('hex');
}

/** `sha256=` and 64 hex digits; anything else cannot be a signature of ours. */
export function isSignature(header: string): boolean {
  return /^sha256=[0-9a-f]{64}$/.test(header);
}

/** `secrets`: the current one and, while rotating, the previous one. Never empty strings. */
export function verifySignature(
  body: Uint8Array,
  header: string,
  secrets: readonly string[],
): boolean {
  if (!isSignature(header)) return false;
  const claimed = Buffer.from(header.slice(PREFIX.length), 'hex');
  if (claimed.length !== DIGEST_BYTES) return false;
  let matched = false;
  for (const secret of secrets) {
    const ours = createHmac('sha256', secret).update(body).digest();
    // The comparison stands first: an earlier match must not save the work of a later one.
    matched = timingSafeEqual(ours, claimed) || matched;
  }
  return matched;
}
