// The application as a process of its own, killed with SIGKILL in the middle of its work and started again. A few of
// the points that `npm run crash` tries, for every test run: the story ends as if nothing had happened.
import { beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { compareEnds, type EndState } from './end-state.ts';
import type { Kill } from './control.ts';
import { short } from './plays.ts';
import { runPlay, runUndisturbed, type Trace } from './run-play.ts';

let expected: EndState;
let trace: Trace;

async function play(kills: ReadonlyMap<number, Kill>, absent: readonly number[] = []) {
  const database = await createDatabase();
  const options = { databaseUrl: database.url, durable: false, play: short };
  const killIn = (act: number, restarts: number): Kill | null =>
    restarts === 0 ? (kills.get(act) ?? null) : null;
  const absentIn = (act: number): boolean => absent.includes(act);
  const played = await runPlay({ ...options, killIn, absentIn });
  await database.drop();
  return played;
}

beforeAll(async () => {
  const database = await createDatabase();
  const options = { databaseUrl: database.url, durable: false, play: short };
  const reference = await runUndisturbed(options);
  ({ end: expected, trace } = reference);
  expect(reference.faults).toEqual([]);
  await database.drop();
}, 120_000);

/** The call that a part of its text names, in that act. */
function at(act: number, part: string, when: Kill['when']): readonly [number, Kill] {
  const key = trace.get(act)?.find((call) => call.includes(part));
  if (key === undefined) throw new Error(`act ${String(act)} makes no call with ${part}`);
  return [act, { act, key, skip: 0, when }];
}

describe('an application that is killed', () => {
  it('after posting, before committing, after acknowledging and between two labels ends the story as if nothing had happened', async () => {
    const points = new Map([
      at(1, 'POST /repos/lighthouse-freight/operations/issues/n/comments', 'after'),
      at(2, 'INSERT INTO deliveries', 'after'),
      at(3, 'WITH new_events', 'after'),
      at(4, 'POST /repos/lighthouse-freight/operations/issues/n/labels', 'before'),
      at(5, 'PATCH /repos/lighthouse-freight/operations/issues/comments/n', 'after'),
    ]);
    const { end, faults, kills } = await play(points);
    expect(faults).toEqual([]);
    expect(compareEnds(expected, end)).toEqual([]);
    expect(kills).toBe(5);
  }, 120_000);

  it('before storing what it was sent, or before the act, is told of it by the catch-up alone', async () => {
    const points = new Map([at(2, 'INSERT INTO deliveries', 'before')]);
    const { end, faults, kills, deliveries } = await play(points, [3, 5]);
    expect(faults).toEqual([]);
    expect(compareEnds(expected, end)).toEqual([]);
    expect(kills).toBe(3);
    expect(deliveries.caughtUp.length).toBeGreaterThanOrEqual(3);
    expect(deliveries.caughtUp).toEqual(deliveries.unacknowledged);
  }, 120_000);
});
