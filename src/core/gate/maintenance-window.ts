/**
 * Work is booked inside the maintenance windows of what it touches. Where an asset demands it, outside is refused; for
 * all others it is said, and people decide.
 */
import { toMs } from '../change/moment.ts';
import { outsideMaintenance } from '../time/maintenance.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Asked, Gate } from './gate.ts';
import { windowFor } from './window-for.ts';

export const maintenanceWindow: Gate = {
  id: 'maintenance_window',
  title: 'Inside a maintenance window',
  code: 'outside_maintenance_window',
  purposes: ['submit', 'schedule'],
  wakesOn: ['plan_recorded', 'scheduled', 'overridden', 'override_cancelled', 'override_expired'],
  bypassedInEmergency: true,
  isNews: ({ facts, purpose }) => purpose !== 'submit' || hasMaintenance(facts),
  judge: ({ change, facts, purpose }) => {
    const { policy } = facts;
    if (!hasMaintenance(facts)) return notApplicable('none_configured');
    const window = windowFor(change);
    if (window === null) return notApplicable('no_window');
    const asked = { start: toMs(window.start), end: toMs(window.end) };
    const { demanded, advised, windows } = outsideMaintenance(change, policy, asked);
    const isAsked = purpose !== 'submit' && demanded.length > 0;
    const assets = isAsked ? demanded : [...demanded, ...advised];
    if (assets.length === 0) return met();
    const said = { assets, windows, zone: window.zone };
    if (!isAsked) return met(said);
    return unmet(said, {
      who: [change.author.login],
      next: '/chg schedule <start>/<end> <zone>',
    });
  },
};

function hasMaintenance({ policy: { calendar, catalogue } }: Asked['facts']): boolean {
  return (
    calendar.maintenance.length > 0 || catalogue.assets.some(({ windowRequired }) => windowRequired)
  );
}
