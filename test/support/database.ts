// A database of its own for every test file that asks, copied from the migrated one in some 20 ms. The
// address is the owner's: it may migrate, and it passes row-level security. Use `test` from here and take
// `databaseUrl`, or call `createDatabase` where a file needs several.
import { randomBytes } from 'node:crypto';

import { test as plain, inject } from 'vitest';

import type {} from './global-setup.ts';
import { runSql } from './run-sql.ts';

export type TestDatabase = { readonly url: string; readonly drop: () => Promise<void> };

/** `empty` gives a database that no migration has touched. */
export async function createDatabase(
  from: 'migrated' | 'empty' = 'migrated',
): Promise<TestDatabase> {
  const { url, template } = inject('databases');
  const name = `holdpoint_test_${randomBytes(6).toString('hex')}`;
  const source = from === 'migrated' ? template : 'template0';
  await runSql(url, `CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY file_copy`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => runSql(url, `DROP DATABASE ${name} WITH (FORCE)`) };
}

export const test = plain.extend<{ databaseUrl: string }>({
  databaseUrl: [
    // Vitest reads the names of the fixtures that are needed from this pattern.
    async ({}, use) => {
      const database = await createDatabase();
      await use(database.url);
      await database.drop();
    },
    { scope: 'file' },
  ],
});
