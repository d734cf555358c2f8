import { describe, expect } from 'vitest';
import { unsealEvent } from '../../src/core/audit/unseal.ts';
import { allocateNumber, append } from '../../src/store/event-log.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead, UnknownWorkspaceError } from '../../src/store/lock.ts';
import { readEvents, readRawRows } from '../../src/store/read-log.ts';
import { verifyLog } from '../../src/store/verify-log.ts';
import { ensureWorkspace, readHead, readMarkerKey } from '../../src/store/workspaces.ts';
import { anEvent, appendTo, aWorkspace, collect, test } from './stored.ts';

const texts = (n: number) => ({
  observed: `saw ${String(n)}`,
  note: `"quoted", {braced}, \\ and Größe ✓ ${String(n)}`,
});

describe('appending', () => {
  test('gives each event its place, and reads back as it was returned', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const first = await appendTo(
      db,
      workspace,
      [1, 2].map((n) => anEvent({ data: { n }, texts: texts(n) })),
    );
    const second = await appendTo(db, workspace, [anEvent({ change: null, texts: {} })]);
    expect([...first, ...second].map(({ seq }) => seq)).toStrictEqual([1, 2, 3]);
    const read = await inWorkspace(db, workspace, (tx) => collect(readEvents(tx)));
    expect(read).toStrictEqual([...first, ...second]);
    expect(read[0]).toMatchObject(anEvent({ data: { n: 1 }, texts: texts(1) }));
    expect(read[1]?.prevHash).toBe(read[0]?.hash);
  });

  test('moves the head with the events', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await inWorkspace(db, workspace, async (tx) => {
      const lock = await lockHead(tx);
      await append(lock, [anEvent()]);
      const [last] = await append(lock, [anEvent()]);
      const head = await readHead(tx);
      expect(head.seq).toBe(2);
      expect(Buffer.from(head.hash).toString('hex')).toBe(last?.hash);
    });
  });

  test('of nothing writes nothing', async ({ db }) => {
    const workspace = await aWorkspace(db);
    expect(await appendTo(db, workspace, [])).toStrictEqual([]);
  });

  test('leaves nothing behind when the transaction is rolled back', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await expect(
      inWorkspace(db, workspace, async (tx) => {
        const lock = await lockHead(tx);
        await append(lock, [
          anEvent({ actor: { id: '8', login: 'tomas-sre', kind: 'human', roles: [] } }),
        ]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    // The name drawn in the lost transaction must not be taken for a stored one.
    await appendTo(db, workspace, [
      anEvent({ actor: { id: '8', login: 'tomas-sre', kind: 'human', roles: [] } }),
    ]);
    const verdict = await inWorkspace(db, workspace, (tx) => verifyLog(tx));
    expect(verdict).toMatchObject({ kind: 'intact', events: 1 });
  });

  test('stores one row for a person, not one for an event', async ({ db, owner }) => {
    const workspace = await aWorkspace(db);
    const events = ['mara-ops', 'mara-ops', 'mara'].map((login) =>
      anEvent({ actor: { id: '7', login, kind: 'human', roles: [] } }),
    );
    await appendTo(db, workspace, events);
    await appendTo(db, workspace, events);
    const { rows } = await owner.query(
      'SELECT login FROM people WHERE workspace = $1 ORDER BY login',
      [workspace],
    );
    expect(rows).toStrictEqual([{ login: 'mara' }, { login: 'mara-ops' }]);
  });

  test('refuses an event that could not be proven later, and writes none of its neighbours', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    const poisoned = [anEvent(), anEvent({ texts: { note: 'a\0' } })];
    await expect(appendTo(db, workspace, poisoned)).rejects.toThrow('texts.note: a NUL character');
    expect(await inWorkspace(db, workspace, (tx) => collect(readEvents(tx)))).toStrictEqual([]);
  });

  test('is refused to a workspace that nobody has seen', async ({ db }) => {
    await expect(appendTo(db, 'github:1', [anEvent()])).rejects.toThrow(UnknownWorkspaceError);
  });
});

describe('the lock is a value', () => {
  test('asked for twice, it is the same one', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await inWorkspace(db, workspace, async (tx) => {
      expect(await lockHead(tx)).toBe(await lockHead(tx));
    });
  });

  test('a copy of it opens nothing', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await inWorkspace(db, workspace, async (tx) => {
      const lock = await lockHead(tx);
      await expect(append({ ...lock }, [anEvent()])).rejects.toThrow('only lockHead makes one');
    });
  });

  test('it ends with its transaction', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const [tx, lock] = await inWorkspace(
      db,
      workspace,
      async (open) => [open, await lockHead(open)] as const,
    );
    await expect(append(lock, [anEvent()])).rejects.toThrow('only inWorkspace makes one');
    await expect(readHead(tx)).rejects.toThrow('only inWorkspace makes one');
  });
});

describe('under load', () => {
  const WRITERS = 8;
  const ROUNDS = 12;

  test('eight writers neither fork the log nor leave a gap', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const writer = async (who: number) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const events = Array.from({ length: 1 + (round % 3) }, () =>
          anEvent({ data: { who, round } }),
        );
        const ends = appendTo(db, workspace, events).then(() => round % 5);
        expect(await ends).toBe(round % 5);
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, who) => writer(who)));
    const rows = await inWorkspace(db, workspace, (tx) =>
      collect(readRawRows(tx, { pageSize: 7 })),
    );
    expect(rows.map(({ seq }) => seq)).toStrictEqual(rows.map((_, index) => index + 1));
    expect(rows).toHaveLength(WRITERS * (ROUNDS / 3) * 6);
    expect(await inWorkspace(db, workspace, (tx) => verifyLog(tx))).toMatchObject({
      kind: 'intact',
      events: rows.length,
    });
  });

  test('numbers of changes are gapless although every third transaction is rolled back', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    const given: number[] = [];
    const writer = async (who: number) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const work = inWorkspace(db, workspace, async (tx) => {
          const number = await allocateNumber(await lockHead(tx));
          if ((who + round) % 3 === 0) throw new Error('rolled back');
          return number;
        });
        await work.then(
          (number) => given.push(number),
          (error: unknown) => {
            expect(String(error)).toContain('rolled back');
          },
        );
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, who) => writer(who)));
    expect(given.toSorted((left, right) => left - right)).toStrictEqual(
      Array.from({ length: (WRITERS * ROUNDS * 2) / 3 }, (_, index) => index + 1),
    );
  });
});

describe('reading', () => {
  test('a range, one change, in pages of any size', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const events = Array.from({ length: 10 }, (_, n) =>
      anEvent({ change: 1 + (n % 2), data: { n } }),
    );
    await appendTo(db, workspace, events);
    await inWorkspace(db, workspace, async (tx) => {
      const seqs = async (range: Parameters<typeof readEvents>[1]) =>
        (await collect(readEvents(tx, range))).map(({ seq }) => seq);
      expect(await seqs({ pageSize: 3 })).toStrictEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(await seqs({ from: 3, to: 5 })).toStrictEqual([3, 4, 5]);
      expect(await seqs({ change: 2, pageSize: 2 })).toStrictEqual([2, 4, 6, 8, 10]);
      expect(await seqs({ change: 2, from: 5, to: 9 })).toStrictEqual([6, 8]);
      expect(await seqs({ change: 3 })).toStrictEqual([]);
    });
  });

  test('verifying goes on from a point proven before', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await appendTo(db, workspace, [anEvent(), anEvent()]);
    const first = await inWorkspace(db, workspace, (tx) => verifyLog(tx));
    if (first.kind !== 'intact') throw new Error('broken');
    await appendTo(db, workspace, [anEvent()]);
    const second = await inWorkspace(db, workspace, (tx) => verifyLog(tx, { after: first.head }));
    expect(second).toMatchObject({ kind: 'intact', events: 1, head: { seq: 3 } });
  });

  test('links alone are proven without looking at texts', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await appendTo(
      db,
      workspace,
      Array.from({ length: 1100 }, (_, n) => anEvent({ data: { n }, texts: {} })),
    );
    const verdict = await inWorkspace(db, workspace, (tx) => verifyLog(tx, { depth: 'links' }));
    expect(verdict).toMatchObject({ kind: 'intact', events: 1100 });
  });

  test('rows carry what unsealing needs', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const [stored] = await appendTo(db, workspace, [anEvent()]);
    const [row] = await inWorkspace(db, workspace, (tx) => collect(readRawRows(tx)));
    expect(row === undefined ? null : unsealEvent(row)).toStrictEqual(stored);
  });
});

describe('a workspace', () => {
  test('keeps its marker key and its log when its account is renamed', async ({ db, owner }) => {
    const workspace = await aWorkspace(db);
    await appendTo(db, workspace, [anEvent()]);
    const before = await inWorkspace(db, workspace, (tx) => readMarkerKey(tx));
    await ensureWorkspace(db, workspace, 'renamed');
    await inWorkspace(db, workspace, async (tx) => {
      expect(await readMarkerKey(tx)).toStrictEqual(before);
      expect((await readHead(tx)).seq).toBe(1);
    });
    const { rows } = await owner.query('SELECT login FROM workspaces WHERE workspace = $1', [
      workspace,
    ]);
    expect(rows).toStrictEqual([{ login: 'renamed' }]);
    expect(before).toHaveLength(32);
  });

  test('that is known already is not waited for, although somebody holds its head', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    await ensureWorkspace(db, workspace, 'lighthouse');
    await inWorkspace(db, workspace, async (tx) => {
      await lockHead(tx);
      await ensureWorkspace(db, workspace, 'lighthouse');
    });
  });
});
