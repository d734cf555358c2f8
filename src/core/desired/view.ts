/**
 * What the record comment, the checks and the announcements hold, as data: who is asked for what, and why. No
 * sentence is made here; `render` makes them, so that every surface says the same. All times are ISO 8601 UTC.
 *
 * What must stay true: words of people stand in these views exactly as they were written. Only `render` may turn
 * them into text, through its one door.
 */
import type { DeploymentNote } from '../change/deployment-note.ts';
import type { Approval, BypassRequest, Delegation, Objection, Override } from '../change/spoken.ts';
import type { Duty, Exception, LinkedPull, StateName, StepProgress } from '../change/state.ts';
import type { PostReview } from '../change/post-review.ts';
import type { Stamp } from '../change/stamp.ts';
import type { Unfit } from '../change/second-person.ts';
import type { RefusalFacts } from '../change/refusal.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { Category, Level, Phase, PlanProblem, Step, Window } from '../plan/plan.ts';
import type { Role } from '../policy/holders.ts';
import type { SignInAsked } from '../policy/sign-ins-due.ts';
import type { VoiceReason } from '../policy/tally.ts';
import type { ConflictSummary } from '../time/conflict-summary.ts';
import type { DutiesOwed, ReviewOwed } from './duties.ts';
import type { Guidance } from './guidance.ts';
import type { PastView } from './past-view.ts';
import type { Returned } from './returned.ts';
import type { RiskView } from './risk-view.ts';
import type { RollbackDue } from './rollback-clock.ts';
import type { TemplateView } from './template-view.ts';
import type { RehearsalView, RehearsedView } from './rehearsal-view.ts';

/** Whom a line of text asks. `except` says who is barred and why, so that nobody tries in vain. */
export type Who =
  | { readonly kind: 'nobody' }
  | {
      readonly kind: 'people';
      readonly named: readonly string[];
      /** Anybody who holds one of these. */
      readonly roles: readonly Role[];
      readonly except: readonly Barred[];
    };

export type Barred = {
  readonly login: string;
  readonly because: 'did_step' | 'author' | 'last_editor' | 'editor' | 'contributor' | 'executed';
  readonly step: string | null;
};

export type Question = { readonly id: string; readonly label: string };

/** The one thing that is needed next. */
export type Situation =
  | { readonly kind: 'plan_unreadable'; readonly problems: number }
  | { readonly kind: 'answers_missing'; readonly questions: readonly Question[] }
  | { readonly kind: 'sections_missing'; readonly questions: readonly Question[] }
  | { readonly kind: 'pull_draft' }
  | { readonly kind: 'ready_to_merge' }
  | { readonly kind: 'ready_to_submit' }
  | { readonly kind: 'emergency_to_start'; readonly authoriser: string | null }
  | {
      readonly kind: 'gate_shut';
      readonly act: 'submit' | 'approve' | 'schedule' | 'start' | 'merge' | 'complete';
      readonly verdict: Verdict;
      readonly unmet: number;
    }
  | { readonly kind: 'blocked'; readonly objection: Objection }
  | { readonly kind: 'changes_requested'; readonly objection: Objection }
  | {
      readonly kind: 'approval_wanted';
      readonly given: number;
      readonly needed: number;
      readonly returned: Returned | null;
      readonly signIn: SignInAsked | null;
    }
  | { readonly kind: 'window_wanted' }
  | { readonly kind: 'window_to_book'; readonly window: Window }
  | { readonly kind: 'window_missed'; readonly window: Window }
  | { readonly kind: 'preflight'; readonly step: Step; readonly window: Window | null }
  | { readonly kind: 'window_ahead'; readonly window: Window }
  | { readonly kind: 'ready_to_start'; readonly window: Window }
  | { readonly kind: 'paused'; readonly since: Stamp; readonly reason: string }
  | { readonly kind: 'handover_offered'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'hold_waiting';
      readonly step: Step;
      readonly shuts: string | null;
      readonly by: string;
    }
  | {
      readonly kind: 'hold_declined';
      readonly step: Step;
      readonly by: string;
      readonly saw: string;
    }
  | { readonly kind: 'observation_missing'; readonly step: Step; readonly then: string | null }
  | { readonly kind: 'step'; readonly step: Step; readonly also: readonly string[] }
  | { readonly kind: 'ready_to_complete' }
  | ({ readonly kind: 'recovery_wanted' } & RollbackDue)
  | {
      readonly kind: 'authorisation_owed';
      readonly authoriser: string | null;
      readonly dueAt: string;
      readonly overdueSince: string | null;
    }
  | ({ readonly kind: 'review_owed' } & ReviewOwed)
  | ({ readonly kind: 'duties_owed' } & DutiesOwed)
  | { readonly kind: 'ended' };

export type SituationKind = Situation['kind'];

/** Further things that somebody owes while the main one goes on. */
export type Reminder =
  | { readonly kind: 'overrun'; readonly end: string }
  | { readonly kind: 'observations_missing'; readonly steps: readonly string[] }
  /** A second person confirmed by a button, and has not written what they saw. */
  | { readonly kind: 'hold_words_missing'; readonly step: string; readonly by: string }
  | {
      readonly kind: 'authorisation_owed';
      readonly authoriser: string | null;
      readonly dueAt: string;
      readonly overdueSince: string | null;
    }
  | ({ readonly kind: 'review_owed' } & ReviewOwed)
  | {
      readonly kind: 'on_hold';
      readonly by: string;
      readonly since: string;
      readonly reason: string | null;
    }
  | { readonly kind: 'concerns_open'; readonly names: readonly string[] }
  | { readonly kind: 'bypasses_asked'; readonly asked: readonly BypassRequest[] }
  | ({ readonly kind: 'duties_owed' } & DutiesOwed)
  | { readonly kind: 'edited_while_running'; readonly by: string; readonly at: string }
  | { readonly kind: 'reapproval_owed' }
  | ({ readonly kind: 'second_person_unfit' } & Unfit)
  /** Something that is needed can be given by nobody any more. */
  | { readonly kind: 'out_of_reach'; readonly facts: RefusalFacts }
  | { readonly kind: 'handover_offered'; readonly from: string; readonly to: string }
  | { readonly kind: 'processing_stopped'; readonly since: string }
  | { readonly kind: 'issue_gone'; readonly how: 'transferred' | 'deleted' };

export type ReminderKind = Reminder['kind'];

/** How one step stands: what can be done with it now, and if nothing, why. */
export type StepStanding =
  | { readonly kind: 'done' }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'unconfirmed' }
  | { readonly kind: 'declined' }
  | { readonly kind: 'current' }
  | { readonly kind: 'shut'; readonly by: string | null }
  | { readonly kind: 'later' };

export type StepView = {
  readonly step: Step;
  readonly progress: StepProgress;
  readonly standing: StepStanding;
  readonly rehearsed: RehearsedView | null;
};

export type PhaseView = {
  readonly phase: Phase;
  readonly finished: number;
  readonly steps: readonly StepView[];
};

export type GateList = {
  readonly act: 'submit' | 'approve' | 'schedule' | 'start' | 'merge' | 'complete';
  readonly verdicts: readonly Verdict[];
};

export type ApprovalView = Approval & {
  /** It is for the plan as it stands, and nothing bars the person. */
  readonly counts: boolean;
  /** Why it does not. */
  readonly because: VoiceReason | null;
  /** What the reason is about; see `Voice`. */
  readonly about: string | null;
  /** Where to read what has come since; null where nothing has, or it is not known. */
  readonly since: string | null;
};

/** What rules ask for beside the category's own approval. */
export type PartView = {
  readonly title: string;
  /** Titles of the rules that wait for it. */
  readonly rules: readonly string[];
  /** `not_needed`: something else suffices. `later`: earlier stages come first. */
  readonly standing: 'met' | 'open' | 'later' | 'not_needed' | 'cannot_tell';
  readonly given: number;
  readonly needed: number;
  /** Logins of a few who could give it; `kinds`: roles, teams and logins that the policy names. */
  readonly who: readonly string[];
  readonly kinds: readonly string[];
  /** Some of the paths of which no owner has spoken. */
  readonly paths: readonly string[];
  /** Teams that are gone, or not shown. */
  readonly gone: readonly string[];
};

export type ApprovalsView = {
  readonly given: number;
  readonly needed: number;
  readonly parts: readonly PartView[];
  /** Titles of rules of which nothing applies. */
  readonly hollow: readonly string[];
  readonly delegations: readonly Delegation[];
};

export type PullView = Pick<LinkedPull, 'repo' | 'number' | 'head' | 'merged'> & {
  readonly checks: 'passed' | 'failed' | 'pending' | 'none' | 'unknown';
  readonly failing: readonly string[];
  /** Approving reviews at the present head; null when it could not be read. */
  readonly reviews: number | null;
};

/** In which zone times are shown, and the year that need not be said. */
export type ViewClock = { readonly zone: string; readonly year: number };

export type RecordView = {
  readonly number: number;
  readonly state: StateName;
  readonly issueUrl: string;
  readonly author: string;
  readonly operator: string | null;
  /** Whom the plan names as operator, when another one started it. */
  readonly operatorPlanned: string | null;
  readonly category: Category | null;
  readonly risk: Level | null;
  readonly priority: Level | null;
  readonly clock: ViewClock;
  readonly situation: Situation;
  readonly who: Who;
  readonly reminders: readonly Reminder[];
  /** The booked window, or before that the one the plan names. */
  readonly window: Window | null;
  readonly booked: boolean;
  /** Booked is another window than the plan names, or the plan names none (`planned`); null when it is the plan's. */
  readonly offPlan: { readonly planned: Window | null } | null;
  readonly started: Stamp | null;
  readonly ended: Stamp | null;
  readonly closure: {
    readonly code: string;
    readonly notes: string;
    readonly by: string;
    readonly at: string;
  } | null;
  readonly rollback: {
    readonly by: string;
    readonly at: string;
    readonly reason: string;
    readonly recovered: {
      readonly by: string;
      readonly at: string;
      readonly observed: string;
    } | null;
  } | null;
  /** Why it was cancelled or rejected. */
  readonly endReason: string | null;
  readonly warnings: readonly PlanProblem[];
  /** Only while it runs: when to stop, and what was promised about going back. */
  readonly stop: {
    readonly criteria: string | null;
    readonly minutes: number | null;
    /** When the policy says to go back, in its words. */
    readonly policy: readonly string[];
  } | null;
  readonly problems: readonly PlanProblem[];
  readonly phases: readonly PhaseView[];
  readonly rehearsal: RehearsalView | null;
  /** What an emergency owes afterwards. */
  /** Owed or given; null while the change has not ended. */
  readonly postReview: PostReview | null;
  readonly duties: readonly Duty[];
  readonly gates: GateList | null;
  /** What the policy gives to those who decide; null where nobody does. */
  readonly guidance: Guidance | null;
  /** What the answers suggest, while somebody writes or decides. */
  readonly suggested: RiskView | null;
  /** What earlier changes say, likewise; null as well where nobody looked. */
  readonly past: PastView | null;
  /** Issues that are parts of its own; null: there are none, or it has ended. */
  readonly parts: { readonly total: number; readonly closed: number } | null;
  /** Whom it meets and what it waits for; null: nothing, or it has ended. */
  readonly beside: ConflictSummary | null;
  readonly approvals: readonly ApprovalView[];
  readonly asked: ApprovalsView;
  /** Null: it was made of none. */
  readonly template: TemplateView | null;
  readonly objections: readonly Objection[];
  readonly pulls: readonly PullView[];
  /** The newest of them. */
  readonly deployments: { readonly count: number; readonly last: readonly DeploymentNote[] };
  readonly overrides: readonly Override[];
  readonly exceptions: readonly Exception[];
  readonly event: { readonly seq: number; readonly hash: string };
};
