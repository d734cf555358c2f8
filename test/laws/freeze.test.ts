/**
 * Law of freezes: nothing is started, merged or deployed inside a freeze that nobody has overridden, whatever the zone
 * and whatever the clocks do that day; and a freeze shuts nothing outside itself.
 */
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/change/state.ts';
import { freeze } from '../../src/core/gate/freeze.ts';
import { judge } from '../../src/core/gate/judge.ts';
import type { Freeze } from '../../src/core/policy/calendar.ts';
import { setTheStage } from '../support/change-kit.ts';
import { HOLDPOINT } from '../support/change-people.ts';
import { freezeOf, frozen } from '../support/freezes.ts';
import { neighbours } from '../support/neighbours.ts';
import { isFrozen } from './oracle-of-freezes.ts';

const QUARTER = 15 * 60_000;
const ROUNDS = 1_500;
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Asia/Kolkata',
  'America/Santiago',
  'UTC',
];
/** Days on which some of these zones change their clocks, and an ordinary one. */
const DAYS = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-09-06',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2026-11-21',
];
const RULES = [
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=SA',
  'FREQ=WEEKLY;BYDAY=SU',
  'FREQ=MONTHLY;BYDAY=-1SU',
  'FREQ=MONTHLY;BYDAY=1SU',
];

/** The same numbers every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function pick<T>(roll: (sides: number) => number, from: readonly T[]): T {
  const found = from[roll(from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

function anyFreeze(roll: (sides: number) => number, id: string, near: number): Freeze {
  const clock = `${String(roll(24)).padStart(2, '0')}:${pick(roll, ['00', '15', '30', '45'])}`;
  const minutes = pick(roll, [30, 60, 180, 600, 1_440, 2_160]);
  const start = near + (roll(97) - 48) * QUARTER;
  const once = { start, end: start + minutes * 60_000 };
  return freezeOf({
    id,
    zone: pick(roll, ZONES),
    mode: roll(4) === 0 ? 'allow' : 'deny',
    allowOverride: roll(2) === 0,
    when:
      roll(4) === 0
        ? {
            kind: 'once',
            start: new Date(once.start).toISOString(),
            end: new Date(once.end).toISOString(),
          }
        : { kind: 'recurring', rrule: pick(roll, RULES), clock, minutes, from: null, until: null },
  });
}

/** As if somebody had overridden them for this window. */
function passing(change: Change, freezes: readonly string[]): Change {
  const by = { id: '102', login: 'dee-lead' };
  const stamp = { by, roles: ['lead'], at: change.times.openedAt, url: null, seq: 999 };
  return {
    ...change,
    overrides: [
      {
        ...stamp,
        gate: 'freeze_window_blocked',
        reason: 'it has to be',
        digest: change.digestInForce ?? change.digest ?? '',
        until: null,
        sticky: false,
        category: change.category,
        heads: [],
        via: 'override',
        freezes,
        windowStart: change.window?.start ?? null,
        windowEnd: change.window?.end ?? null,
        asker: null,
        ended: null,
      },
    ],
  };
}

describe('a freeze', () => {
  const running = setTheStage();
  running.given.runningChange();
  const ready = setTheStage();
  ready.given.changeReadyToStart();

  it('that nobody has overridden is never started, merged or deployed into, on no day and in no zone', () => {
    const roll = dice(20_261_121);
    const seen = { shut: 0, free: 0, passed: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const near = Date.parse(`${pick(roll, DAYS)}T00:00:00Z`);
      const freezes = Array.from({ length: 1 + roll(3) }, (_, at) =>
        anyFreeze(roll, `f${String(at)}`, near),
      );
      const at = near + (roll(193) - 96) * QUARTER;
      const passed = freezes.filter(() => roll(3) === 0).map(({ id }) => id);
      const counting = freezes.filter(({ allowOverride }) => allowOverride).map(({ id }) => id);
      const good = new Set(passed.filter((id) => counting.includes(id)));
      for (const purpose of ['start', 'merge', 'deploy'] as const) {
        const stage = purpose === 'start' ? ready : running;
        const length = (1 + roll(12)) * QUARTER;
        const window = { start: iso(at - QUARTER), end: iso(at + length), zone: 'UTC', note: null };
        const change = passing({ ...stage.change, window }, passed);
        // Where it stands, in the policy or opened by issue, is all the same.
        const opened = freezes.filter((_, index) => (round >> index) % 2 === 1);
        const written = freezes.filter((one) => !opened.includes(one));
        const facts = {
          ...stage.factsFor(HOLDPOINT),
          ...{ now: iso(at), occurredAt: iso(at), neighbours: neighbours({ freezes: opened }) },
          policy: { ...frozen(...written), version: stage.change.policy },
        };
        const verdict = freeze.judge({ change, facts, purpose });
        // All gates together say the same; that takes longer, so it is asked now and then.
        if (round % 50 === 0) {
          const all = judge(change, facts, purpose).find(({ gate }) => gate === 'freeze');
          expect(all?.kind).toBe(verdict.kind);
        }
        const times = Array.from(
          { length: purpose === 'start' ? length / QUARTER : 1 },
          (_, n) => at + n * QUARTER,
        );
        const isShut = times.some((time) => isFrozen(freezes, good, time));
        const story = { purpose, at: iso(at), length, passed, freezes };
        expect([story, verdict.kind === 'unmet']).toEqual([story, isShut]);
        if (verdict.kind === 'not_applicable')
          expect(verdict.facts?.['override_by']).toBe('dee-lead');
        seen[isShut ? 'shut' : verdict.kind === 'met' ? 'free' : 'passed'] += 1;
      }
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });
});

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
