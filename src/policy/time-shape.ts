/**
 * What a policy file says of assets, of the calendar and of risk: the second half of the shape that file-shape.ts
 * begins. Lists, because that is how people keep such things; each row has its id.
 */
import type { Category, Level } from '../core/plan/plan.ts';
import type { Milestone } from '../core/policy/catalogue.ts';
import type { HoldersData } from './holders-shape.ts';

type OwnedData = { readonly owner?: string; readonly owners?: HoldersData };

export type AssetData = OwnedData & {
  readonly id: string;
  readonly title?: string;
  readonly parent?: string | null;
  readonly parents?: readonly string[];
  readonly criticality?: Level;
  readonly window_required?: boolean;
};

export type ServiceData = OwnedData & {
  readonly id: string;
  readonly title?: string;
  readonly assets?: readonly string[];
  readonly customers?: readonly string[];
};

export type CustomerData = { readonly id: string; readonly title?: string };

export type EnvironmentData = {
  readonly id: string;
  readonly title?: string;
  readonly production?: boolean;
  readonly names?: readonly string[];
  readonly after?: readonly string[];
  readonly assets?: readonly string[];
  readonly receipt?: boolean;
  readonly reviewers?: HoldersData;
  readonly prevent_self_review?: boolean;
  /** Minutes. */
  readonly wait?: number;
};

export type SubscriptionData = HoldersData & {
  readonly assets?: readonly string[];
  readonly services?: readonly string[];
  readonly at?: readonly Milestone[];
};

/** Once, from one local time to another; or, with a rule, for so many minutes each time. */
export type WhenData = {
  readonly rrule?: string;
  readonly start: string;
  readonly end?: string;
  readonly minutes?: number;
  readonly from?: string;
  readonly until?: string;
  readonly timezone: string;
};

export type ScopeData = {
  readonly assets?: readonly string[];
  readonly environments?: readonly string[];
  readonly categories?: readonly Category[];
  readonly repositories?: readonly string[];
};

export type MaintenanceData = WhenData &
  ScopeData & { readonly id: string; readonly title?: string };

export type FreezeData = WhenData &
  ScopeData & {
    readonly id: string;
    readonly title?: string;
    readonly reason: string;
    readonly owner: string;
    readonly mode?: 'deny' | 'allow';
    readonly allow_override?: boolean;
    readonly override_by?: HoldersData;
    readonly lets?: readonly Level[];
  };

export type StaffedData = HoldersData & WhenData;

export type RiskModelData = {
  readonly version: number;
  readonly scale_max: number;
  readonly levels: readonly {
    readonly name: Level;
    readonly from: number;
    readonly below?: number;
  }[];
  readonly questions: readonly {
    readonly id: string;
    readonly title?: string;
    readonly weight: number;
    readonly options: Readonly<Record<string, number>>;
  }[];
  readonly floors?: readonly {
    readonly when: Readonly<Record<string, number>>;
    readonly at_least: Level;
    readonly because: string;
  }[];
};

export type TimeData = {
  readonly assets?: readonly AssetData[];
  readonly services?: readonly ServiceData[];
  readonly customers?: readonly CustomerData[];
  readonly environments?: readonly EnvironmentData[];
  readonly subscriptions?: readonly SubscriptionData[];
  readonly maintenance_windows?: readonly MaintenanceData[];
  readonly freezes?: readonly FreezeData[];
  readonly hours?: readonly StaffedData[];
  readonly risk_model?: RiskModelData | null;
};
