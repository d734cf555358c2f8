// No slot is one that the gates of time would refuse, whatever the calendar and whoever else is there.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Facts } from '../../src/core/change/facts.ts';
import type { Change } from '../../src/core/change/state.ts';
import { conflicts } from '../../src/core/gate/conflicts.ts';
import { freeze } from '../../src/core/gate/freeze.ts';
import type { Asked, Gate } from '../../src/core/gate/gate.ts';
import { leadTime } from '../../src/core/gate/lead-time.ts';
import { maintenanceWindow } from '../../src/core/gate/maintenance-window.ts';
import { windowOpen } from '../../src/core/gate/window-open.ts';
import {
  EVERYWHERE,
  type Freeze,
  type MaintenanceWindow,
  type Recurrence,
  type Span,
} from '../../src/core/policy/calendar.ts';
import { NO_CATALOGUE } from '../../src/core/policy/catalogue.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { NOBODY } from '../../src/core/policy/holders.ts';
import type { Neighbour } from '../../src/core/time/neighbours.ts';
import { slotsOf } from '../../src/core/time/slots.ts';
import { setTheStage } from '../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../support/change-people.ts';

const HOUR = 3_600_000;
// The clocks are put back on 25 October and forward on 28 March.
const NOWS = ['2026-10-20T13:07:00Z', '2026-11-19T09:02:00Z', '2027-03-24T22:55:00Z'];
const GATES: readonly Gate[] = [leadTime, freeze, maintenanceWindow, conflicts, windowOpen];

const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC');
const recurring: fc.Arbitrary<Recurrence> = fc.record({
  kind: fc.constant('recurring' as const),
  rrule: fc.constantFrom(
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=TU,TH',
    'FREQ=WEEKLY;BYDAY=SU',
    'FREQ=MONTHLY;BYMONTHDAY=1',
  ),
  clock: fc.constantFrom('00:00', '01:30', '02:30', '22:00'),
  minutes: fc.constantFrom(60, 240, 720, 2_880),
  from: fc.constant(null),
  until: fc.constant(null),
});

function spanFrom(now: string): fc.Arbitrary<Span> {
  return fc
    .tuple(fc.integer({ min: -48, max: 400 }), fc.integer({ min: 1, max: 200 }))
    .map(([from, hours]): Span => ({
      kind: 'once',
      start: after(now, from),
      end: after(now, from + hours),
    }));
}

function after(now: string, hours: number): string {
  return new Date(Date.parse(now) + hours * HOUR).toISOString();
}

const scope = fc.constantFrom(
  EVERYWHERE,
  { ...EVERYWHERE, assets: ['db/*'] },
  { ...EVERYWHERE, assets: ['web/shop'] },
  { ...EVERYWHERE, categories: ['standard' as const] },
);

function freezes(now: string): fc.Arbitrary<Freeze> {
  return fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    title: fc.constant('Quarter end'),
    reason: fc.constant('books'),
    owner: fc.constant('dee-lead'),
    zone,
    when: fc.oneof(recurring, spanFrom(now)),
    mode: fc.constantFrom('deny', 'deny', 'allow'),
    scope,
    allowOverride: fc.boolean(),
    overrideBy: fc.constant(NOBODY),
    lets: fc.subarray(['critical', 'high', 'low'] as const),
    issue: fc.constant(null),
  });
}

const maintenance: fc.Arbitrary<MaintenanceWindow> = fc.record({
  id: fc.constant('m'),
  title: fc.constant('Nights'),
  zone,
  when: recurring,
  scope,
});

function neighbours(now: string): fc.Arbitrary<Neighbour> {
  return fc
    .record({
      number: fc.integer({ min: 2, max: 99 }),
      state: fc.constantFrom('review', 'approved', 'scheduled'),
      span: spanFrom(now),
      assets: fc.subarray(['db/orders', 'web/shop', 'net/core']),
      people: fc.subarray(['mara-ops', 'lin-dev']),
    })
    .map(({ span, ...one }) => ({
      ...one,
      ...{
        title: 'Another',
        repoId: '700',
        repo: 'a/b',
        issue: one.number,
        issueUrl: '',
        issueId: null,
      },
      window: { start: span.start, end: span.end, zone: 'UTC', note: null },
      ...{ author: PEOPLE.lin, operator: null, waitsFor: [], closure: null },
    }));
}

const ASSETS = [
  { id: 'db/orders', parents: ['net/core'], windowRequired: true },
  { id: 'web/shop', parents: [], windowRequired: false },
  { id: 'net/core', parents: [], windowRequired: false },
].map((asset) => ({ ...asset, title: asset.id, criticality: null, owners: NOBODY }));

const worlds = fc.constantFrom(...NOWS).chain((now) =>
  fc.record({
    now: fc.constant(now),
    assets: fc.subarray(['db/orders', 'web/shop'], { minLength: 1 }),
    maintenance: fc.array(maintenance, { maxLength: 4 }),
    freezes: fc.array(freezes(now), { maxLength: 4 }),
    beside: fc.array(neighbours(now), { maxLength: 6 }),
    minutes: fc.constantFrom(15, 60, 200),
  }),
);

type World = typeof worlds extends fc.Arbitrary<infer One> ? One : never;

function sceneOf(world: World): { readonly change: Change; readonly facts: Facts } {
  const { change, factsFor } = STAGE;
  const { plan } = change;
  if (plan === null) throw new Error('no plan');
  const catalogue = { ...NO_CATALOGUE, assets: ASSETS };
  const calendar = { maintenance: world.maintenance, freezes: world.freezes, hours: [] };
  return {
    change: { ...change, plan: { ...plan, assets: world.assets }, window: null },
    facts: {
      ...factsFor(HOLDPOINT),
      ...{ now: world.now, occurredAt: world.now },
      policy: { ...DEFAULT_POLICY, catalogue, calendar },
      neighbours: { beside: world.beside, upstream: [], freezes: [] },
    },
  };
}

const STAGE = setTheStage();
STAGE.given.approvedChange();

function refusedBy(asked: Asked): readonly string[] {
  return GATES.filter(({ purposes }) => purposes.includes(asked.purpose)).flatMap((gate) => {
    const { kind } = gate.judge(asked);
    return kind === 'unmet' || kind === 'cannot_tell' ? [`${gate.id} at the ${asked.purpose}`] : [];
  });
}

test('the gates refuse no slot, neither when it is booked nor at its first instant', () => {
  const found = { slots: 0 };
  fc.assert(
    fc.property(worlds, (world) => {
      const { change, facts } = sceneOf(world);
      const wish = { minutes: world.minutes, zone: 'Europe/Berlin', days: 30, count: 4 };
      const { slots } = slotsOf(change, facts, wish);
      found.slots += slots.length;
      for (const { window } of slots) {
        expect(Date.parse(window.end) - Date.parse(window.start)).toBe(world.minutes * 60_000);
        const booked = { ...change, window, state: 'scheduled' } as const;
        const then = { ...facts, now: window.start, occurredAt: window.start };
        const refused = [
          ...refusedBy({ change: { ...change, window }, facts, purpose: 'schedule' }),
          ...refusedBy({ change: booked, facts: then, purpose: 'start' }),
        ];
        expect(refused).toEqual([]);
      }
    }),
    { numRuns: Number(process.env['LAW_RUNS'] ?? 300) },
  );
  expect(found.slots).toBeGreaterThan(100);
});
