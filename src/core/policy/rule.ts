/**
 * The parts of a policy that rules are made of: what is asked for (approvals, steps, checks, sections), and where.
 *
 * What must stay true: everything here is data that a file can say and a page can print.
 */
import type { Category, Phase } from '../plan/plan.ts';
import type { Holders } from './holders.ts';
import type { Predicate } from './predicate.ts';

/** What a push to a linked pull request does to approvals that were given before. */
export type PushRule = {
  /** False: a push does not take these approvals away. */
  readonly voidedByPush: boolean;
  /** A push that only merged the target branch in takes nothing away. */
  readonly ignoreUpdateMerges: boolean;
  /** Logins of machines whose pushes take nothing away. */
  readonly ignoreCommitsBy: readonly string[];
};

/** One line of what is needed beside the category's own approval. */
export type ApprovalRule = PushRule & {
  readonly id: string;
  readonly title: string;
  readonly holders: Holders;
  /** The owners of the changed paths count as well (CODEOWNERS): one owner of every changed path is needed. */
  readonly owners: boolean;
  readonly count: number;
  /** Approvals of a later stage are asked for, and count, once all of the earlier stages are there. */
  readonly stage: number;
};

/** Approval rules put together. A group in which nothing applies is not met: an empty set fails closed. */
export type ApprovalTree =
  | { readonly kind: 'rule'; readonly id: string }
  | { readonly kind: 'and'; readonly of: readonly ApprovalTree[] }
  | { readonly kind: 'or'; readonly of: readonly ApprovalTree[] }
  /** Asked for only where the predicate holds; elsewhere it is skipped, with why. */
  | { readonly kind: 'if'; readonly when: Predicate; readonly then: ApprovalTree };

/** A step that the plan must hold. Covered by a step with `covers: <id>`, or with one of the words in its text. */
export type StepNeed = {
  readonly id: string;
  readonly title: string;
  /** Null: in any phase. */
  readonly phase: Phase | null;
  /** `last_before_execution`: the last pre-flight step, or the first of the execution. */
  readonly position: 'anywhere' | 'last_before_execution' | 'first' | 'last';
  readonly words: readonly string[];
};

/** What a rule asks for where it applies. */
export type Demands = {
  readonly categoryAtLeast: Category | null;
  readonly leadTimeHours: number | null;
  readonly approval: ApprovalTree | null;
  readonly steps: readonly StepNeed[];
  /** Ids of `checks` that must have reported and passed. */
  readonly checks: readonly string[];
  /** Ids of `sections` that the pull request's text must hold. */
  readonly sections: readonly string[];
  /** Ids of questions that the form must have answered, whatever the form itself says. */
  readonly answers: readonly string[];
  /** The promised rollback takes no longer than this. */
  readonly rollbackMinutes: number | null;
  /** A window must be named, whatever the category says. */
  readonly window: boolean;
  /** The execution holds at least one hold point. */
  readonly hold: boolean;
};

export type PolicyRule = {
  readonly id: string;
  readonly title: string;
  /** Null: always. */
  readonly when: Predicate | null;
  readonly demands: Demands;
  /** What a person reads in the document beside what is enforced. */
  readonly notes: readonly string[];
};

/** A kind of change, such as a database schema: named in the form, or recognised by its paths, assets and labels. */
export type KindRule = {
  readonly id: string;
  readonly title: string;
  /** The option in the form that names it. */
  readonly scope: string | null;
  /** Null: only where somebody names it. */
  readonly recognisedBy: Predicate | null;
};

export const CHECK_PLACES = ['pull_request', 'default_branch', 'tag'] as const;
export type CheckPlace = (typeof CHECK_PLACES)[number];

/** A check of the CI, known by who reports it and under which name. */
export type CheckRule = {
  readonly id: string;
  readonly title: string;
  /** Names of check runs or contexts of statuses, as globs. */
  readonly names: readonly string[];
  /** Slugs of the apps, or logins of the accounts, whose word counts. Empty: any but a person with a hand in the code. */
  readonly from: readonly string[];
  readonly places: readonly CheckPlace[];
  /** True: it must have reported wherever it applies. False: when it reports, it must pass. */
  readonly mustReport: boolean;
  /** From which finding on it fails, in words. */
  readonly threshold: string;
};

export type SectionRule = {
  readonly id: string;
  readonly title: string;
  /** Headings that open it, compared without case and punctuation. */
  readonly headings: readonly string[];
  /** In which categories a pull request's text must hold it. */
  readonly categories: readonly Category[];
  /** It may say that it does not apply, in words. */
  readonly ifApplicable: boolean;
};

export type StepSet = {
  readonly id: string;
  readonly title: string;
  /** In the grammar of the form, to be copied into a plan. */
  readonly steps: readonly StepNeed[];
};

export type RollbackMethod = {
  readonly id: string;
  readonly title: string;
  readonly method: string;
  readonly withinMinutes: number;
  /** The kinds of change that it is for. */
  readonly kinds: readonly string[];
};

export const DUTY_PROOFS = ['word', 'pull_request', 'checks', 'incident'] as const;

/** What an emergency owes afterwards. */
export type DutyRule = {
  readonly id: string;
  readonly title: string;
  readonly withinHours: number;
  /** `word`: somebody writes what was done; the others are seen on the forge or in the record. */
  readonly proof: (typeof DUTY_PROOFS)[number];
};

/** Ends after which somebody looks at what went wrong. An emergency owes that by its category, however it ends. */
export const FAILURES = ['failed', 'rolled_back'] as const;
export type Failure = (typeof FAILURES)[number];
