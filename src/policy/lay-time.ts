/**
 * Lays what a file says of assets, calendar and risk over what lies below: rows with an id replace the row of that id,
 * rows without one are added, and the risk model is one thing.
 *
 * What must stay true: no file takes a row out; what its organisation lists, a repository finds there.
 */
import { canonicalize } from '../core/audit/canonical.ts';
import type { JsonValue } from '../core/audit/canonical.ts';
import type { Policy } from '../core/policy/policy.ts';
import {
  compileAsset,
  compileCustomer,
  compileEnvironment,
  compileService,
  compileSubscription,
  printAsset,
  printCustomer,
  printEnvironment,
  printService,
  printSubscription,
} from './compile-catalogue.ts';
import {
  compileFreeze,
  compileHours,
  compileMaintenance,
  printFreeze,
  printHours,
  printMaintenance,
} from './compile-calendar.ts';
import { compileRiskModel, printRiskModel } from './compile-risk.ts';
import type { TimeData } from './time-shape.ts';

type Timed = Pick<Policy, 'catalogue' | 'calendar' | 'riskModel'>;

export function layTime({ catalogue, calendar, riskModel }: Timed, data: TimeData): Timed {
  const model = data.risk_model;
  return {
    catalogue: {
      assets: over(catalogue.assets, (data.assets ?? []).map(compileAsset)),
      services: over(catalogue.services, (data.services ?? []).map(compileService)),
      customers: over(catalogue.customers, (data.customers ?? []).map(compileCustomer)),
      environments: over(catalogue.environments, (data.environments ?? []).map(compileEnvironment)),
      subscriptions: beside(
        catalogue.subscriptions,
        (data.subscriptions ?? []).map(compileSubscription),
      ),
    },
    calendar: {
      maintenance: over(
        calendar.maintenance,
        (data.maintenance_windows ?? []).flatMap(compileMaintenance),
      ),
      freezes: over(calendar.freezes, (data.freezes ?? []).flatMap(compileFreeze)),
      hours: beside(calendar.hours, (data.hours ?? []).flatMap(compileHours)),
    },
    riskModel: model === undefined ? riskModel : model && compileRiskModel(model),
  };
}

export function printTime({ catalogue, calendar, riskModel }: Timed): Required<TimeData> {
  return {
    assets: catalogue.assets.map(printAsset),
    services: catalogue.services.map(printService),
    customers: catalogue.customers.map(printCustomer),
    environments: catalogue.environments.map(printEnvironment),
    subscriptions: catalogue.subscriptions.map(printSubscription),
    maintenance_windows: calendar.maintenance.map(printMaintenance),
    freezes: calendar.freezes.map(printFreeze),
    hours: calendar.hours.map(printHours),
    risk_model: riskModel && printRiskModel(riskModel),
  };
}

/** In the order of what lies below; what is new follows. */
function over<T extends { readonly id: string }>(
  base: readonly T[],
  rows: readonly T[],
): readonly T[] {
  if (rows.length === 0) return base;
  return [...new Map([...base, ...rows].map((row) => [row.id, row])).values()];
}

function beside<T extends JsonValue>(base: readonly T[], rows: readonly T[]): readonly T[] {
  const known = new Set(base.map(canonicalize));
  return [...base, ...rows.filter((row) => !known.has(canonicalize(row)))];
}
