/**
 * Gates whose subject nobody has configured: they are asked and answer "not applicable: none configured", so that the
 * list of gates is the same from the first day, and nobody takes their silence for consent.
 */
import type { RefusalCode } from '../change/refusal.ts';
import { notApplicable } from './gate.ts';
import type { Gate } from './gate.ts';
import type { Purpose } from './verdict.ts';

type Subject = {
  readonly id: string;
  readonly title: string;
  readonly code: RefusalCode;
  readonly purposes: readonly Purpose[];
};

export const freeze = notConfigured({
  id: 'freeze',
  title: 'No freeze',
  code: 'freeze_window_blocked',
  purposes: ['submit', 'schedule', 'start', 'merge', 'deploy'],
});
export const maintenanceWindow = notConfigured({
  id: 'maintenance_window',
  title: 'Inside a maintenance window',
  code: 'outside_maintenance_window',
  purposes: ['schedule'],
});

function notConfigured(subject: Subject): Gate {
  return {
    ...subject,
    wakesOn: [],
    bypassedInEmergency: false,
    judge: () => notApplicable('none_configured'),
  };
}
