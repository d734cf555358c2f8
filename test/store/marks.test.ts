import { describe, expect } from 'vitest';
import { claimAct } from '../../src/store/acts.ts';
import type { Database } from '../../src/store/database.ts';
import {
  delayDirty,
  listDirty,
  markDirty,
  readMark,
  settleMark,
  wantLook,
  wantLookLater,
} from '../../src/store/dirty.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import type { HeadLock } from '../../src/store/lock.ts';
import { pendingWork } from '../../src/store/pending-work.ts';
import {
  dropSurface,
  forgetAttempts,
  listSurfaces,
  putSurface,
  wantSurface,
} from '../../src/store/surfaces.ts';
import { dueTimers, fireTimer, hasDueTimers, replaceTimers } from '../../src/store/timers.ts';
import type { Timer } from '../../src/store/timers.ts';
import { readWatermark, writeWatermark } from '../../src/store/watermarks.ts';
import { aWorkspace, NOW, test } from './stored.ts';

const later = '2026-11-22T05:00:00Z';

const locked = <T>(
  db: Database,
  workspace: string,
  work: (lock: HeadLock) => Promise<T>,
): Promise<T> => inWorkspace(db, workspace, async (tx) => work(await lockHead(tx)));

describe('an act', () => {
  test('counts once, by what it is and not by who told of it', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const claim = (key: string) => locked(db, workspace, (lock) => claimAct(lock, key));
    expect(
      await Promise.all([claim('comment:1:a'), claim('comment:1:a'), claim('comment:1:b')]),
    ).toSatisfy((claims: boolean[]) => claims[2] === true && claims.filter(Boolean).length === 2);
    expect(await claim('comment:1:a')).toBe(false);
  });

  test('that failed may be tried again', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const failing = locked(db, workspace, async (lock) => {
      await claimAct(lock, 'label:7');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await locked(db, workspace, (lock) => claimAct(lock, 'label:7'))).toBe(true);
  });

  test('of another workspace is another act', async ({ db }) => {
    const workspaces = [await aWorkspace(db), await aWorkspace(db)];
    for (const workspace of workspaces) {
      expect(await locked(db, workspace, (lock) => claimAct(lock, 'label:7'))).toBe(true);
    }
  });
});

describe('a mark', () => {
  const mark = (db: Database, workspace: string, given: { version: number; since?: string }) =>
    locked(db, workspace, (lock) => markDirty(lock, { number: 3, since: NOW, ...given }));
  const clean = (db: Database, workspace: string, version: number) =>
    inWorkspace(db, workspace, async (tx) => {
      const seen = await readMark(tx, 3);
      return seen !== null && settleMark(tx, 3, { ...seen, version });
    });
  const dirtyIn = async (db: Database, workspace: string, before = NOW) =>
    (await listDirty(db, { before, limit: 1000 })).filter((row) => row.workspace === workspace);

  test('stands until the forge shows that version', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await mark(db, workspace, { version: 5 });
    expect(await dirtyIn(db, workspace)).toStrictEqual([
      { workspace, number: 3, version: 5, since: NOW, attempts: 0, problem: null },
    ]);
    expect(await clean(db, workspace, 5)).toBe(true);
    expect(await dirtyIn(db, workspace)).toStrictEqual([]);
  });

  test('set during a run is not wiped by that run', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await mark(db, workspace, { version: 5 });
    await mark(db, workspace, { version: 6, since: later });
    expect(await clean(db, workspace, 5)).toBe(false);
    expect(await dirtyIn(db, workspace)).toMatchObject([{ version: 6, since: NOW }]);
    expect(await clean(db, workspace, 6)).toBe(true);
    // A slow run that comes in last changes nothing.
    expect(await clean(db, workspace, 5)).toBe(true);
    await mark(db, workspace, { version: 5 });
    expect(await dirtyIn(db, workspace)).toStrictEqual([]);
    await mark(db, workspace, { version: 7, since: later });
    expect(await dirtyIn(db, workspace)).toMatchObject([{ version: 7, since: later }]);
  });

  test('that was put off comes back when its time has come, or when the change moves', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    await mark(db, workspace, { version: 5 });
    const delay = { number: 3, version: 5, retryAt: later, problem: 'forge_unavailable' };
    await inWorkspace(db, workspace, (tx) => delayDirty(tx, delay));
    expect(await dirtyIn(db, workspace)).toStrictEqual([]);
    expect(await dirtyIn(db, workspace, later)).toMatchObject([
      { attempts: 1, problem: 'forge_unavailable' },
    ]);
    await mark(db, workspace, { version: 6 });
    expect(await dirtyIn(db, workspace)).toMatchObject([
      { version: 6, attempts: 0, problem: null },
    ]);
    // The delay was meant for version 5.
    await inWorkspace(db, workspace, (tx) => delayDirty(tx, delay));
    expect(await dirtyIn(db, workspace)).toHaveLength(1);
  });

  test('settles only the run that began from it: a look wanted meanwhile is not lost', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    const within = <T>(work: Parameters<typeof inWorkspace<T>>[2]) =>
      inWorkspace(db, workspace, work);
    expect(await within((tx) => readMark(tx, 3))).toBeNull();
    await mark(db, workspace, { version: 5 });
    const before = await within((tx) => readMark(tx, 3));
    if (before === null) throw new Error('no mark');
    await within((tx) => wantLook(tx, 3, later));
    expect(await within((tx) => settleMark(tx, 3, before))).toBe(false);
    expect(await dirtyIn(db, workspace)).toMatchObject([{ version: 5, since: NOW }]);
    const after = await within((tx) => readMark(tx, 3));
    if (after === null) throw new Error('no mark');
    expect(await within((tx) => settleMark(tx, 3, after))).toBe(true);
    expect(await dirtyIn(db, workspace)).toStrictEqual([]);
    // No event, and still something to look at.
    await within((tx) => wantLook(tx, 3, later));
    expect(await dirtyIn(db, workspace)).toMatchObject([{ version: 5, since: later }]);
  });

  test('waits for others with a look that says so, and never holds up one that is wanted at once', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    const within = <T>(work: Parameters<typeof inWorkspace<T>>[2]) =>
      inWorkspace(db, workspace, work);
    const shown = async (): Promise<void> => {
      const now = await within((tx) => readMark(tx, 3));
      if (now === null) throw new Error('no mark');
      await within((tx) => settleMark(tx, 3, now));
    };
    const joins = (notBefore: string): Promise<void> =>
      within((tx) => wantLookLater(tx, 3, { since: NOW, notBefore }));
    const evenLater = new Date(Date.parse(later) + 5_000).toISOString();
    await mark(db, workspace, { version: 5 });
    await joins(later);
    expect(await dirtyIn(db, workspace)).toHaveLength(1);
    await shown();
    await joins(later);
    await joins(evenLater);
    expect(await dirtyIn(db, workspace)).toStrictEqual([]);
    expect(await dirtyIn(db, workspace, later)).toHaveLength(1);
    await within((tx) => wantLook(tx, 3, NOW));
    expect(await dirtyIn(db, workspace)).toHaveLength(1);
  });

  test('of what is looked at again tomorrow is no pending work', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const within = <T>(work: Parameters<typeof inWorkspace<T>>[2]) =>
      inWorkspace(db, workspace, work);
    const known = (await pendingWork(db, NOW)).dirty;
    const more = async (): Promise<number> => Number((await pendingWork(db, NOW)).dirty - known);
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    await mark(db, workspace, { version: 5 });
    expect(await more()).toBe(1);
    const shown = await within((tx) => readMark(tx, 3));
    if (shown !== null) await within((tx) => settleMark(tx, 3, shown));
    const inTurn = (minutes: number): Promise<void> =>
      within((tx) => wantLookLater(tx, 3, { since: NOW, notBefore: inMinutes(minutes) }));
    await inTurn(20 * 60);
    expect(await more()).toBe(0);
    await inTurn(0.1);
    expect(await more()).toBe(1);
    const delay = { number: 3, version: 5, retryAt: inMinutes(60), problem: 'no answer' };
    await within((tx) => delayDirty(tx, delay));
    expect(await more()).toBe(1);
  });
});

describe('a timer', () => {
  const set = (db: Database, workspace: string, timers: readonly Timer[]) =>
    locked(db, workspace, (lock) => replaceTimers(lock, 3, timers));
  const due = async (db: Database, workspace: string, now: string) =>
    (await dueTimers(db, now, 1000)).filter((timer) => timer.workspace === workspace);
  const end = { name: 'window_end', dueAt: '2026-11-22T04:39:00Z' };
  const open = { name: 'window_open', dueAt: '2026-11-22T03:39:00Z' };

  test('is due when its time has come, and fires once', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await set(db, workspace, [end, open]);
    expect(await due(db, workspace, '2026-11-22T04:38:59Z')).toMatchObject([open]);
    const timers = await due(db, workspace, NOW);
    expect(timers).toMatchObject([
      { ...open, change: 3 },
      { ...end, change: 3 },
    ]);
    expect(await hasDueTimers(db, NOW)).toBe(true);
    for (const timer of timers) await inWorkspace(db, workspace, (tx) => fireTimer(tx, timer));
    expect(await due(db, workspace, NOW)).toStrictEqual([]);
    // Named again, unmoved: it has fired.
    await set(db, workspace, [end]);
    expect(await due(db, workspace, NOW)).toStrictEqual([]);
  });

  test('that was moved meanwhile does not fire', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await set(db, workspace, [end]);
    const [seen] = await due(db, workspace, NOW);
    if (seen === undefined) throw new Error('not due');
    await set(db, workspace, [{ ...end, dueAt: later }]);
    await set(db, workspace, [{ ...end, dueAt: '2026-11-22T04:39:30Z' }]);
    await inWorkspace(db, workspace, (tx) => fireTimer(tx, seen));
    expect(await due(db, workspace, NOW)).toMatchObject([
      { dueAt: '2026-11-22T04:39:30Z', version: 3 },
    ]);
  });

  test('that is not named any more is cancelled', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await set(db, workspace, [end, open]);
    await set(db, workspace, [open]);
    expect(await due(db, workspace, later)).toMatchObject([open]);
    await set(db, workspace, []);
    expect(await due(db, workspace, later)).toStrictEqual([]);
  });

  test('fires not at all when its transaction is rolled back', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await set(db, workspace, [end]);
    const [timer] = await due(db, workspace, NOW);
    if (timer === undefined) throw new Error('not due');
    const work = inWorkspace(db, workspace, async (tx) => {
      await fireTimer(tx, timer);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await due(db, workspace, NOW)).toHaveLength(1);
  });
});

describe('a surface', () => {
  const blank = {
    surface: 'record',
    forgeId: null,
    digest: null,
    intentAt: null,
    writtenAt: null,
    attempts: 0,
    problem: null,
  };

  test('is remembered as it was put', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const row = {
      surface: 'record',
      forgeId: '77',
      digest: 'd',
      intentAt: NOW,
      writtenAt: later,
      attempts: 2,
      problem: 'x',
    };
    await inWorkspace(db, workspace, async (tx) => {
      await putSurface(tx, 3, { ...blank, intentAt: NOW });
      expect(await listSurfaces(tx, 3)).toStrictEqual([{ ...blank, intentAt: NOW }]);
      await putSurface(tx, 3, row);
      await putSurface(tx, 4, { ...blank, surface: 'check:501:abc' });
      expect(await listSurfaces(tx, 3)).toStrictEqual([row]);
      await dropSurface(tx, 3, 'record');
      expect(await listSurfaces(tx, 3)).toStrictEqual([]);
      expect(await listSurfaces(tx, 4)).toHaveLength(1);
    });
  });

  test('that is wanted twice is wanted once, and what is known of it stays', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await locked(db, workspace, async (lock) => {
      await wantSurface(lock, 3, 'reaction:1:+1');
      await putSurface(lock.tx, 3, { ...blank, surface: 'reaction:1:+1', forgeId: '5' });
      await wantSurface(lock, 3, 'reaction:1:+1');
      expect(await listSurfaces(lock.tx, 3)).toStrictEqual([
        { ...blank, surface: 'reaction:1:+1', forgeId: '5' },
      ]);
    });
  });

  test('starts counting anew when its change moved', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await locked(db, workspace, async (lock) => {
      await putSurface(lock.tx, 3, { ...blank, attempts: 4 });
      await putSurface(lock.tx, 4, { ...blank, attempts: 4 });
      await forgetAttempts(lock, 3);
      expect((await listSurfaces(lock.tx, 3))[0]?.attempts).toBe(0);
      expect((await listSurfaces(lock.tx, 4))[0]?.attempts).toBe(4);
    });
  });
});

describe('a watermark', () => {
  test('is kept for each forge, workspace and purpose', async ({ db }) => {
    expect(await readWatermark(db, 'github', 'deliveries')).toBeNull();
    await writeWatermark(db, { forge: 'github', name: 'deliveries', at: NOW });
    await writeWatermark(db, { forge: 'github', name: 'deliveries', at: later });
    await writeWatermark(db, {
      forge: 'github:1',
      name: 'deliveries',
      at: '2026-11-22T04:40:00.123Z',
    });
    expect(await readWatermark(db, 'github', 'deliveries')).toBe(later);
    expect(await readWatermark(db, 'github:1', 'deliveries')).toBe('2026-11-22T04:40:00.123Z');
    expect(await readWatermark(db, 'github:1', 'sweep')).toBeNull();
  });
});
