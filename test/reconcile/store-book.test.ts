// Several writers of one change's rows, in a real database: a run that tidies up, and an act that moves the change.
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { describe, expect } from 'vitest';

import { storeBook } from '../../src/reconcile/store-book.ts';
import type { Database } from '../../src/store/database.ts';
import { holdMark, markDirty, readMark } from '../../src/store/dirty.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { dropSurface, forgetAttempts, putSurface } from '../../src/store/surfaces.ts';
import type { SurfaceRow } from '../../src/store/surfaces.ts';
import { aWorkspace, NOW, test } from '../store/stored.ts';

const row = (surface: string): SurfaceRow => ({
  surface,
  forgeId: '5',
  digest: null,
  intentAt: null,
  writtenAt: null,
  attempts: 1,
  problem: null,
});

async function aChangeWithRows(db: Database): Promise<string> {
  const workspace = await aWorkspace(db);
  await inWorkspace(db, workspace, async (tx) => {
    await markDirty(await lockHead(tx), { number: 3, version: 1, since: NOW });
    for (const surface of ['c', 'b', 'a']) await putSurface(tx, 3, row(surface));
  });
  return workspace;
}

async function untilWaiting(owner: pg.Client, count: number): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    if ((rows[0]?.waiting ?? 0) >= count) return;
    await sleep(5);
  }
}

/** Somebody holds row `a` until two more wait. */
async function whileHeld(
  db: Database,
  owner: pg.Client,
  acts: {
    readonly workspace: string;
    readonly first: () => Promise<unknown>;
    readonly second: () => Promise<unknown>;
  },
): Promise<readonly PromiseSettledResult<unknown>[]> {
  const { workspace, first, second } = acts;
  return inWorkspace(db, workspace, async (tx) => {
    await putSurface(tx, 3, row('a'));
    const running = [first()];
    await untilWaiting(owner, 1);
    running.push(second());
    await untilWaiting(owner, 2);
    return { running };
  }).then(({ running }) => Promise.allSettled(running));
}

describe('an act and a run on the same change', () => {
  const tidying = { put: [row('b'), row('a'), row('c')], drop: [] };
  const act = (db: Database, workspace: string) =>
    inWorkspace(db, workspace, async (tx) => {
      const lock = await lockHead(tx);
      await holdMark(tx, 3);
      for (const surface of ['c', 'b']) await dropSurface(tx, 3, surface);
      await forgetAttempts(lock, 3);
      await markDirty(lock, { number: 3, version: 2, since: NOW });
    });

  test('never wait for each other when the run tidies up', async ({ db, owner }) => {
    const workspace = await aChangeWithRows(db);
    const done = await whileHeld(db, owner, {
      workspace,
      first: () => storeBook(db, workspace).tidy(3, tidying),
      second: () => act(db, workspace),
    });
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });

  test('never wait for each other when the run ends, also on a mark that has moved', async ({
    db,
    owner,
  }) => {
    const workspace = await aChangeWithRows(db);
    const mark = await inWorkspace(db, workspace, (tx) => readMark(tx, 3));
    if (mark === null) throw new Error('no mark');
    const old = { ...mark, clean: mark.clean + 1 };
    const done = await whileHeld(db, owner, {
      workspace,
      first: () => storeBook(db, workspace).settle(3, old, tidying),
      second: () => act(db, workspace),
    });
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });
});
