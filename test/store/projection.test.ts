import { describe, expect } from 'vitest';
import {
  findChangeByIssue,
  findChangesByHead,
  findChangesByPull,
  listOpenChanges,
  loadSnapshots,
  saveChange,
} from '../../src/store/changes.ts';
import type { ChangeRow } from '../../src/store/changes.ts';
import type { Database } from '../../src/store/database.ts';
import { append } from '../../src/store/event-log.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { rebuildChanges } from '../../src/store/rebuild.ts';
import type { Fold, RebuildReport } from '../../src/store/rebuild.ts';
import { sessionOf } from '../../src/store/session.ts';
import { replaceTimers } from '../../src/store/timers.ts';
import { aChange, anEvent, aWorkspace, test } from './stored.ts';

const save = (db: Database, workspace: string, rows: readonly ChangeRow[]): Promise<void> =>
  inWorkspace(db, workspace, async (tx) => {
    const lock = await lockHead(tx);
    for (const row of rows) await saveChange(lock, row);
  });

const pull = (number: number, headSha: string) => ({
  repoId: '501',
  repoName: 'lighthouse/gateway',
  number,
  headSha,
  mergeSha: null,
});

describe('a saved change', () => {
  test('is found by number and by issue, with the snapshot as it was given', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const snapshot = {
      number: 1,
      deep: [{ __proto__: null, a: null }, 'Größe ✓', 12, true],
      empty: {},
    };
    await save(db, workspace, [aChange({ number: 1, issueNumber: 41, snapshot })]);
    await inWorkspace(db, workspace, async (tx) => {
      expect(await loadSnapshots(tx, [1, 2])).toEqual(new Map([[1, { snapshot, fold: 1 }]]));
      expect(await findChangeByIssue(tx, '501', 41)).toBe(1);
      expect(await findChangeByIssue(tx, '502', 41)).toBeNull();
    });
  });

  test('is replaced as a whole when it is saved again, its pull requests included', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    await save(db, workspace, [
      aChange({ number: 1, issueNumber: 1, pulls: [pull(7, 'aaa'), pull(8, 'bbb')] }),
      aChange({ number: 2, issueNumber: 2, pulls: [pull(8, 'bbb')] }),
    ]);
    await save(db, workspace, [
      aChange({
        number: 1,
        issueNumber: 1,
        state: 'completed',
        closed: true,
        pulls: [pull(8, 'ccc'), pull(9, 'aaa')],
      }),
    ]);
    await inWorkspace(db, workspace, async (tx) => {
      expect(await findChangesByPull(tx, '501', 7)).toStrictEqual([]);
      expect(await findChangesByPull(tx, '501', 8)).toStrictEqual([2, 1]);
      expect(await findChangesByHead(tx, '501', 'aaa')).toStrictEqual([1]);
      expect(await findChangesByHead(tx, '501', 'bbb')).toStrictEqual([2]);
      expect(await findChangesByHead(tx, '502', 'aaa')).toStrictEqual([]);
      expect(await listOpenChanges(tx)).toStrictEqual([2]);
    });
  });

  test('cannot belong to an issue that another change belongs to', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await expect(
      save(db, workspace, [aChange({ number: 1 }), aChange({ number: 2 })]),
    ).rejects.toMatchObject({ code: '23505' });
  });
});

describe('rebuilding', () => {
  type State = { number: number; steps: string[]; hash: string; seq: number };
  const fold: Fold<State> = {
    evolve: (state, event) => {
      if (event.type === 'ignored') return state;
      const steps = [...(state?.steps ?? []), event.texts['observed'] ?? '(erased)'];
      return { number: event.change ?? 0, steps, hash: event.hash, seq: event.seq };
    },
    project: (state, lastEventAt) =>
      aChange({
        number: state.number,
        issueNumber: state.number,
        version: state.seq,
        hash: state.hash,
        updatedAt: lastEventAt,
        snapshot: state,
        pulls: [pull(state.number, 'aaa')],
      }),
    timers: (state) => [
      { name: 'window_end', dueAt: `2026-11-2${String(state.number)}T04:30:00Z` },
    ],
  };
  const rebuild = (db: Database, workspace: string): Promise<RebuildReport> =>
    inWorkspace(db, workspace, async (tx) => rebuildChanges(await lockHead(tx), fold));
  const rowsOf = async (db: Database, workspace: string) => {
    const { rows } = await inWorkspace(db, workspace, (tx) =>
      sessionOf(tx).client.query<{ row: object }>(
        `SELECT to_jsonb(c) AS row FROM changes c ORDER BY number`,
      ),
    );
    return rows;
  };

  /** As the worker does it: events and projection in one transaction. */
  async function live(db: Database, workspace: string): Promise<void> {
    const states = new Map<number, State>();
    for (let n = 0; n < 12; n += 1) {
      const change = 1 + (n % 3);
      await inWorkspace(db, workspace, async (tx) => {
        const lock = await lockHead(tx);
        const events = await append(lock, [
          anEvent({ change, texts: { observed: `saw ${String(n)}` } }),
          anEvent({ change: null }),
        ]);
        const state = events
          .filter((event) => event.change !== null)
          .reduce<State | null>(fold.evolve, states.get(change) ?? null);
        if (state === null) throw new Error('nothing folded');
        states.set(change, state);
        await saveChange(lock, fold.project(state, events[0]?.observedAt ?? ''));
        await replaceTimers(lock, change, fold.timers(state));
      });
    }
  }

  test('gives what was there, and finds no difference', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await live(db, workspace);
    const before = await rowsOf(db, workspace);
    expect(await rebuild(db, workspace)).toStrictEqual({ changes: 3, events: 24, differences: [] });
    expect(await rowsOf(db, workspace)).toStrictEqual(before);
  });

  test.for([
    [
      'a change shut that is open',
      `UPDATE changes SET closed = true WHERE workspace = $1 AND number = 2`,
    ],
    [
      'another state in the list',
      `UPDATE changes SET state = 'cancelled' WHERE workspace = $1 AND number = 2`,
    ],
    [
      'another category',
      `UPDATE changes SET category = 'standard' WHERE workspace = $1 AND number = 2`,
    ],
    ['another issue', `UPDATE changes SET issue_number = 99 WHERE workspace = $1 AND number = 2`],
    [
      'a pull request with another head',
      `UPDATE pulls SET head_sha = 'bbb' WHERE workspace = $1 AND change = 2`,
    ],
    ['a pull request less', `DELETE FROM pulls WHERE workspace = $1 AND change = 2`],
    [
      'a deadline moved',
      `UPDATE timers SET due_at = due_at + interval '1 day' WHERE workspace = $1 AND change = 2`,
    ],
    ['a deadline gone', `DELETE FROM timers WHERE workspace = $1 AND change = 2`],
  ] as const)('finds and mends %s', async ([, sql], { db, owner }) => {
    const workspace = await aWorkspace(db);
    await live(db, workspace);
    const before = await rowsOf(db, workspace);
    expect((await owner.query(sql, [workspace])).rowCount).toBe(1);
    const differences = [{ change: 2, how: 'different' }];
    expect(await rebuild(db, workspace)).toMatchObject({ differences });
    expect(await rebuild(db, workspace)).toMatchObject({ differences: [] });
    expect(await rowsOf(db, workspace)).toStrictEqual(before);
  });

  test('mends rows that stand in each other\u2019s place', async ({ db, owner }) => {
    const workspace = await aWorkspace(db);
    await live(db, workspace);
    await owner.query(`UPDATE changes SET issue_number = -number WHERE workspace = $1`, [
      workspace,
    ]);
    await owner.query(`UPDATE changes SET issue_number = 4 - number WHERE workspace = $1`, [
      workspace,
    ]);
    expect((await rebuild(db, workspace)).differences.map(({ change }) => change)).toEqual([1, 3]);
    expect(await inWorkspace(db, workspace, (tx) => findChangeByIssue(tx, '501', 3))).toBe(3);
  });

  test('gives what was there from an empty table', async ({ db, owner }) => {
    const workspace = await aWorkspace(db);
    await live(db, workspace);
    const before = await rowsOf(db, workspace);
    await owner.query('DELETE FROM changes WHERE workspace = $1', [workspace]);
    const { differences } = await rebuild(db, workspace);
    expect(differences).toStrictEqual([1, 2, 3].map((change) => ({ change, how: 'missing' })));
    expect(await rowsOf(db, workspace)).toStrictEqual(before);
  });

  test('says which rows differed, and removes those that no event explains', async ({
    db,
    owner,
  }) => {
    const workspace = await aWorkspace(db);
    await live(db, workspace);
    const before = await rowsOf(db, workspace);
    await owner.query(
      `UPDATE changes SET snapshot = jsonb_set(snapshot, '{steps,0}', '"passed"') WHERE workspace = $1 AND number = 2`,
      [workspace],
    );
    await save(db, workspace, [aChange({ number: 9, issueNumber: 9, pulls: [pull(9, 'aaa')] })]);
    const { differences } = await rebuild(db, workspace);
    expect(differences).toStrictEqual([
      { change: 2, how: 'different' },
      { change: 9, how: 'additional' },
    ]);
    expect(await rowsOf(db, workspace)).toStrictEqual(before);
    expect(await inWorkspace(db, workspace, (tx) => findChangesByPull(tx, '501', 9))).toStrictEqual(
      [],
    );
  });
});
