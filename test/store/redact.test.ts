import { describe, expect } from 'vitest';
import type { ChainVerdict } from '../../src/core/audit/chain.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { Database } from '../../src/store/database.ts';
import { append } from '../../src/store/event-log.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { readRawRows } from '../../src/store/read-log.ts';
import { verifyLog } from '../../src/store/verify-log.ts';
import { redactPerson, redactTexts } from './redact.ts';
import { anEvent, appendTo, aWorkspace, collect, test } from './stored.ts';

const verify = (db: Database, workspace: string): Promise<ChainVerdict> =>
  inWorkspace(db, workspace, (tx) => verifyLog(tx));

describe('erasure is no tampering', () => {
  test('a text is gone, its commitment stays, the log is whole', async ({ db, owner }) => {
    const workspace = await aWorkspace(db);
    const [event] = await appendTo(db, workspace, [
      anEvent({ texts: { observed: 'my phone is 0171', note: 'kept' } }),
    ]);
    const erased = await inWorkspace(db, workspace, async (tx) =>
      redactTexts(await lockHead(tx), event?.seq ?? 0, ['observed']),
    );
    expect(erased).toBe(1);
    expect(await verify(db, workspace)).toMatchObject({ kind: 'intact', redacted: 1 });
    const { rows } = await owner.query(
      'SELECT name, salt IS NULL AS gone, text FROM texts WHERE workspace = $1 ORDER BY name',
      [workspace],
    );
    expect(rows).toStrictEqual([
      { name: 'note', gone: false, text: 'kept' },
      { name: 'observed', gone: true, text: null },
    ]);
    const again = await inWorkspace(db, workspace, async (tx) =>
      redactTexts(await lockHead(tx), 1, ['observed', 'nothing']),
    );
    expect(again).toBe(0);
  });

  test('a person is gone under every login, and a later act draws a new salt', async ({
    db,
    owner,
  }) => {
    const workspace = await aWorkspace(db);
    const acting = (login: string) =>
      anEvent({ actor: { id: '7', login, kind: 'human', roles: [] }, texts: {} });
    await appendTo(db, workspace, [
      acting('mara'),
      acting('mara-ops'),
      anEvent({ actor: { id: '8', login: 'tomas-sre', kind: 'human', roles: [] }, texts: {} }),
    ]);
    await inWorkspace(db, workspace, async (tx) => {
      const lock = await lockHead(tx);
      // An act in the same transaction, before: its name must be erased as well.
      await append(lock, [acting('mara-late')]);
      expect(await redactPerson(lock, '7')).toBe(3);
      await append(lock, [acting('mara-ops'), acting('mara-late')]);
    });
    await appendTo(db, workspace, [acting('mara-ops')]);
    const verdict = await verify(db, workspace);
    expect(verdict).toMatchObject({ kind: 'intact', events: 7, redacted: 3 });
    const { rows } = await owner.query<{ login: string | null }>(
      'SELECT login FROM people WHERE workspace = $1 AND id = $2 ORDER BY login',
      [workspace, '7'],
    );
    expect(rows).toStrictEqual([
      { login: 'mara-late' },
      { login: 'mara-ops' },
      { login: null },
      { login: null },
      { login: null },
    ]);
  });

  test('another process forgets the erased name, although it had remembered it', async ({
    db,
    databaseUrl,
  }) => {
    const other = await openDatabase({ url: databaseUrl, durable: false, poolSize: 1 });
    const workspace = await aWorkspace(db);
    const act = anEvent({
      actor: { id: '7', login: 'mara-ops', kind: 'human', roles: [] },
      texts: {},
    });
    await appendTo(other, workspace, [act]);
    await inWorkspace(db, workspace, async (tx) => redactPerson(await lockHead(tx), '7'));
    await appendTo(other, workspace, [act]);
    await other.close();
    const names = await inWorkspace(db, workspace, async (tx) =>
      (await collect(readRawRows(tx))).map(({ actor }) => actor?.login),
    );
    expect(names).toStrictEqual([null, 'mara-ops']);
  });
});
