// What went past every gate, as it is kept: counted while it is open, answered once, its issue opened by one.
import { describe, expect } from 'vitest';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { inWorkspace, type Tx } from '../../src/store/in-workspace.ts';
import { lockHead, type HeadLock } from '../../src/store/lock.ts';
import { keepPolicy } from '../../src/store/policies.ts';
import {
  claimIssue,
  dropIssueClaim,
  findUnauthorised,
  findUnauthorisedByIssue,
  isWatched,
  keepIssue,
  listUnauthorised,
  openUnauthorised,
  readUnauthorised,
  refuseAnswer,
  seeAgain,
  settleUnauthorised,
} from '../../src/store/unauthorised.ts';
import type { Database } from '../../src/store/database.ts';
import { aPolicy, NOW, OURS, test, THEIRS } from './stored.ts';
import { PUSHED } from './tenant-rows.ts';

const REPO = { id: '501', name: 'lighthouse/gateway' };
const LATER = '2026-11-22T05:40:00Z';
const DEE = { id: '5', login: 'dee-lead' };
const ANSWER = { verb: 'justify', line: 0, change: 12, reason: 'the site was down' } as const;

const locked = <T>(db: Database, work: (lock: HeadLock, tx: Tx) => Promise<T>): Promise<T> =>
  inWorkspace(db, OURS, async (tx) => work(await lockHead(tx), tx));

describe('what went past the gates', () => {
  test('is one record while it is open, counted with the last commit and time', async ({ db }) => {
    await locked(db, (lock) => openUnauthorised(lock, 1, { repo: REPO, sighting: PUSHED }));
    await locked(db, (lock) => seeAgain(lock, 1, { ...PUSHED, sha: 'def', at: LATER }));
    const [row, ...others] = await inWorkspace(db, OURS, listUnauthorised);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ times: 2, sha: 'def', firstSeen: NOW, lastSeen: LATER });
    expect(row?.version).toBe(2);
    const find = (sighting: typeof PUSHED) =>
      inWorkspace(db, OURS, (tx) => findUnauthorised(tx, '501', sighting));
    expect((await find(PUSHED))?.seq).toBe(1);
    expect(await find({ ...PUSHED, by: { ...PUSHED.by, id: '2' } })).toBeNull();
    expect(await find({ ...PUSHED, place: 'release' })).toBeNull();
    expect(await find({ ...PUSHED, kind: 'merge_against_the_check' })).toBeNull();
  });

  test('has an issue that one of two opens, and another only when that one has given up', async ({
    db,
  }) => {
    const claim = (now: string, stale: string | null) =>
      inWorkspace(db, OURS, (tx) => claimIssue(tx, 1, { now, stale }));
    expect(await claim(NOW, null)).toBe(true);
    expect(await claim(NOW, null)).toBe(false);
    expect(await claim(LATER, NOW)).toBe(true);
    expect(await claim(LATER, NOW)).toBe(false);
    await inWorkspace(db, OURS, (tx) => dropIssueClaim(tx, 1));
    expect(await claim(NOW, null)).toBe(true);
    await inWorkspace(db, OURS, (tx) => keepIssue(tx, 1, 7));
    await inWorkspace(db, OURS, (tx) => dropIssueClaim(tx, 1));
    expect(await claim(NOW, null)).toBe(false);
  });

  test('is answered for, and seen again it is another record', async ({ db }) => {
    const row = await inWorkspace(db, OURS, (tx) => findUnauthorisedByIssue(tx, '501', 7));
    if (row === null) throw new Error('no record');
    const refused = { code: 'own_act', login: 'lin-dev' } as const;
    await locked(db, (lock) => refuseAnswer(lock, row, refused));
    const told = await inWorkspace(db, OURS, (tx) => readUnauthorised(tx, 1));
    expect(told).toMatchObject({ refused: 'own_act', version: row.version + 1 });
    if (told === null) throw new Error('no record');
    await locked(db, (lock) => refuseAnswer(lock, told, refused));
    await locked(db, (lock) => settleUnauthorised(lock, 1, { answer: ANSWER, by: DEE, at: LATER }));
    expect(await inWorkspace(db, OURS, (tx) => readUnauthorised(tx, 1))).toMatchObject({
      ...{ state: 'justified', byLogin: 'dee-lead', change: 12, reason: 'the site was down' },
      ...{ refused: null, version: row.version + 2 },
    });
    await locked(db, (lock) => openUnauthorised(lock, 9, { repo: REPO, sighting: PUSHED }));
    const rows = await inWorkspace(db, OURS, listUnauthorised);
    expect(rows.map(({ seq, state }) => [seq, state])).toEqual([
      [1, 'justified'],
      [9, 'open'],
    ]);
  });

  test('is looked for among pushes only where a policy that was met speaks of it', async ({
    db,
  }) => {
    await inWorkspace(db, OURS, (tx) => keepPolicy(tx, aPolicy('file:plain')));
    expect(await inWorkspace(db, OURS, isWatched)).toBe(false);
    const content = { ...DEFAULT_POLICY, unauthorised: { openIssue: true, ignoreActors: [] } };
    await inWorkspace(db, OURS, (tx) => keepPolicy(tx, { ...aPolicy('file:watch'), content }));
    expect(await inWorkspace(db, OURS, isWatched)).toBe(true);
    expect(await inWorkspace(db, THEIRS, isWatched)).toBe(false);
  });
});
