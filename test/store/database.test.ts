import { describe, expect } from 'vitest';
import { readInstant } from '../../src/store/column-types.ts';
import { openDatabase, readDatabaseTime, UnsafeDatabaseError } from '../../src/store/database.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { connectionsOf, sessionOf } from '../../src/store/session.ts';
import { OURS, test } from './stored.ts';

describe('a database that may lose what it acknowledged', () => {
  const careless = (databaseUrl: string): string => {
    const url = new URL(databaseUrl);
    url.searchParams.set('options', '-c synchronous_commit=off');
    return url.href;
  };

  test('is refused, with what is wrong and what to do', async ({ databaseUrl }) => {
    const opening = openDatabase({ url: careless(databaseUrl) });
    await expect(opening).rejects.toThrow(UnsafeDatabaseError);
    await expect(opening).rejects.toThrow(
      /expected fsync, full_page_writes and synchronous_commit to be on, found .*synchronous_commit=off\. Let an administrator/u,
    );
  });

  test('is accepted when the caller says that nothing has to last', async ({ databaseUrl }) => {
    const db = await openDatabase({ url: careless(databaseUrl), durable: false });
    await db.close();
  });
});

describe('an opened database', () => {
  test('tells its time, to compare clocks with', async ({ db }) => {
    const before = Date.now();
    const time = await readDatabaseTime(db);
    expect(Math.abs(time.getTime() - before)).toBeLessThan(60_000);
  });

  test('survives the loss of its connections', async ({ db, owner }) => {
    await inWorkspace(db, OURS, () => Promise.resolve());
    await owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'holdpoint'`,
    );
    let answered = 0;
    for (let attempt = 0; attempt < 20 && answered < 3; attempt += 1) {
      await inWorkspace(db, OURS, () => Promise.resolve()).then(
        () => {
          answered += 1;
        },
        () => undefined,
      );
    }
    expect(answered).toBe(3);
  });

  test('whose connection is lost inside a transaction says so, and works again', async ({
    db,
    owner,
  }) => {
    const work = inWorkspace(db, OURS, async (tx) => {
      const { client } = sessionOf(tx);
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await owner.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await client.query('SELECT 1');
    });
    await expect(work).rejects.toThrow();
    await inWorkspace(db, OURS, () => Promise.resolve());
  });

  test('never rounds an integer', async ({ db }) => {
    const { pool } = connectionsOf(db);
    const { rows } = await pool.query('SELECT 9007199254740991::bigint AS n');
    expect(rows).toStrictEqual([{ n: 9007199254740991 }]);
    await expect(pool.query('SELECT 9007199254740993::bigint AS n')).rejects.toThrow(
      'more than a number can hold exactly',
    );
  });

  test('cannot be made by hand', () => {
    expect(() => connectionsOf({ close: () => Promise.resolve() } as never)).toThrow(
      'only openDatabase makes one',
    );
  });
});

describe('an instant', () => {
  test.for([
    ['2026-11-22 04:36:00+00', '2026-11-22T04:36:00Z'],
    ['2026-11-22 04:36:00.25+00', '2026-11-22T04:36:00.250Z'],
    ['2026-11-22 10:06:00.001+05:30', '2026-11-22T04:36:00.001Z'],
  ] as const)('%s is read as %s', ([stored, read]) => {
    expect(readInstant(stored)).toBe(read);
  });
});
