// A change that moves is news to others: to those it meets or has met, and to those which wait for it.
import { expect } from 'vitest';
import type { Change } from '../../src/core/change/state.ts';
import { saveChange } from '../../src/store/changes.ts';
import { openDatabase } from '../../src/store/database.ts';
import { markDirty, readMark, settleMark } from '../../src/store/dirty.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { projectionOf } from '../../src/store/projection.ts';
import { ensureWorkspace } from '../../src/store/workspaces.ts';
import { wakeNeighbours } from '../../src/worker/wake-neighbours.ts';
import { minutesLater, setTheStage } from '../support/change-kit.ts';
import { CERT_ROTATION, WINDOW } from '../support/change-plans.ts';
import { test } from '../support/database.ts';
import { WITH_ASSETS } from '../support/neighbours.ts';

const WORKSPACE = 'github:1';

function change(number: number, dependencies: string, assets: readonly string[]): Change {
  const answers = { ...CERT_ROTATION.answers, dependencies };
  const plan = {
    ...CERT_ROTATION,
    answers,
    assets,
    secondPerson: null,
    operator: `p${String(number)}`,
  };
  const opened = setTheStage().given.draft(plan);
  return { ...opened, number, issue: 100 + number, state: 'approved' };
}

test('whoever is met, was met, or waits looks again when a change moves; nobody does when it does not', async ({
  databaseUrl,
}) => {
  const db = await openDatabase({ url: databaseUrl, durable: false, poolSize: 2 });
  await ensureWorkspace(db, WORKSPACE, 'lighthouse-freight');
  const moving = change(1, '', ['edge/api-gateway']);
  const late = {
    ...WINDOW,
    start: minutesLater(WINDOW.start, 600),
    end: minutesLater(WINDOW.end, 600),
  };
  const meetsLater = change(3, '', ['edge/gw-1']);
  const all = [
    moving,
    change(2, '', ['edge/gw-1']),
    { ...meetsLater, window: late },
    change(4, '#101', ['db/orders-main']),
    change(5, 'CHG-00001 (outcome)', []),
    change(6, '', ['db/orders-main']),
  ];
  const facts = { now: WINDOW.start, policy: WITH_ASSETS, pulls: [] };
  const wakes = (after: Change): Promise<readonly number[]> =>
    inWorkspace(db, WORKSPACE, async (tx) => {
      const lock = await lockHead(tx);
      for (const one of all) {
        await saveChange(lock, projectionOf(one, WINDOW.start));
        await markDirty(lock, { number: one.number, version: 1, since: WINDOW.start });
        const mark = await readMark(tx, one.number);
        if (mark !== null) await settleMark(tx, one.number, mark);
      }
      await saveChange(lock, projectionOf(after, WINDOW.start));
      await wakeNeighbours(tx, { before: moving, after, facts });
      const woken: number[] = [];
      for (const { number } of all) {
        const mark = await readMark(tx, number);
        if (mark !== null && mark.clean < mark.version) woken.push(number);
      }
      return woken;
    });
  expect(await wakes({ ...moving, title: 'Another title' })).toEqual([]);
  expect(await wakes({ ...moving, window: late })).toEqual([2, 3, 4, 5]);
  await db.close();
});
