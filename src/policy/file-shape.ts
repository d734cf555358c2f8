/**
 * What a policy file says, after its schema has looked at it: the shape of schemas/policy.schema.json in types. All
 * keys are as people write them; `read-file.ts` is the only place where such a thing comes into being.
 *
 * What must stay true: a key that is not here is not in the schema, and the other way round; a test holds the two
 * together by printing the built-in policy and reading it back.
 */
import type { Category, Level, Phase } from '../core/plan/plan.ts';
import type { Role } from '../core/policy/holders.ts';
import type { CheckPlace, DutyRule, Failure, StepNeed } from '../core/policy/rule.ts';
import type { HoldersData } from './holders-shape.ts';
import type { TimeData } from './time-shape.ts';

export type PolicyFile = {
  /** `owner/repo:.github/holdpoint.yml`, or the name of a file on disk. */
  readonly file: string;
  /** The forge's id of exactly this text. */
  readonly blob: string;
  readonly text: string;
};

/** `null` takes out what is laid below. */
export type ById<T> = Readonly<Record<string, T | null>>;

export type Names = string | readonly string[];

export type PredicateData = {
  readonly and?: readonly PredicateEntry[];
  readonly or?: readonly PredicateEntry[];
  readonly not?: PredicateEntry;
  readonly kind?: Names;
  readonly category?: Category | readonly Category[];
  readonly risk?: Level | readonly Level[];
  readonly priority?: Level | readonly Level[];
  readonly asset?: Names;
  readonly environment?: Names;
  readonly repository?: Names;
  readonly author?: HoldersData;
  readonly contributor?: HoldersData & { readonly who?: 'any' | 'all' };
  readonly paths?: Names;
  readonly only_paths?: Names;
  readonly branch?: Names;
  readonly source_branch?: Names;
  readonly lines?: {
    readonly added_at_least?: number;
    readonly deleted_at_least?: number;
    readonly changed_at_least?: number;
  };
  readonly label?: Names;
  readonly title?: Names;
  readonly status?: Names;
  readonly workflow?: Names;
  readonly signed?: true;
};

/** One question, or several that must all hold. */
export type PredicateEntry = PredicateData | readonly PredicateEntry[];

export type TreeData =
  | string
  | {
      readonly and?: readonly TreeData[];
      readonly or?: readonly TreeData[];
      readonly if?: PredicateEntry;
      readonly then?: TreeData;
    };

/** What a push does to approvals. */
export type PushData = {
  readonly voided_by_push?: boolean;
  readonly ignore_update_merges?: boolean;
  readonly ignore_commits_by?: readonly string[];
};

export type CategoryData = {
  readonly risk?: Level;
  readonly summary?: string;
  readonly examples?: readonly string[];
  readonly lead_time_hours?: number;
  readonly approvals?: { readonly roles?: readonly Role[]; readonly count?: number } & PushData;
  readonly pull_requests?: { readonly reviews?: number; readonly checks?: boolean };
  readonly authorisers?: readonly Role[];
  readonly review_within_hours?: number | null;
};

export type KindData = {
  readonly title: string;
  readonly scope?: string;
  readonly recognised_by?: PredicateEntry;
};

export type ApprovalData = HoldersData &
  PushData & {
    readonly title: string;
    readonly owners?: boolean;
    readonly count?: number;
    readonly stage?: number;
  };

export type StepData = {
  readonly id: string;
  readonly title: string;
  readonly phase?: Phase;
  readonly position?: StepNeed['position'];
  readonly words?: readonly string[];
};

export type RuleData = {
  readonly title: string;
  readonly when?: PredicateEntry;
  readonly require?: {
    readonly category_at_least?: Category;
    readonly lead_time_hours?: number;
    readonly approval?: TreeData;
    readonly steps?: readonly StepData[];
    readonly checks?: readonly string[];
    readonly sections?: readonly string[];
    readonly answers?: readonly string[];
    readonly rollback_minutes?: number;
    readonly window?: boolean;
    readonly hold?: boolean;
  };
  readonly notes?: readonly string[];
};

export type CheckData = {
  readonly title: string;
  readonly names: readonly string[];
  readonly from?: readonly string[];
  readonly on?: readonly CheckPlace[];
  readonly must_report?: boolean;
  readonly threshold?: string;
};

export type SectionData = {
  readonly title: string;
  readonly headings: readonly string[];
  readonly categories?: readonly Category[];
  readonly if_applicable?: boolean;
};

export type StepSetData = { readonly title: string; readonly steps: readonly StepData[] };

export type MethodData = {
  readonly title: string;
  readonly method: string;
  readonly within_minutes: number;
  readonly kinds?: readonly string[];
};

export type DutyData = {
  readonly title: string;
  readonly within_hours: number;
  readonly proof?: DutyRule['proof'];
};

export type OverrideData = { readonly hours: number; readonly sticky?: boolean };

export type FileData = TimeData & {
  readonly policy: 1;
  readonly extends?: string;
  readonly document?: {
    readonly owner: string;
    readonly effective?: string;
    readonly last_review?: string;
    readonly next_review?: string;
  };
  readonly locale?: string;
  readonly roles?: Readonly<Partial<Record<Role, Omit<HoldersData, 'roles'>>>>;
  readonly permissions?: Readonly<Record<string, readonly Role[]>>;
  readonly rights?: Readonly<Record<string, readonly Role[]>>;
  readonly linked_accounts?: readonly (readonly string[])[];
  readonly categories?: Readonly<Partial<Record<Category, CategoryData>>>;
  readonly risk_floors?: Readonly<Partial<Record<Level, Category>>>;
  readonly own_pull_requests?: readonly Category[];
  readonly kinds?: ById<KindData>;
  readonly approvals?: ById<ApprovalData>;
  readonly rules?: ById<RuleData>;
  readonly checks?: ById<CheckData>;
  readonly sections?: ById<SectionData>;
  readonly step_sets?: ById<StepSetData>;
  readonly review_checklist?: readonly string[];
  readonly rollback?: {
    readonly methods?: ById<MethodData>;
    readonly criteria?: readonly string[];
  };
  readonly emergency?: { readonly duties?: ById<DutyData> };
  readonly post_implementation_review?: {
    readonly after?: readonly Failure[];
    readonly within_hours?: number;
  };
  readonly merge_method?: 'squash' | 'any';
  readonly review_requests?: {
    readonly mode?: 'all' | 'random' | 'teams';
    readonly count?: number;
    readonly busy?: readonly string[];
  };
  readonly bypass?: { readonly may?: HoldersData; readonly reviewers?: HoldersData };
  readonly reauthentication?: {
    readonly categories: readonly Category[];
    readonly within_minutes: number;
  } | null;
  readonly overrides?: ById<OverrideData>;
  readonly retention_days?: number | null;
  readonly unauthorised?: {
    readonly open_issue?: boolean;
    readonly ignore_actors?: readonly string[];
  };
  readonly compliance?: readonly {
    readonly control: string;
    readonly served_by: readonly string[];
  }[];
};
