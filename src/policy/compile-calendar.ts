/**
 * Maintenance windows, freezes and hours, from how people write them to the contract, and back. One that cannot be
 * read is left out here and told by calendar-faults.ts, and then the policy as a whole decides nothing.
 */
import type { Freeze, Hours, MaintenanceWindow, Scope } from '../core/policy/calendar.ts';
import { isNobody, NOBODY } from '../core/policy/holders.ts';
import { printTitle, some } from './compile-catalogue.ts';
import { compileHolders, printHolders } from './compile-predicate.ts';
import { printWhen, readWhen } from './read-when.ts';
import type { FreezeData, MaintenanceData, ScopeData, StaffedData } from './time-shape.ts';

export function compileMaintenance(data: MaintenanceData): readonly MaintenanceWindow[] {
  const { id, title = id } = data;
  const read = readWhen(data);
  if (read.kind === 'faults') return [];
  return [{ id, title, zone: read.zone, when: read.when, scope: compileScope(data) }];
}

export function printMaintenance(window: MaintenanceWindow): MaintenanceData {
  const { id, title, zone, when, scope } = window;
  return { id, ...printTitle(id, title), ...printWhen(when, zone), ...printScope(scope) };
}

export function compileFreeze(data: FreezeData): readonly Freeze[] {
  const { id, title = id, reason, owner, override_by: by, lets = [] } = data;
  const read = readWhen(data);
  if (read.kind === 'faults') return [];
  return [
    {
      id,
      title,
      reason,
      owner,
      zone: read.zone,
      when: read.when,
      mode: data.mode ?? 'deny',
      scope: compileScope(data),
      allowOverride: data.allow_override ?? false,
      overrideBy: by === undefined ? NOBODY : compileHolders(by),
      lets,
      issue: null,
    },
  ];
}

export function printFreeze(freeze: Freeze): FreezeData {
  const { id, title, reason, owner, mode, overrideBy } = freeze;
  return {
    id,
    ...printTitle(id, title),
    reason,
    owner,
    ...(mode === 'deny' ? {} : { mode }),
    ...printWhen(freeze.when, freeze.zone),
    ...printScope(freeze.scope),
    ...(freeze.allowOverride ? { allow_override: true } : {}),
    ...(isNobody(overrideBy) ? {} : { override_by: printHolders(overrideBy) }),
    ...some('lets', freeze.lets),
  };
}

export function compileHours(data: StaffedData): readonly Hours[] {
  const read = readWhen(data);
  if (read.kind === 'faults' || read.when.kind === 'once') return [];
  return [{ who: compileHolders(data), zone: read.zone, when: read.when }];
}

export function printHours({ who, zone, when }: Hours): StaffedData {
  return { ...printHolders(who), ...printWhen(when, zone) };
}

function compileScope(data: ScopeData): Scope {
  const { assets = [], environments = [], categories = [], repositories = [] } = data;
  return { assets, environments, categories, repositories };
}

function printScope({ assets, environments, categories, repositories }: Scope): ScopeData {
  return {
    ...some('assets', assets),
    ...some('environments', environments),
    ...some('categories', categories),
    ...some('repositories', repositories),
  };
}
