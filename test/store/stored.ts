// What the store's tests share: an opened database, tenants, events, and the owner's own connection for
// looking behind the store's back.
import pg from 'pg';
import { openDatabase } from '../../src/store/database.ts';
import type { Database } from '../../src/store/database.ts';
import { append } from '../../src/store/event-log.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { lockHead } from '../../src/store/lock.ts';
import type { KnownPolicy } from '../../src/store/policies.ts';
import { ensureWorkspace } from '../../src/store/workspaces.ts';
import type { ChangeRow } from '../../src/store/changes.ts';
import type { NewEvent, StoredEvent } from '../../src/core/audit/event.ts';
import { test as plain } from '../support/database.ts';
import { anEvent } from '../core/audit/log.ts';

export { anEvent };

export const OURS = 'github:9812';
export const THEIRS = 'github:4711';
export const NOW = '2026-11-22T04:40:00Z';

export const test = plain.extend<{ db: Database; owner: pg.Client }>({
  db: [
    async ({ databaseUrl }, use) => {
      const db = await openDatabase({ url: databaseUrl, durable: false, poolSize: 10 });
      for (const workspace of [OURS, THEIRS]) await ensureWorkspace(db, workspace, 'lighthouse');
      await use(db);
      await db.close();
    },
    { scope: 'file' },
  ],
  owner: [
    async ({ databaseUrl }, use) => {
      const client = new pg.Client(databaseUrl);
      await client.connect();
      await use(client);
      await client.end();
    },
    { scope: 'file' },
  ],
});

export function appendTo(
  db: Database,
  workspace: string,
  events: readonly NewEvent[],
): Promise<readonly StoredEvent[]> {
  return inWorkspace(db, workspace, async (tx) => append(await lockHead(tx), events));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export function aPolicy(version = DEFAULT_POLICY.version): KnownPolicy {
  return { version, content: DEFAULT_POLICY, people: { 'dee-lead': '5' }, firstSeen: NOW };
}

let fresh = 0;

/** A tenant that nobody has written to. */
export async function aWorkspace(db: Database): Promise<string> {
  fresh += 1;
  const workspace = `github:${String(100_000 + fresh)}`;
  await ensureWorkspace(db, workspace, `org-${String(fresh)}`);
  return workspace;
}

export const aChange = (given: Partial<ChangeRow> = {}): ChangeRow => ({
  number: 12,
  repoId: '501',
  repoName: 'lighthouse/gateway',
  issueNumber: 42,
  issueId: '9001',
  state: 'review',
  closed: false,
  category: 'normal',
  risk: 'medium',
  priority: null,
  title: 'CHG-00012: rotate the gateway certificate',
  authorId: '7',
  operatorId: null,
  windowStart: null,
  windowEnd: null,
  openedAt: NOW,
  updatedAt: NOW,
  version: 1,
  hash: 'f'.repeat(64),
  fold: 1,
  snapshot: { number: 12 },
  pulls: [],
  bookings: [],
  ...given,
});
