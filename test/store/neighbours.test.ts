// Who else is there at the same time, read from PostgreSQL: whoever is booked second sees who was booked first, also in
// the same second; and rows that were lost are made anew from events.
import { describe, expect } from 'vitest';
import { aroundOf } from '../../src/core/time/around.ts';
import type { Change } from '../../src/core/change/state.ts';
import { evolve, FOLD } from '../../src/core/change/evolve.ts';
import { timersOf } from '../../src/core/change/timers.ts';
import { judge } from '../../src/core/gate/judge.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { saveChange } from '../../src/store/changes.ts';
import type { Database } from '../../src/store/database.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { findWaiting, readNeighbours } from '../../src/store/neighbours.ts';
import { projectionOf } from '../../src/store/projection.ts';
import { rebuildChanges } from '../../src/store/rebuild.ts';
import { minutesLater, setTheStage } from '../support/change-kit.ts';
import { HOLDPOINT } from '../support/change-people.ts';
import { CERT_ROTATION, WINDOW, withAnswer } from '../support/change-plans.ts';
import { WITH_ASSETS } from '../support/neighbours.ts';
import { aWorkspace, test } from './stored.ts';

const facts = { policy: WITH_ASSETS, pulls: [] };

/** A change of that number, whose plan says this. */
function changeWith(
  number: number,
  plan: Partial<Plan>,
  state: Change['state'] = 'approved',
): Change {
  const stage = setTheStage();
  const opened = stage.given.draft({ ...CERT_ROTATION, secondPerson: null, ...plan });
  const { id, login } = { id: String(number), login: `author-${String(number)}` };
  const author = { id, login };
  const written = opened.plan === null ? null : { ...opened.plan, operator: login };
  return { ...opened, number, issue: 100 + number, author, plan: written, state };
}

function save(db: Database, workspace: string, all: readonly Change[]): Promise<void> {
  return inWorkspace(db, workspace, async (tx) => {
    const lock = await lockHead(tx);
    for (const change of all)
      await saveChange(lock, { ...projectionOf(change, WINDOW.start), fold: FOLD });
  });
}

const besideOf = (db: Database, workspace: string, change: Change) =>
  inWorkspace(db, workspace, async (tx) => {
    const { beside } = await readNeighbours(tx, aroundOf(change, facts), WINDOW.start);
    return beside.map(({ number }) => number);
  });

const later = (minutes: number) => ({
  ...WINDOW,
  start: minutesLater(WINDOW.start, minutes),
  end: minutesLater(WINDOW.end, minutes),
});

describe('a change finds', () => {
  test('whoever takes up the same, a part of it, or what it is part of, at the same time', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    const mine = changeWith(1, {});
    await save(db, workspace, [
      mine,
      changeWith(2, { assets: ['EDGE/gw-1'] }),
      changeWith(3, { assets: ['db/orders-main'] }),
      changeWith(4, { window: later(60) }),
      changeWith(5, { window: later(59) }),
      changeWith(6, {}, 'draft'),
      changeWith(7, { assets: [], secondPerson: 'Author-1' }),
      changeWith(8, { window: later(-6000) }, 'in_progress'),
      changeWith(9, { window: { ...later(-6000), end: later(60_000).end } }),
    ]);
    expect(await besideOf(db, workspace, mine)).toEqual([2, 5, 7, 8, 9]);
    await save(db, workspace, [changeWith(2, {}, 'cancelled')]);
    await save(db, workspace, [changeWith(5, { window: later(60) })]);
    expect(await besideOf(db, workspace, mine)).toEqual([7, 8, 9]);
  });

  test('what it waits for, as far as that goes; and what waits for it', async ({ db }) => {
    const workspace = await aWorkspace(db);
    const waiting = (number: number, text: string) =>
      changeWith(number, withAnswer(CERT_ROTATION, 'dependencies', text), 'draft');
    const mine = waiting(1, 'CHG-00002\n#105\n#999');
    await save(db, workspace, [mine, waiting(2, '#104'), waiting(4, 'CHG-00001'), waiting(5, '')]);
    await inWorkspace(db, workspace, async (tx) => {
      const { upstream } = await readNeighbours(tx, aroundOf(mine, facts), WINDOW.start);
      expect(upstream.map(({ number, waitsFor }) => [number, ...waitsFor])).toEqual([
        [2, 4],
        [5],
        [4, 1],
        [1, 2, 5],
      ]);
      expect(await findWaiting(tx, { number: 5, repoId: mine.repoId, issue: 105 })).toEqual([1]);
      expect(await findWaiting(tx, { number: 4, repoId: mine.repoId, issue: 104 })).toEqual([2]);
    });
  });
});

test('however many issues are named in however many changes, each is found', async ({ db }) => {
  const workspace = await aWorkspace(db);
  const named = Array.from({ length: 50 }, (_, at) => `#${String(101 + at)}`).join('\n');
  const { answers } = withAnswer(CERT_ROTATION, 'dependencies', named);
  const many = Array.from({ length: 60 }, (_, at) => changeWith(at + 1, { answers }));
  await save(db, workspace, many);
  const [first] = many;
  if (first === undefined) throw new Error('there is no first');
  const { upstream } = await inWorkspace(db, workspace, (tx) =>
    readNeighbours(tx, aroundOf(first, facts), WINDOW.start),
  );
  const found = upstream.map(({ number }) => number).toSorted((a, b) => a - b);
  expect(found).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  expect(upstream.find(({ number }) => number === 50)?.waitsFor).toHaveLength(50);
});

test('of two that are booked in the same second, the second sees the first', async ({ db }) => {
  const workspace = await aWorkspace(db);
  const [first, second] = [changeWith(1, { window: null }), changeWith(2, { window: null })];
  await save(db, workspace, [first, second]);
  const book = (change: Change) =>
    inWorkspace(db, workspace, async (tx) => {
      const lock = await lockHead(tx);
      const asked = { type: 'schedule', window: WINDOW } as const;
      const neighbours = await readNeighbours(tx, aroundOf(change, facts, asked), WINDOW.start);
      const booked: Change = { ...change, window: WINDOW };
      const stage = setTheStage({ policy: WITH_ASSETS, neighbours });
      const [gate] = judge(booked, stage.factsFor(HOLDPOINT), 'schedule').filter(
        (one) => one.gate === 'conflicts',
      );
      if (gate?.kind === 'met')
        await saveChange(lock, projectionOf({ ...booked, state: 'scheduled' }, WINDOW.start));
      return gate?.kind;
    });
  const answers = await Promise.all([book(first), book(second)]);
  expect(answers.toSorted()).toEqual(['met', 'unmet']);
});

test('rows without events are noticed, and go when all is made anew from the log', async ({
  db,
}) => {
  const workspace = await aWorkspace(db);
  await save(db, workspace, [changeWith(1, {})]);
  const report = await inWorkspace(db, workspace, async (tx) =>
    rebuildChanges(await lockHead(tx), { evolve, project: projectionOf, timers: timersOf }),
  );
  expect(report.differences).toEqual([{ change: 1, how: 'additional' }]);
  expect(await besideOf(db, workspace, changeWith(2, {}))).toEqual([]);
});
