/**
 * The shape of a policy, compiled: what a team's `.github/holdpoint.yml` says, laid over its organisation's and over the
 * built-in one (`default-policy.ts`). Gates and tally read nothing else. A policy is data: no rule hides in code.
 *
 * What must stay true: a policy with problems decides nothing. Whoever reads one that could not be read sees
 * `policy_invalid`, never the one before it.
 */
import type { Category, Level } from '../plan/plan.ts';
import type { RiskModel } from '../risk/model.ts';
import type { Calendar } from './calendar.ts';
import type { Catalogue } from './catalogue.ts';
import type { Holders, Role } from './holders.ts';
import type { Watch } from './unauthorised.ts';
import type {
  ApprovalRule,
  CheckRule,
  DutyRule,
  Failure,
  KindRule,
  PolicyRule,
  PushRule,
  RollbackMethod,
  SectionRule,
  StepSet,
} from './rule.ts';

export type CategoryRule = {
  readonly category: Category;
  readonly risk: Level;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly leadTimeHours: number;
  /** Any one of these roles may approve. */
  readonly approverRoles: readonly Role[];
  readonly approvalsNeeded: number;
  /** Linked pull requests need this many independent approving reviews at their head. */
  readonly pullReviewsNeeded: number;
  readonly pullChecksRequired: boolean;
  /** Only a named authoriser starts it; approval gates are bypassed and recorded as bypassed. */
  readonly authoriserRoles: readonly Role[];
  readonly posthocReviewHours: number | null;
  /** Which pushes leave its approvals standing; absent: none but those that change no file. */
  readonly onPush?: PushRule;
};

/** Who stands behind the names in a policy, by account id, as the forge said when it was asked. */
export type PolicyPeople = {
  /** Ids of a team's members by the team's name as the policy spells it; null: no such team, or the forge will not say. */
  readonly teams: Readonly<Record<string, readonly string[] | null>>;
  /** Account id by login, lower case; null: nobody has that login. */
  readonly people: Readonly<Record<string, string | null>>;
};

export type PolicyDocument = {
  readonly owner: string;
  /** Dates, `2026-11-21`. */
  readonly effective: string | null;
  readonly lastReview: string | null;
  readonly nextReview: string | null;
};

export type PolicyProblem = {
  /** `owner/repo:.github/holdpoint.yml`, or the name of a file on disk. */
  readonly file: string;
  /** Counted from 1; null when the trouble is with the file as a whole. */
  readonly line: number | null;
  readonly column: number | null;
  readonly code:
    | 'yaml'
    | 'too_large'
    | 'alias'
    | 'unknown_key'
    | 'wrong_value'
    | 'missing'
    | 'duplicate'
    | 'unknown_name'
    | 'cycle'
    | 'nobody'
    | 'loosens'
    | 'unreadable';
  readonly expected: string;
  readonly found: string;
  readonly remedy: string;
};

export type PolicySource = {
  /** `owner/repo:path` */
  readonly file: string;
  /** The forge's id of exactly this text. */
  readonly blob: string;
};

export type Compliance = {
  /** `SOC 2 CC8.1` */
  readonly control: string;
  /** Ids of rules, gates or categories that serve it. */
  readonly servedBy: readonly string[];
};

export type Policy = {
  /** `builtin:<sha256 prefix>`, or `file:<sha256 prefix>`, over all in it that decides; stored with every event. */
  readonly version: string;
  /** Other names under which exactly these rules were in force before, as kept. */
  readonly sameAs?: readonly string[];
  /** Why it cannot be used; empty for one that can. */
  readonly problems: readonly PolicyProblem[];
  /** What it was made of, the most general first; the built-in one is not named. */
  readonly sources: readonly PolicySource[];
  readonly document: PolicyDocument | null;
  readonly locale: string;
  readonly categories: readonly CategoryRule[];
  /** The lowest category that a chosen risk level allows. */
  readonly categoryFloorByRisk: Readonly<Record<Level, Category>>;
  /** Which forge permission holds which roles, before a team's own policy names people. */
  readonly rolesByPermission: Readonly<Record<string, readonly Role[]>>;
  /** Who holds a role beside those whom a permission gives it; `roles` of the holders is empty. */
  readonly roleHolders: Readonly<Partial<Record<Role, Holders>>>;
  /** Which roles may use which verb, by command type; a verb not listed is refused. */
  readonly verbRoles: Readonly<Record<string, readonly Role[]>>;
  /** Logins of accounts that belong to one human: the word of one is the word of all. */
  readonly linkedAccounts: readonly (readonly string[])[];
  readonly kinds: readonly KindRule[];
  readonly approvalRules: readonly ApprovalRule[];
  readonly rules: readonly PolicyRule[];
  readonly checks: readonly CheckRule[];
  readonly sections: readonly SectionRule[];
  readonly stepSets: readonly StepSet[];
  readonly reviewChecklist: readonly string[];
  readonly rollbackMethods: readonly RollbackMethod[];
  /** When to go back, in words; shown beside the plan's own. */
  readonly rollbackCriteria: readonly string[];
  readonly duties: readonly DutyRule[];
  /** After which ends a review is owed, and within how many hours of them. */
  readonly failureReview: { readonly after: readonly Failure[]; readonly withinHours: number };
  /** Categories in which a pull request may be its own change. */
  readonly ownPulls: readonly Category[];
  /** How it is to be merged where the policy says so; reported, not enforced. */
  readonly mergeMethod: 'squash' | 'any';
  /** Whom an open request for approval asks: everybody who could, so many at random, or the teams. */
  readonly reviewRequests: {
    readonly mode: 'all' | 'random' | 'teams';
    readonly count: number;
    /** Logins who are not asked at present. */
    readonly busy: readonly string[];
  };
  /** Who may let a gate pass alone, with a reason; and who answers when anybody else asks for that. */
  readonly bypass: { readonly may: Holders; readonly reviewers: Holders };
  /** Approvals of these categories must be given by somebody who signed in within so many minutes; null: never asked. */
  readonly reauthentication: {
    readonly categories: readonly Category[];
    readonly withinMinutes: number;
  } | null;
  /** Gates that may be lowered by `/chg override`, by refusal code; how long such a word holds. */
  readonly overrides: Readonly<
    Record<string, { readonly hours: number; readonly sticky: boolean }>
  >;
  /** How long records are kept, in days; null: without end. */
  readonly retentionDays: number | null;
  readonly compliance: readonly Compliance[];
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  /** Null: no level is suggested. */
  readonly riskModel: RiskModel | null;
  /** Absent: pushes and merges past the gates are not looked for. */
  readonly unauthorised?: Watch;
};
