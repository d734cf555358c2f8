/**
 * Chance that comes out the same each time: choices and salts for a record that is made up. Never for a real one, whose
 * salts nobody may be able to guess.
 */
import { createCipheriv } from 'node:crypto';

export type Seeded = {
  /** From 0, below `count`. */
  readonly below: (count: number) => number;
  readonly oneOf: <T>(list: readonly T[]) => T;
  readonly bytes: (count: number) => Uint8Array;
};

const POOL_BYTES = 512;

export function seeded(seed: number): Seeded {
  const stream = createCipheriv(
    'aes-128-ctr',
    Buffer.alloc(16, `seed ${String(seed)} `),
    Buffer.alloc(16),
  );
  let pool = Buffer.alloc(0);
  let at = 0;
  const bytes = (count: number): Uint8Array => {
    if (at + count > pool.length) {
      pool = stream.update(Buffer.alloc(POOL_BYTES));
      at = 0;
    }
    at += count;
    return pool.subarray(at - count, at);
  };
  const next = (): number => bytes(4).reduce((sum, byte) => sum * 256 + byte, 0);
  const below = (count: number): number => Math.floor((next() / 2 ** 32) * count);
  const oneOf = <T>(list: readonly T[]): T => {
    const found = list[below(list.length)];
    if (found === undefined) throw new RangeError('nothing to choose from');
    return found;
  };
  return { below, oneOf, bytes };
}
