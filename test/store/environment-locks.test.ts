// A lock holds whatever the case in which its environment is written: forges and policies know no other.
import { expect } from 'vitest';
import { claimLock, listLocks, releaseLock } from '../../src/store/environment-locks.ts';
import { inWorkspace, type Tx } from '../../src/store/in-workspace.ts';
import { NOW, OURS, test } from './stored.ts';

const LOCK = {
  ...{ environment: 'Staging', reason: 'load test', by: { id: '1', login: 'dee-lead' } },
  ...{ at: NOW, url: null },
};

test('an environment is locked, found locked and unlocked by its name in any case', async ({
  db,
}) => {
  const here = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inWorkspace(db, OURS, work);
  expect(await here((tx) => claimLock(tx, LOCK, 'a'))).toBeNull();
  const other = { ...LOCK, environment: 'staging', by: { id: '2', login: 'lin-dev' } };
  expect((await here((tx) => claimLock(tx, other, 'b')))?.by.login).toBe('dee-lead');
  const found = (names: readonly string[]): Promise<number> =>
    here(async (tx) => (await listLocks(tx, names)).length);
  expect(await found(['staging'])).toBe(1);
  expect(await found(['lower', 'STAGING'])).toBe(1);
  expect(await found(['production'])).toBe(0);
  expect(await here((tx) => releaseLock(tx, 'STAGING'))).not.toBeNull();
  expect(await found(['staging'])).toBe(0);
});
