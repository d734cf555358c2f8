// Changes that have ended, as whoever plans the next one finds them.
import { describe, expect } from 'vitest';
import type { Change } from '../../src/core/change/state.ts';
import type { AskedPast } from '../../src/core/risk/facets.ts';
import { askPast } from '../../src/core/risk/facets.ts';
import { historiesOf } from '../../src/core/risk/history.ts';
import type { FoundPast } from '../../src/core/risk/history.ts';
import { pastDetailOf } from '../../src/core/risk/past.ts';
import { saveChange } from '../../src/store/changes.ts';
import type { Database } from '../../src/store/database.ts';
import { findPast } from '../../src/store/find-past.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { projectionOf } from '../../src/store/projection.ts';
import { momentOf } from '../core/desired/moments.ts';
import { aWorkspace, NOW, OURS, test, THEIRS } from './stored.ts';

const { change: COMPLETED } = momentOf('completed');
const { change: ROLLED_BACK } = momentOf('rolled-back');
const { change: RUNNING } = momentOf('running-first-step');
const { change: PLANNED, facts: FACTS } = momentOf('review-waiting');

type About = {
  readonly title?: string;
  readonly assets?: readonly string[];
  readonly steps?: readonly string[];
};

/** The same change under another number, about something else. */
function like(change: Change, number: number, { title, assets, steps }: About = {}): Change {
  const plan = change.planInForce ?? change.plan;
  if (plan === null) throw new Error('no plan');
  const about = {
    ...plan,
    assets: assets ?? plan.assets,
    steps:
      steps === undefined
        ? plan.steps
        : plan.steps.map((step, at) => ({ ...step, text: steps[at] ?? 'nothing' })),
  };
  return {
    ...change,
    number,
    issue: number,
    title: title ?? change.title,
    plan: about,
    planInForce: change.planInForce === null ? null : about,
  };
}

async function keep(db: Database, workspace: string, ...changes: readonly Change[]): Promise<void> {
  await inWorkspace(db, workspace, async (tx) => {
    const lock = await lockHead(tx);
    for (const change of changes) await saveChange(lock, projectionOf(change, NOW));
  });
}

const asked = (about: About = {}, number = 900): AskedPast =>
  askPast(like(PLANNED, number, about), FACTS);

const find = (db: Database, workspace: string, question: AskedPast = asked()): Promise<FoundPast> =>
  inWorkspace(db, workspace, (tx) => findPast(tx, question));

const numbers = ({ similar }: FoundPast): readonly number[] => similar.map(({ number }) => number);

const ELSEWHERE: About = {
  title: 'Move the wiki to another disk',
  assets: ['wiki/main'],
  steps: ['Copy every page'],
};

describe('similar changes', () => {
  test('F037: share assets, words of the title or of the steps; the most alike come first', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    await keep(
      db,
      workspace,
      like(COMPLETED, 1, ELSEWHERE),
      like(COMPLETED, 2, { ...ELSEWHERE, assets: ['edge/api-gateway'] }),
      like(COMPLETED, 3, {
        ...ELSEWHERE,
        title: 'Rotating TLS certificates on a public API gateway',
      }),
      like(COMPLETED, 4, { title: 'Something else', assets: ['wiki/main'] }),
      like(COMPLETED, 5),
    );
    expect(numbers(await find(db, workspace))).toEqual([
      5,
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(numbers(await find(db, workspace)).toSorted()).toEqual([2, 3, 4, 5]);
  });

  test('are found in spite of a slip of the pen in the title, where the server has trigrams', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    await keep(
      db,
      workspace,
      like(COMPLETED, 1, { ...ELSEWHERE, title: 'Defragment the wikidisk' }),
    );
    const question = asked({
      title: 'Defragmet the wikidisk',
      assets: ['none/such'],
      steps: ['Look'],
    });
    expect(numbers(await find(db, workspace, question))).toEqual([1]);
  });

  test('have ended: one that runs, or was reopened, is none', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await keep(db, workspace, like(RUNNING, 1), like(COMPLETED, 2), like(COMPLETED, 3));
    await keep(db, workspace, { ...like(RUNNING, 3), reopenings: 1 });
    expect(numbers(await find(db, workspace))).toEqual([2]);
    expect(numbers(await find(db, workspace, asked({}, 2)))).toEqual([]);
  });

  test('are of the same repository and workspace: no word of another one crosses', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    await keep(db, workspace, { ...like(COMPLETED, 1), repoId: '777' });
    await keep(db, THEIRS, like(COMPLETED, 1));
    expect(numbers(await find(db, workspace))).toEqual([]);
    expect(numbers(await find(db, OURS))).toEqual([]);
  });

  test('F038: say how they ended, how long they ran, what was not by the plan, and who approved', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    await keep(db, workspace, like(ROLLED_BACK, 7));
    const { similar } = await find(db, workspace);
    expect(similar).toMatchObject([
      {
        number: 7,
        outcome: 'rolled_back',
        ranSeconds: 15 * 60,
        promisedMinutes: 5,
        approvers: ['tomas-sre'],
        overran: false,
      },
    ]);
    expect(similar[0]?.rollbackSeconds).toBeGreaterThan(0);
    const late = { ...like(ROLLED_BACK, 8), overrunSince: '2026-11-22T04:30:00Z' };
    expect(pastDetailOf(late)).toMatchObject({ overran: true });
  });
});

describe('the history', () => {
  test('F222: counts how the last changes of the same assets ended, and measures going back; of people it knows nothing', async ({
    db,
  }) => {
    const workspace = await aWorkspace(db);
    await keep(
      db,
      workspace,
      like(COMPLETED, 1),
      like(COMPLETED, 2),
      like(ROLLED_BACK, 3),
      like(COMPLETED, 4, ELSEWHERE),
    );
    const { groups } = await find(db, workspace);
    const histories = historiesOf(groups);
    expect(histories).toEqual([
      {
        by: 'assets',
        name: 'edge/api-gateway',
        changes: 3,
        outcomes: [
          { outcome: 'successful', count: 2 },
          { outcome: 'rolled_back', count: 1 },
        ],
        medianRunSeconds: expect.any(Number) as number,
        rollbacks: {
          medianSeconds: expect.any(Number) as number,
          longestSeconds: expect.any(Number) as number,
        },
      },
    ]);
    expect(JSON.stringify(histories)).not.toContain('mara-ops');
    const took = (rollbackSeconds: number | null) =>
      ({ outcome: 'rolled_back', ranSeconds: null, rollbackSeconds }) as const;
    const results = [took(60), took(900), took(null), took(300)];
    expect(historiesOf([{ by: 'kind', name: 'Proxy', results }])[0]?.rollbacks).toEqual({
      medianSeconds: 300,
      longestSeconds: 900,
    });
  });
});
