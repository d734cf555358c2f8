/** Maintenance windows: demanded by some assets, advised for all others. */
import { describe, expect, it } from 'vitest';
import { NO_CALENDAR } from '../../../src/core/policy/calendar.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, WINDOW, readable } from '../../support/change-plans.ts';
import { maintenanceOf } from '../../support/freezes.ts';
import { neighbours, WITH_ASSETS } from '../../support/neighbours.ts';

const OUTSIDE = { ...WINDOW, start: '2026-11-23T03:30:00Z', end: '2026-11-23T04:30:00Z' };

function policy(demanding: string | null): Policy {
  const { catalogue } = WITH_ASSETS;
  const assets = catalogue.assets.map((one) => ({ ...one, windowRequired: one.id === demanding }));
  return {
    ...WITH_ASSETS,
    catalogue: { ...catalogue, assets },
    calendar: { ...NO_CALENDAR, maintenance: [maintenanceOf()] },
  };
}

function approvedUnder(rules: Policy) {
  const stage = setTheStage({ policy: rules, neighbours: neighbours() });
  accepted(stage.mara.opens(readable(CERT_ROTATION)));
  accepted(stage.mara.submits());
  accepted(stage.tomas.approves());
  return stage;
}

describe('a maintenance window', () => {
  it('that an asset demands shuts booking outside, and names the asset and the window', () => {
    const stage = approvedUnder(policy('edge/api-gateway'));
    const refused = stage.mara.schedules(OUTSIDE);
    expect(refused).toMatchObject({
      refusal: {
        code: 'outside_maintenance_window',
        facts: { assets: ['edge/api-gateway'], windows: ['Sunday, early'] },
      },
    });
    // Three hours from four o'clock on: what begins inside has to end inside.
    const late = { ...WINDOW, start: '2026-11-22T05:30:00Z', end: '2026-11-22T06:30:00Z' };
    expect(answerOf(stage.mara.schedules(late))).toBe('outside_maintenance_window');
    expect(answerOf(stage.mara.schedules(WINDOW))).toBe('accepted');
  });

  it('is demanded through parts as well', () => {
    const stage = approvedUnder(policy('edge/gw-1'));
    expect(answerOf(stage.mara.schedules(OUTSIDE))).toBe('outside_maintenance_window');
  });

  it('that no asset demands is said, and holds nobody up', () => {
    const stage = approvedUnder(policy(null));
    accepted(stage.mara.schedules(OUTSIDE));
    expect(stage.verdict('schedule', 'maintenance_window')).toMatchObject({
      kind: 'met',
      facts: { assets: ['edge/api-gateway'] },
    });
  });

  it('is not spoken of at the submit where there is none', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens(readable(CERT_ROTATION)));
    expect(() => stage.verdict('submit', 'maintenance_window')).toThrow('is not asked');
  });
});
