/** Freezes and maintenance windows, and policies that have them. */
import { EVERYWHERE, NO_CALENDAR } from '../../src/core/policy/calendar.ts';
import type { Freeze, MaintenanceWindow } from '../../src/core/policy/calendar.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { NOBODY } from '../../src/core/policy/holders.ts';
import type { Policy } from '../../src/core/policy/policy.ts';

/** From the evening before the window of the plan until the evening after it. */
export function freezeOf(more: Partial<Freeze> = {}): Freeze {
  return {
    id: 'fz-peak',
    title: 'Peak trading',
    reason: 'the busiest days of the year',
    owner: 'dee-lead',
    zone: 'Europe/Berlin',
    when: { kind: 'once', start: '2026-11-21T18:00:00Z', end: '2026-11-22T18:00:00Z' },
    mode: 'deny',
    scope: EVERYWHERE,
    allowOverride: true,
    overrideBy: NOBODY,
    lets: [],
    issue: null,
    ...more,
  };
}

export function maintenanceOf(more: Partial<MaintenanceWindow> = {}): MaintenanceWindow {
  return {
    id: 'mw-sun',
    title: 'Sunday, early',
    zone: 'Europe/Berlin',
    when: {
      kind: 'recurring',
      rrule: 'FREQ=WEEKLY;BYDAY=SU',
      clock: '04:00',
      minutes: 180,
      from: null,
      until: null,
    },
    scope: { ...EVERYWHERE, assets: ['edge/*'] },
    ...more,
  };
}

export function frozen(...freezes: readonly Freeze[]): Policy {
  return { ...DEFAULT_POLICY, calendar: { ...NO_CALENDAR, freezes } };
}
