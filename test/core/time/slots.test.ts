// The next free windows: each says why it is good and what was in the way before it.
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import {
  EVERYWHERE,
  NO_CALENDAR,
  type Calendar,
  type Recurrence,
} from '../../../src/core/policy/calendar.ts';
import { NO_CATALOGUE } from '../../../src/core/policy/catalogue.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import type { Neighbour } from '../../../src/core/time/neighbours.ts';
import { changeOver, plannedMinutes, slotsOf } from '../../../src/core/time/slots.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';

// A Thursday, 11:00 in Berlin.
const NOW = '2026-11-19T10:00:00Z';
const WISH = { minutes: 120, zone: 'Europe/Berlin', days: 30, count: 3 };
const NIGHTS: Recurrence = {
  kind: 'recurring',
  rrule: 'FREQ=WEEKLY;BYDAY=SA',
  clock: '22:00',
  minutes: 300,
  from: null,
  until: null,
};

type World = {
  readonly calendar?: Partial<Calendar>;
  readonly beside?: readonly Neighbour[];
  readonly upstream?: readonly Neighbour[];
  readonly leadTimeHours?: number;
  readonly windowRequired?: boolean;
  readonly waitsFor?: string;
};

function scene(world: World): { readonly change: Change; readonly facts: Facts } {
  const stage = setTheStage();
  const approved = stage.given.approvedChange();
  const { plan } = approved;
  if (plan === null) throw new Error('no plan');
  const answers = { ...plan.answers, dependencies: world.waitsFor ?? '' };
  const asset = { id: 'db/orders', title: 'Orders', parents: [], criticality: null };
  const { windowRequired = false, leadTimeHours = 24 } = world;
  return {
    change: {
      ...approved,
      plan: { ...plan, assets: ['db/orders'], answers, window: null },
      window: null,
    },
    facts: {
      ...stage.factsFor(HOLDPOINT),
      ...{ now: NOW, occurredAt: NOW },
      policy: {
        ...DEFAULT_POLICY,
        categories: DEFAULT_POLICY.categories.map((one) => ({ ...one, leadTimeHours })),
        catalogue: { ...NO_CATALOGUE, assets: [{ ...asset, owners: NOBODY, windowRequired }] },
        calendar: { ...NO_CALENDAR, ...world.calendar },
      },
      neighbours: { beside: world.beside ?? [], upstream: world.upstream ?? [], freezes: [] },
    },
  };
}

function other(number: number, start: string, end: string): Neighbour {
  return {
    ...{
      number,
      title: 'Another',
      repoId: '700',
      repo: 'a/b',
      issue: number,
      issueUrl: '',
      issueId: null,
    },
    ...{ state: 'scheduled', assets: ['db/orders'], people: [], waitsFor: [], closure: null },
    ...{ author: PEOPLE.lin, operator: null },
    window: { start, end, zone: 'UTC', note: null },
  };
}

function freezeUntil(end: string): Calendar['freezes'][number] {
  return {
    ...{ id: 'q', title: 'Quarter end', reason: 'books', owner: 'dee-lead', zone: 'UTC' },
    when: { kind: 'once', start: '2026-11-01T00:00:00Z', end },
    ...{ mode: 'deny', scope: EVERYWHERE, allowOverride: true, overrideBy: NOBODY },
    ...{ lets: [], issue: null },
  };
}

function starts(world: World): readonly string[] {
  const { change, facts } = scene(world);
  return slotsOf(change, facts, WISH).slots.map(({ window }) => window.start);
}

describe('a slot', () => {
  it('is proposed after the notice, on a quarter of an hour that is still ahead, one behind the other', () => {
    expect(starts({})).toEqual([
      '2026-11-20T10:15:00.000Z',
      '2026-11-20T12:15:00.000Z',
      '2026-11-20T14:15:00.000Z',
    ]);
    expect(starts({ leadTimeHours: 0 })[0]).toBe('2026-11-19T10:15:00.000Z');
  });

  it('is outside freezes and beside nobody who has booked the same, and says what was in the way', () => {
    const { change, facts } = scene({
      calendar: { freezes: [freezeUntil('2026-11-24T00:00:00Z')] },
      beside: [other(7, '2026-11-24T01:00:00Z', '2026-11-24T03:00:00Z')],
    });
    const [first] = slotsOf(change, facts, WISH).slots;
    expect(first).toMatchObject({
      window: { start: '2026-11-24T03:00:00.000Z', end: '2026-11-24T05:00:00.000Z' },
      before: [
        { kind: 'notice' },
        { kind: 'freeze', names: ['Quarter end'], until: '2026-11-24T00:00:00.000Z' },
        { kind: 'booked', names: ['7'], until: '2026-11-24T03:00:00.000Z' },
      ],
    });
  });

  it('lies inside a maintenance window of its assets, demanded or only there', () => {
    const night = { id: 'n', title: 'Nights', zone: 'Europe/Berlin', when: NIGHTS };
    const maintenance = [{ ...night, scope: { ...EVERYWHERE, assets: ['db/*'] } }];
    const saturdays = [
      '2026-11-21T21:00:00.000Z',
      '2026-11-21T23:00:00.000Z',
      '2026-11-28T21:00:00.000Z',
    ];
    expect(starts({ calendar: { maintenance } })).toEqual(saturdays);
    expect(starts({ calendar: { maintenance }, windowRequired: true })).toEqual(saturdays);
    const { change, facts } = scene({ windowRequired: true });
    const none = slotsOf(change, facts, WISH);
    expect(none.slots).toEqual([]);
    expect(none.after).toContainEqual({ kind: 'maintenance', names: ['db/orders'], until: null });
  });

  it('begins after what it waits for has ended', () => {
    const upstream = [other(5, '2026-11-25T00:00:00Z', '2026-11-25T04:00:00Z')];
    expect(starts({ upstream, waitsFor: 'CHG-00005' })[0]).toBe('2026-11-25T04:00:00.000Z');
  });

  it('lies in hours of somebody who may confirm its holds', () => {
    const who = { ...NOBODY, people: [PEOPLE.tomas.login] };
    const office = { ...NIGHTS, rrule: 'FREQ=WEEKLY;BYDAY=MO', clock: '09:00', minutes: 480 };
    const hours = [{ who, zone: 'Europe/Berlin', when: office }];
    const { change, facts } = scene({ calendar: { hours } });
    const people = { [PEOPLE.tomas.login]: PEOPLE.tomas.id };
    const [first] = slotsOf(change, { ...facts, policyPeople: { teams: {}, people } }, WISH).slots;
    expect(first).toMatchObject({
      window: { start: '2026-11-23T08:00:00.000Z' },
      attended: ['tomas-sre'],
    });
  });

  it('is as long as the window of the plan, else as its steps', () => {
    const { change } = scene({});
    const { plan } = change;
    if (plan === null) throw new Error('no plan');
    expect(plannedMinutes(changeOver(change, { now: NOW, days: 1 }))).toBe(1_440);
    const steps = plan.steps.map((step) => ({ ...step, minutes: 5 }));
    expect(plannedMinutes({ ...change, plan: { ...plan, steps } })).toBe(5 * steps.length);
  });
});
