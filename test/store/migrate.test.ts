import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { append } from '../../src/store/event-log.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { drainJobs, wake } from '../../src/store/jobs.ts';
import { lockHead } from '../../src/store/lock.ts';
import { isMigrated, migrate } from '../../src/store/migrate.ts';
import {
  MigrationError,
  MIGRATIONS_FOLDER,
  pendingMigrations,
} from '../../src/store/migration-history.ts';
import { receiveDelivery, routeDeliveries } from '../../src/store/inbox.ts';
import { claimLane, finishDelivery } from '../../src/store/lanes.ts';
import { pendingWork } from '../../src/store/pending-work.ts';
import { dueTimers, replaceTimers } from '../../src/store/timers.ts';
import { verifyLog } from '../../src/store/verify-log.ts';
import { readWatermark, writeWatermark } from '../../src/store/watermarks.ts';
import { ensureWorkspace, listWorkspaces } from '../../src/store/workspaces.ts';
import { createDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { runSql } from '../support/run-sql.ts';
import { anEvent, NOW, OURS } from './stored.ts';

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createDatabase('empty');
  folder = await mkdtemp(join(tmpdir(), 'holdpoint-migrations-'));
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

type Journal = { entries: { tag: string; when: number; idx: number }[] };

async function editJournal(edit: (journal: Journal) => void): Promise<void> {
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(path, 'utf8')) as Journal;
  edit(journal);
  await writeFile(path, JSON.stringify(journal));
}

const tablesOf = async (url: string): Promise<string> => {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ found: string }>(
    `SELECT string_agg(relname, ' ' ORDER BY relname) AS found FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  await client.end();
  return rows[0]?.found ?? '';
};

describe('five replicas that start at once', () => {
  test('migrate an empty database once, and all of them go on', async () => {
    await Promise.all(Array.from({ length: 5 }, () => migrate(database.url)));
    expect(await tablesOf(database.url)).toBe(
      'acts api_tokens bookings changes deliveries deployments dirty environment_locks events forged_reports freezes gate_asks gate_claims merge_groups past_changes past_terms people policies pulls surfaces templates texts timers unauthorised_changes watermarks workspaces',
    );
    const db = await openDatabase({ url: database.url, durable: false });
    expect(await isMigrated(db)).toBe(true);
    await db.close();
    await migrate(database.url);
  });
});

describe('files and database that contradict each other', () => {
  test('a file that was edited after it had been run is noticed', async () => {
    const path = join(folder, '0001_guards.sql');
    const before = await readFile(path, 'utf8');
    await writeFile(path, `${before}\n-- harmless?`);
    await expect(migrate(database.url, folder)).rejects.toThrow(
      'migrations/0001_guards.sql was changed after it had been run',
    );
    await writeFile(path, before);
    await migrate(database.url, folder);
  });

  test('a file that came later but is dated earlier is noticed, not skipped', async () => {
    await writeFile(join(folder, '0002_late.sql'), 'CREATE TABLE late (id int);');
    await editJournal(({ entries }) => {
      const [first, second] = entries;
      if (first === undefined || second === undefined) throw new Error('too few');
      entries.splice(1, 1, { ...second, tag: '0002_late', when: first.when + 1 }, second);
    });
    await expect(migrate(database.url, folder)).rejects.toThrow(
      'migrations/0002_late.sql was never run, but newer ones were',
    );
    expect((await tablesOf(database.url)).split(' ')).not.toContain('late');
    await cp(join(MIGRATIONS_FOLDER, 'meta'), join(folder, 'meta'), { recursive: true });
  });

  test('a new file is run, and an older program then refuses the database', async () => {
    await writeFile(join(folder, '0002_next.sql'), 'CREATE TABLE next (id int);');
    await editJournal(({ entries }) =>
      entries.push({
        ...(entries.at(-1) ?? { when: 0, idx: 0 }),
        tag: '0002_next',
        when: Date.UTC(2040, 0),
      }),
    );
    await migrate(database.url, folder);
    expect(await tablesOf(database.url)).toContain('next');
    await expect(migrate(database.url)).rejects.toThrow('migrated by a newer version of Holdpoint');
    const db = await openDatabase({ url: database.url, durable: false });
    expect(await isMigrated(db)).toBe(false);
    await db.close();
  });

  test('a journal out of order is noticed before anything is run', () => {
    const files = [
      { tag: 'b', when: 2, hash: 'b' },
      { tag: 'a', when: 1, hash: 'a' },
    ];
    expect(() => pendingMigrations(files, [])).toThrow(MigrationError);
    expect(() => pendingMigrations(files, [])).toThrow('a is not newer than b');
  });

  test('a database that was never migrated is not migrated', async () => {
    const empty = await createDatabase('empty');
    const db = await openDatabase({ url: empty.url, durable: false });
    expect(await isMigrated(db)).toBe(false);
    await db.close();
    await empty.drop();
  });
});

/** A server run by somebody else: the owner is no superuser, and the program's user owns nothing. */
describe('without a superuser', () => {
  const names = { owner: `owner_${String(process.pid)}`, app: `login_${String(process.pid)}` };
  const as = (url: string, user: string): string => {
    const own = new URL(url);
    own.username = user;
    return own.href;
  };

  test('an owner migrates, and a user with only the two roles runs everything', async () => {
    const { url } = inject('databases');
    const empty = await createDatabase('empty');
    const name = new URL(empty.url).pathname.slice(1);
    await runSql(
      url,
      `CREATE ROLE ${names.owner} LOGIN CREATEROLE; GRANT holdpoint_app, holdpoint_system TO ${names.owner} WITH ADMIN OPTION; ALTER DATABASE ${name} OWNER TO ${names.owner}`,
    );
    await runSql(empty.url, `GRANT ALL ON SCHEMA public TO ${names.owner}`);
    try {
      await migrate(as(empty.url, names.owner));
      await runSql(
        as(empty.url, names.owner),
        `CREATE ROLE ${names.app} LOGIN; GRANT holdpoint_app, holdpoint_system TO ${names.app}`,
      );
      await useEverything(as(empty.url, names.app));
      await expect(runSql(as(empty.url, names.app), 'DROP TABLE events')).rejects.toThrow(
        'must be owner',
      );
      await expect(runSql(as(empty.url, names.app), 'DELETE FROM events')).rejects.toThrow(
        'permission denied',
      );
    } finally {
      await empty.drop();
      await runSql(
        url,
        `DROP OWNED BY ${names.app}, ${names.owner}; DROP ROLE ${names.app}, ${names.owner}`,
      );
    }
  });
});

async function useEverything(url: string): Promise<void> {
  const db = await openDatabase({ url, durable: false });
  try {
    expect(await isMigrated(db)).toBe(true);
    await ensureWorkspace(db, OURS, 'lighthouse');
    expect(await listWorkspaces(db)).toMatchObject([
      { workspace: OURS, login: 'lighthouse', head: { seq: 0 } },
    ]);
    await receiveDelivery(db, {
      forge: 'github',
      guid: 'g',
      event: 'issues',
      action: null,
      headers: {},
      body: Buffer.from('{}'),
      bodySha256: Buffer.alloc(32),
      receivedAt: NOW,
      source: 'webhook',
    });
    await routeDeliveries(db, 1, () => ({ workspace: OURS, lane: 'l' }));
    const [row] = await claimLane(db, { lane: 'l', limit: 1, now: NOW });
    await inWorkspace(db, OURS, async (tx) => {
      const lock = await lockHead(tx);
      await append(lock, [anEvent()]);
      await replaceTimers(lock, 12, [{ name: 'window_end', dueAt: NOW }]);
      await wake(tx, 'look', { change: 12 }, { key: 'k', queue: 'q' });
      await finishDelivery(tx, row?.id ?? 0);
    });
    expect(await inWorkspace(db, OURS, (tx) => verifyLog(tx))).toMatchObject({
      kind: 'intact',
      events: 1,
    });
    expect(await dueTimers(db, NOW, 10)).toHaveLength(1);
    await writeWatermark(db, { forge: 'github', name: 'deliveries', at: NOW });
    expect(await readWatermark(db, 'github', 'deliveries')).toBe(NOW);
    expect(await pendingWork(db, NOW)).toStrictEqual({
      deliveries: 0,
      dirty: 0,
      timers: 1,
      jobs: 1,
    });
    const looked: unknown[] = [];
    await drainJobs(db, { look: (payload) => Promise.resolve(void looked.push(payload)) });
    expect(looked).toStrictEqual([{ change: 12 }]);
  } finally {
    await db.close();
  }
}
