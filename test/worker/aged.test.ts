// What was read from a forge is given again for a minute, and only so much of it is kept.
import { describe, expect } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { aged, forgetAged } from '../../src/worker/aged.ts';
import { test } from '../support/database.ts';

const FORGE = { workspace: 'github:1' };

describe('what was read', () => {
  test('is read again after a minute, after a push of a policy, and when too much was read since', async ({
    databaseUrl,
  }) => {
    const db = await openDatabase({ url: databaseUrl, durable: false, poolSize: 2 });
    const reads: string[] = [];
    let now = new Date('2026-11-21T12:00:00Z');
    const given = aged<string>({ db, clock: { now: () => now } }, 2);
    const ask = (...keys: readonly string[]): Promise<void> =>
      keys.reduce(async (before, key) => {
        await before;
        await given(FORGE, key, (at) => {
          reads.push(key);
          return Promise.resolve({ at, value: key });
        });
      }, Promise.resolve());
    const readFor = async (...keys: readonly string[]): Promise<readonly string[]> => {
      reads.length = 0;
      await ask(...keys);
      return [...reads];
    };
    expect(await readFor('a', 'b', 'a', 'b')).toEqual(['a', 'b']);
    expect(await readFor('c', 'b', 'a')).toEqual(['c', 'a']);
    now = new Date('2026-11-21T12:01:00Z');
    expect(await readFor('a', 'a')).toEqual(['a']);
    await forgetAged(db, FORGE.workspace);
    expect(await readFor('a', 'a')).toEqual(['a']);
    await db.close();
  });
});
