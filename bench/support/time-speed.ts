/**
 * What is asked about time and risk, each question whole: the transaction, what is read in it, and the answer. Changes
 * that have not ended ask, each once, so that nothing remembered for one answers it again.
 */
import type { Facts } from '../../src/core/change/facts.ts';
import type { Change } from '../../src/core/change/state.ts';
import { freeze } from '../../src/core/gate/freeze.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { askPast } from '../../src/core/risk/facets.ts';
import { aroundOf } from '../../src/core/time/around.ts';
import { conflictsOf } from '../../src/core/time/conflicts.ts';
import { changeOver, MOST_DAYS, plannedMinutes, slotsOf } from '../../src/core/time/slots.ts';
import { listOpenChanges } from '../../src/store/changes.ts';
import type { Database } from '../../src/store/database.ts';
import { findPast } from '../../src/store/find-past.ts';
import { inWorkspace, type Tx } from '../../src/store/in-workspace.ts';
import { loadChanges } from '../../src/store/load-change.ts';
import { freezesAt, readNeighbours } from '../../src/store/neighbours.ts';
import { setTheStage } from '../../test/support/change-kit.ts';
import { HOLDPOINT } from '../../test/support/change-people.ts';
import { medianOf, timesOf } from './measure.ts';
import { seeded } from './seeded.ts';

export type Asking = {
  readonly db: Database;
  readonly workspace: string;
  readonly policy: Policy;
  readonly now: string;
};

export const QUESTIONS = ['conflicts', 'freeze', 'slots', 'similar'] as const;
type Question = (typeof QUESTIONS)[number];

type Ask = (change: Change, facts: Facts, within: Within) => Promise<unknown>;
type Within = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

const ASKS: Readonly<Record<Question, Ask>> = {
  conflicts: (change, facts, within) =>
    within(async (tx) => {
      const neighbours = await readNeighbours(tx, aroundOf(change, facts), facts.now);
      return conflictsOf(change, { ...facts, neighbours });
    }),
  freeze: (change, facts, within) =>
    within(async (tx) => {
      const freezes = await freezesAt(tx, facts.now);
      const neighbours = { beside: [], upstream: [], freezes };
      return freeze.judge({ change, facts: { ...facts, neighbours }, purpose: 'schedule' });
    }),
  slots: (change, facts, within) =>
    within(async (tx) => {
      const over = changeOver(change, { now: facts.now, days: MOST_DAYS });
      const neighbours = await readNeighbours(tx, aroundOf(over, facts), facts.now);
      const wish = { minutes: plannedMinutes(change), zone: 'UTC', days: MOST_DAYS, count: 5 };
      return slotsOf(change, { ...facts, neighbours }, wish);
    }),
  similar: (change, facts, within) => within((tx) => findPast(tx, askPast(change, facts))),
};

/** Whom to ask, of those that have not ended; half of them only warm the process. */
const ASKED = 300;

export async function askers({ db, workspace }: Asking): Promise<readonly Change[]> {
  const chance = seeded(7);
  return inWorkspace(db, workspace, async (tx) => {
    const open = await listOpenChanges(tx);
    const some = new Set(Array.from({ length: 2 * ASKED }, () => chance.oneOf(open)));
    const found = await loadChanges(tx, [...some]);
    return found.filter(({ state }) => state !== 'in_progress').slice(0, ASKED);
  });
}

/** The first time by itself, and the median once the process is warm, at either size. */
export async function speedOf(
  question: Question,
  changes: readonly Change[],
  { db, workspace, policy, now }: Asking,
): Promise<{ readonly first: number; readonly median: number }> {
  const facts = { ...setTheStage({ policy }).factsFor(HOLDPOINT), now, occurredAt: now };
  const within: Within = (work) => inWorkspace(db, workspace, work);
  const [first = 0, ...times] = await timesOf(
    changes.map((change) => () => ASKS[question](change, facts, within)),
  );
  return { first, median: medianOf(times.slice(ASKED / 2)) };
}
