import { describe, expect } from 'vitest';
import { claimAct } from '../../src/store/acts.ts';
import { saveChange } from '../../src/store/changes.ts';
import type { Database } from '../../src/store/database.ts';
import { delayDirty, listDirty, settleMark } from '../../src/store/dirty.ts';
import { append } from '../../src/store/event-log.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { claimAnswer, noteAnswered, noteForged } from '../../src/store/forged-reports.ts';
import { dropGroup, saveGroup } from '../../src/store/merge-groups.ts';
import { keepPolicy } from '../../src/store/policies.ts';
import { sessionOf } from '../../src/store/session.ts';
import { dropSurface, forgetAttempts, wantSurface } from '../../src/store/surfaces.ts';
import { dueTimers, fireTimer, replaceTimers } from '../../src/store/timers.ts';
import { keepTemplates } from '../../src/store/templates.ts';
import { CERTIFICATE } from '../support/templates.ts';
import { redactPerson, redactTexts } from './redact.ts';
import { decideDeployment } from '../../src/store/deployments.ts';
import { settlePage, touchFreezes } from '../../src/store/freeze-pages.ts';
import { releaseLock } from '../../src/store/environment-locks.ts';
import { claimIssue, seeAgain } from '../../src/store/unauthorised.ts';
import { aChange, anEvent, aPolicy, NOW, OURS, test, THEIRS } from './stored.ts';

import {
  everything,
  fill,
  forgedBy,
  DEPLOYED,
  FORGED_AT,
  GROUP,
  PUSHED,
  TENANT_TABLES,
} from './tenant-rows.ts';

describe('two tenants with the same keys', () => {
  test('read each their own, by every method', async ({ db }) => {
    await fill(db, OURS);
    await fill(db, THEIRS);
    const ours = await inWorkspace(db, OURS, everything);
    const theirs = await inWorkspace(db, THEIRS, everything);
    expect(ours).toContain(`secret of ${OURS}`);
    expect(ours).not.toContain(THEIRS);
    expect(theirs).toContain(`secret of ${THEIRS}`);
    expect(theirs).not.toContain(OURS);
  });

  test('write each their own, by every method', async ({ db, owner }) => {
    const rowsOf = async (workspace: string) => {
      const found: unknown[] = [];
      for (const table of TENANT_TABLES) {
        const sql = `SELECT to_jsonb(t) AS row FROM ${table} t WHERE workspace = $1 ORDER BY to_jsonb(t)::text`;
        found.push((await owner.query(sql, [workspace])).rows);
      }
      return found;
    };
    const before = await rowsOf(THEIRS);
    const [timer] = (await dueTimers(db, '2027-01-01T00:00:00Z', 10)).filter(
      ({ workspace }) => workspace === THEIRS,
    );
    if (timer === undefined) throw new Error('no timer');
    await inWorkspace(db, OURS, async (tx) => {
      const lock = await lockHead(tx);
      await append(lock, [anEvent()]);
      await redactTexts(lock, 1, ['observed']);
      await redactPerson(lock, '7');
      await saveChange(lock, aChange({ title: 'other', pulls: [] }));
      await fireTimer(tx, timer);
      await replaceTimers(lock, 12, []);
      await settleMark(tx, 12, { version: 99, clean: 0, attempts: 0 });
      await delayDirty(tx, { number: 12, version: 1, retryAt: NOW, problem: 'x' });
      await claimAct(lock, 'comment:2:created');
      await keepPolicy(tx, aPolicy('file:2'));
      await keepTemplates(tx, { repoId: '502', templates: [CERTIFICATE], now: NOW });
      await saveGroup(tx, { ...GROUP, members: [7] }, '2027-01-01T00:00:00Z');
      const late = { now: '2027-01-01T00:00:00Z', forget: '2027-01-01T00:00:00Z' };
      await noteForged(tx, forgedBy('again'), late);
      const limits = { now: late.now, since: late.now, most: 9 };
      await claimAnswer(tx, FORGED_AT, limits);
      await noteAnswered(tx, FORGED_AT, 'failure no');
      await dropGroup(tx, '501', 'abc');
      await decideDeployment(tx, DEPLOYED, { answer: 'approved', receipt: null });
      await releaseLock(tx, 'production');
      await touchFreezes(tx, { now: NOW, change: 12, passed: [1], windows: [] });
      await settlePage(tx, 1, { version: 1, comment: '9', shown: 'x', lookAt: null });
      await seeAgain(lock, 1, PUSHED);
      await claimIssue(tx, 1, { now: NOW, stale: null });
      await forgetAttempts(lock, 12);
      await wantSurface(lock, 12, 'evidence');
      await dropSurface(tx, 12, 'record');
    });
    expect(await rowsOf(THEIRS)).toStrictEqual(before);
    expect(await rowsOf(OURS)).not.toStrictEqual(before);
  });
});

/** As if a statement of ours had been written without its WHERE, or for the wrong tenant. */
describe('a statement that forgot the workspace', () => {
  const run = (db: Database, sql: string, values: readonly unknown[] = []) =>
    inWorkspace(db, OURS, (tx) => sessionOf(tx).client.query(sql, [...values]));

  test.for([...TENANT_TABLES])('sees nothing of others in %s', async (table, { db }) => {
    const { rows } = await run(
      db,
      `SELECT count(*) FILTER (WHERE workspace <> $1) AS foreign, count(*) AS all FROM ${table}`,
      [OURS],
    );
    expect(rows).toMatchObject([{ foreign: 0 }]);
  });

  test.for(['changes', 'surfaces', 'timers', 'dirty'] as const)(
    'changes and deletes nothing of others in %s',
    async (table, { db, owner }) => {
      const count = async () =>
        (
          await owner.query<{ count: string }>(
            `SELECT count(*) FROM ${table} WHERE workspace = $1`,
            [THEIRS],
          )
        ).rows;
      const before = await count();
      expect(before).not.toStrictEqual([{ count: '0' }]);
      const { rowCount } = await run(db, `DELETE FROM ${table} WHERE workspace = $1`, [THEIRS]);
      expect(rowCount).toBe(0);
      expect(await count()).toStrictEqual(before);
    },
  );

  test.for([
    `INSERT INTO acts (workspace, key, seq) VALUES ($1, 'x', 0)`,
    `INSERT INTO texts (workspace, seq, name) VALUES ($1, 99, 'x')`,
    `INSERT INTO workspaces (workspace, login, head_hash, marker_key) SELECT $1 || '1', 'x', head_hash, marker_key FROM workspaces`,
    `UPDATE changes SET workspace = $1`,
    `UPDATE dirty SET workspace = $1`,
  ])('is refused: %s', async (sql, { db }) => {
    await expect(run(db, sql, [THEIRS])).rejects.toThrow('row-level security');
  });

  test("cannot read what others received, nor the marks that are the system's", async ({ db }) => {
    await expect(run(db, 'SELECT body FROM deliveries')).rejects.toThrow('permission denied');
    await expect(run(db, 'SELECT * FROM watermarks')).rejects.toThrow('permission denied');
  });

  test('sees nothing at all without a workspace', async ({ owner }) => {
    await owner.query('BEGIN; SET LOCAL ROLE holdpoint_app');
    for (const table of TENANT_TABLES) {
      expect((await owner.query(`SELECT * FROM ${table}`)).rows).toStrictEqual([]);
    }
    await owner.query('ROLLBACK');
  });
});

describe('the system, which works across workspaces', () => {
  test('finds what is due in each of them', async ({ db }) => {
    const due = await listDirty(db, { before: NOW, limit: 10 });
    expect(due.map(({ workspace }) => workspace)).toContain(THEIRS);
  });

  test.for([
    'events',
    'texts',
    'people',
    'changes',
    'pulls',
    'surfaces',
    'acts',
    'policies',
    'templates',
    'merge_groups',
    'forged_reports',
  ])('reads no %s', async (table, { owner }) => {
    await owner.query('BEGIN; SET LOCAL ROLE holdpoint_system');
    await expect(owner.query(`SELECT * FROM ${table}`)).rejects.toThrow('permission denied');
    await owner.query('ROLLBACK');
  });

  test('reads no marker keys, and writes no timers', async ({ owner }) => {
    for (const sql of [
      'SELECT marker_key FROM workspaces',
      'UPDATE timers SET fired = true',
      'DELETE FROM dirty',
    ]) {
      await owner.query('BEGIN; SET LOCAL ROLE holdpoint_system');
      await expect(owner.query(sql)).rejects.toThrow('permission denied');
      await owner.query('ROLLBACK');
    }
  });
});

describe('the name of a workspace', () => {
  test.for([
    `github:1'; DROP TABLE events; --`,
    'github',
    'github:',
    'GitHub:1',
    'github:1\n',
    '',
    'github:-1',
  ])('is refused when it is %j', async (workspace, { db }) => {
    await expect(inWorkspace(db, workspace, () => Promise.resolve())).rejects.toThrow(
      'expected <forge>:<account id>',
    );
  });
});
