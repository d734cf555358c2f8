// The record that the benches of time are measured on is one like any other, only made faster.
import { describe, expect } from 'vitest';
import { growRecord } from '../../bench/support/large-record.ts';
import { evolve } from '../../src/core/change/evolve.ts';
import { timersOf } from '../../src/core/change/timers.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { projectionOf } from '../../src/store/projection.ts';
import { rebuildChanges } from '../../src/store/rebuild.ts';
import { verifyLog } from '../../src/store/verify-log.ts';
import { NOW, OURS, test } from '../store/stored.ts';

const FOUND_AGAIN = `
  SELECT to_jsonb(t)::text AS row FROM past_terms t
  UNION ALL SELECT to_jsonb(c)::text FROM past_changes c
  UNION ALL SELECT to_jsonb(b)::text FROM bookings b
  ORDER BY 1`;

describe('a record that is made up', () => {
  test('has an intact chain and the projection that its log gives, however it was grown', async ({
    databaseUrl,
    db,
    owner,
  }) => {
    const told: string[] = [];
    for (const upTo of [120, 200])
      await growRecord({
        ...{ url: databaseUrl, workspace: OURS, upTo, now: NOW },
        tell: (line) => told.push(line),
      });
    expect(told.at(-1)).toMatch(/^200 of 200 changes, \d+ events, /u);

    const verdict = await inWorkspace(db, OURS, (tx) => verifyLog(tx));
    expect(verdict).toMatchObject({ kind: 'intact', redacted: 0 });
    const before = await owner.query(FOUND_AGAIN);
    const report = await inWorkspace(db, OURS, async (tx) =>
      rebuildChanges(await lockHead(tx), { evolve, project: projectionOf, timers: timersOf }),
    );
    expect(report).toEqual({ changes: 200, events: verdict.events, differences: [] });
    expect(verdict.events).toBeGreaterThan(1_800);
    expect((await owner.query(FOUND_AGAIN)).rows).toEqual(before.rows);
    expect(before.rows.length).toBeGreaterThan(2_000);
  });
});
