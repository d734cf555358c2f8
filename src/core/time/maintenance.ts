/**
 * Which assets a change would touch outside their maintenance windows. An asset that demands its window is outside where
 * none of its windows holds the whole stretch; any other only where it has windows at all.
 *
 * What must stay true: an asset that demands a window and has none is never inside; what a change touches through parts
 * and wholes demands as well as what it names.
 */
import { planShown } from '../change/binding.ts';
import type { Change } from '../change/state.ts';
import type { MaintenanceWindow } from '../policy/calendar.ts';
import { isAbout, kinOf } from '../policy/kin.ts';
import type { Policy } from '../policy/policy.ts';
import { stretchesOf } from './recurrence.ts';
import type { Stretch } from './recurrence.ts';
import { isInScope } from './scope.ts';

export type Outside = {
  /** Ids of assets that demand their window, and of others that have one. */
  readonly demanded: readonly string[];
  readonly advised: readonly string[];
  /** Titles of the windows that were missed. */
  readonly windows: readonly string[];
};

export function outsideMaintenance(
  change: Change,
  policy: Pick<Policy, 'calendar' | 'catalogue'>,
  asked: Stretch,
): Outside {
  const outside = maintenanceOf(change, policy).filter(
    ({ windows }) => !windows.some((window) => holds(window, asked)),
  );
  const demanded = outside.filter(({ demands }) => demands);
  const advised = outside.filter(({ demands, windows }) => !demands && windows.length > 0);
  const missed = [...demanded, ...advised].flatMap(({ windows }) => windows);
  return {
    demanded: demanded.map(({ asset }) => asset),
    advised: advised.map(({ asset }) => asset),
    windows: [...new Set(missed.map(({ title }) => title))],
  };
}

type Maintained = {
  readonly asset: string;
  /** It is booked inside one of them, or not at all. */
  readonly demands: boolean;
  readonly windows: readonly MaintenanceWindow[];
};

/** Each asset that demands its window, and each that the change names, with its windows. */
export function maintenanceOf(
  change: Change,
  { calendar, catalogue }: Pick<Policy, 'calendar' | 'catalogue'>,
): readonly Maintained[] {
  const named = planShown(change)?.assets ?? [];
  const kin = new Set(kinOf(catalogue, named).map((id) => id.toLowerCase()));
  const demanding = catalogue.assets
    .filter(({ id, windowRequired }) => windowRequired && kin.has(id.toLowerCase()))
    .map(({ id }) => id);
  const inScope = calendar.maintenance.filter(({ scope }) =>
    isInScope({ ...scope, assets: [] }, change, catalogue),
  );
  const windowsFor = (asset: string): readonly MaintenanceWindow[] => {
    const only = [asset];
    return inScope.filter(
      ({ scope }) => scope.assets.length === 0 || isAbout(scope.assets, only, catalogue) === true,
    );
  };
  const demand = new Set(demanding.map((id) => id.toLowerCase()));
  const others = named.filter((asset) => !demand.has(asset.toLowerCase()));
  return [
    ...demanding.map((asset) => ({ asset, demands: true, windows: windowsFor(asset) })),
    ...others.map((asset) => ({ asset, demands: false, windows: windowsFor(asset) })),
  ];
}

function holds({ when, zone }: MaintenanceWindow, asked: Stretch): boolean {
  return stretchesOf(when, zone, asked).some(
    ({ start, end }) => start <= asked.start && asked.end <= end,
  );
}
