/**
 * The hashes of the log. Every kind of input has a prefix of its own, and the
 * link names workspace and position, so that a row cannot be moved between
 * tenants, places or roles and still fit.
 *
 *   leaf        SHA256(0x00 || body)                       as in RFC 6962
 *   link        SHA256(0x02 || u32 length of workspace || workspace || u64 seq || prev || leaf)
 *   commitment  SHA256(salt || text)                       salt is exactly 32 bytes
 */
import { createHash } from 'node:crypto';
import { utf8 } from './bytes.ts';

export const HASH_BYTES = 32;
export const SALT_BYTES = 32;
/** What the first event of a workspace points back to. */
export const GENESIS: Uint8Array = new Uint8Array(HASH_BYTES);

/** A place in the log: `seq` events, the last of which has this hash. `{ seq: 0, hash: GENESIS }` is the empty log. */
export type ChainPoint = { readonly seq: number; readonly hash: Uint8Array };

const LEAF_PREFIX = new Uint8Array([0x00]);
const LINK_PREFIX = 0x02;

export function leafHash(body: Uint8Array): Uint8Array {
  return createHash('sha256').update(LEAF_PREFIX).update(body).digest();
}

export function linkHash(
  workspace: string,
  seq: number,
  link: { readonly prev: Uint8Array; readonly leaf: Uint8Array },
): Uint8Array {
  const name = utf8(workspace);
  const head = new Uint8Array(1 + 4 + name.length + 8);
  const view = new DataView(head.buffer);
  view.setUint8(0, LINK_PREFIX);
  view.setUint32(1, name.length);
  head.set(name, 5);
  view.setBigUint64(5 + name.length, BigInt(seq));
  return createHash('sha256').update(head).update(link.prev).update(link.leaf).digest();
}

/**
 * Salt length is part of the promise: with a salt of any length, bytes could
 * move from the text into the salt without changing the hash.
 */
export function commitmentTo(text: string, salt: Uint8Array): Uint8Array {
  if (salt.length !== SALT_BYTES)
    throw new RangeError(
      `salt: expected ${String(SALT_BYTES)} bytes, found ${String(salt.length)}`,
    );
  return createHash('sha256').update(salt).update(text, 'utf8').digest();
}
