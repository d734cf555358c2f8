/**
 * The state of one change, folded from its events by `evolve` and from nothing else. It is plain JSON
 * (null instead of absent, no Map), because the store keeps a snapshot of it. Times are ISO 8601 UTC.
 *
 * draft        entered by opening the issue; the author still writes; left by submit, emergency start or cancel.
 * review       entered by submit, or by a substantive plan edit of an approved or scheduled change; people read,
 *              approve, request changes or block; left when the tally is met, or by reject, cancel, emergency start.
 * approved     the tally was met for the current plan digest; left by schedule, start, cancel or a plan edit.
 * scheduled    an absolute window is booked; left by start, cancel or a plan edit.
 * in_progress  the operator walks the checklist; the plan in force is the one approved; left by complete or rollback.
 * completed    closed with a closure code and notes; reopen leads back to in_progress and voids the closure.
 * rolled_back  executed and reversed; final. The issue is closed and the evidence posted once `recovered` is recorded.
 * rejected     decided by an approver; final.
 * cancelled    decided not to do it before it began; final.
 */
import type { Category, Level, Plan, PlanProblem, Window } from '../plan/plan.ts';
import type { DutyRule } from '../policy/rule.ts';
import type { SuggestedRisk } from '../risk/note.ts';
import type { FailureReview, Reviewed } from './failure-review.ts';
import type { RefusalCode } from './refusal.ts';
import type { Awaited } from './awaited.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { DeploymentNote } from './deployment-note.ts';
import type {
  Acknowledgement,
  Approval,
  BypassRequest,
  Delegation,
  Objection,
  OnHold,
  Override,
  SignIn,
} from './spoken.ts';
import type { Person, Stamp } from './stamp.ts';
import type { TemplateUse } from './template-use.ts';

export const STATES = [
  'draft',
  'review',
  'approved',
  'scheduled',
  'in_progress',
  'completed',
  'rolled_back',
  'rejected',
  'cancelled',
] as const;
export type StateName = (typeof STATES)[number];

export type HoldProgress = {
  readonly status: 'waiting' | 'confirmed' | 'declined' | 'waived';
  readonly stamp: Stamp | null;
  readonly observed: string | null;
};

export type StepProgress = {
  readonly status: 'open' | 'begun' | 'done' | 'skipped';
  readonly begun: Stamp | null;
  /** Who did or skipped it; the reason of a skip stands in `observed`. */
  readonly finished: Stamp | null;
  readonly observed: string | null;
  readonly observedBy: Stamp | null;
  /** Everybody who ever did it or wrote down what was seen: doing it again takes nobody off the list. */
  readonly doers: readonly Person[];
  readonly hold: HoldProgress | null;
  /** The last refused tick or act on this step, shown beside it until the step moves on. */
  readonly refused: { readonly by: Person; readonly code: RefusalCode; readonly at: string } | null;
};

/** What a push did, as far as it could be told when it was seen. */
export type Push = {
  /** Tree and digest of the changed files at the new head; null where that was not known. */
  readonly tree: string | null;
  readonly content: string | null;
  /** It only merged the target branch in. */
  readonly merges: boolean;
  /** Ids of who made the new commits, where each is signed and its makers are known; empty otherwise. */
  readonly makers: readonly string[];
};

export type LinkedPull = {
  readonly repoId: string;
  readonly repo: string;
  readonly number: number;
  readonly head: string;
  /** When this head was first seen: an approval by command must come after it. */
  readonly headAt: string;
  /** How it came from earlier heads to this one, the oldest first; the last 50. */
  readonly pushes: readonly (Push & { readonly from: string })[];
  /** The branch it would be merged into; null while nobody has told. */
  readonly base: string | null;
  /** When it was turned to that branch, if not there from the beginning: whoever agreed before agreed to another. */
  readonly retargeted: Pick<Stamp, 'at' | 'seq'> | null;
  readonly linked: Stamp;
  readonly merged: boolean;
  /** The commit that its merge made; null: not merged, or nobody told. */
  readonly mergeSha: string | null;
  /** Who put it into the merge queue of the forge; null: it is in none, or nobody is known to have. */
  readonly queuedBy: Person | null;
};

export type Closure = Stamp & {
  readonly code: 'successful' | 'successful_with_issues' | 'unsuccessful';
  readonly notes: string;
};

/** What an emergency owes afterwards: `D1` and so on, with the policy's name for it, as it said at the start. */
export type Duty = {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly proof: DutyRule['proof'];
  readonly dueAt: string;
  readonly ticked: Stamp | null;
  readonly overdueSince: string | null;
  /** `seen`: on the forge or in the plan, by nobody's word. */
  readonly done: (Stamp & { readonly seen: boolean; readonly what: string }) | null;
};

export type Emergency = {
  /** Named at start: the person who gave the word, perhaps by voice. */
  readonly authoriser: string | null;
  /** Who had the logins in it when it was named; null when that was not known. */
  readonly authoriserIds: readonly string[] | null;
  readonly reviewDueAt: string;
  /** By when the authoriser confirms: from the start on, also where a later review has a deadline of its own. */
  readonly authoriseDueAt: string;
  /** When it ended first. Haste ends there: what came afterwards is bypassed no more, reopened or not. */
  readonly endedAt: string | null;
  readonly bypassed: readonly RefusalCode[];
  readonly authorised: Stamp | null;
  readonly review: Reviewed | null;
  readonly overdueSince: string | null;
  /** Since when the authoriser's own word has been missing from the record. */
  readonly unconfirmedSince: string | null;
  readonly duties: readonly Duty[];
  /** When somebody was last called because duties are overdue, and how often before; null: never. */
  readonly dutyCall: { readonly at: string; readonly round: number } | null;
};

/** Something an auditor asks about: tampering, a refused self-approval, an early close, a bypass. */
export type Exception = Stamp & { readonly kind: string; readonly detail: string | null };

export type Change = {
  readonly number: number;
  readonly state: StateName;
  readonly repoId: string;
  readonly repo: string;
  readonly issueId: string;
  readonly issue: number;
  readonly issueUrl: string;
  /** The issue is a pull request, and this change is that pull request; null for a change that has an issue. */
  readonly own: { readonly draft: boolean } | null;
  readonly title: string;
  readonly author: Person;
  readonly operator: Person | null;
  /** Everybody who started, took over, walked a step or rolled back, whatever became of it. */
  readonly executors: readonly Person[];
  readonly category: Category | null;
  readonly priority: Level | null;
  readonly risk: Level | null;
  /** By the questionnaire, when it was submitted last; null: nothing was, or it never was. */
  readonly suggestedRisk: SuggestedRisk | null;
  /** The plan as last read from the issue; null while it cannot be read. */
  readonly plan: Plan | null;
  readonly problems: readonly PlanProblem[];
  /** What a readable plan could still do better; holds nobody up. */
  readonly warnings: readonly PlanProblem[];
  readonly digest: string | null;
  readonly revision: number;
  /** The last human who edited the substance; null when no human is known to have. */
  readonly lastEditor: Person | null;
  /** Ids of everybody with a hand in the present substance, the author named or not: none of them approves it. */
  readonly editors: readonly string[];
  /** The same of earlier texts, by digest: a text that comes back is again that of those who wrote it. */
  readonly editorsBefore: Readonly<Record<string, readonly string[]>>;
  /** The present substance was found by looking, and nobody has told yet who wrote it; null when that is known. */
  readonly editorUnknownSince: string | null;
  /** The last substantive edit: approvals must come after it, not in the same second. */
  readonly substantiveAt: string;
  /** Since when the plan has named its present window; null while it names none. The lead time runs from here. */
  readonly windowNamedAt: string | null;
  /** The plan that was approved and is being executed; frozen at start. */
  readonly planInForce: Plan | null;
  readonly digestInForce: string | null;
  /** A substantive edit while in progress: recorded and shown, not in force. */
  readonly editedWhileRunning: Stamp | null;
  /** Version of the policy that it was last submitted, approved or looked at under. */
  readonly policy: string;
  /** Since when approvals have been out of date because the rules changed; null once it was approved again. */
  readonly policyChangedAt: string | null;
  readonly approvals: readonly Approval[];
  /** When somebody signed in at the forge anew, by our clock, and what was there to be signed. */
  readonly signIns: readonly SignIn[];
  readonly delegations: readonly Delegation[];
  readonly objections: readonly Objection[];
  readonly hold: OnHold | null;
  readonly window: Window | null;
  readonly windowOpenedAt: string | null;
  readonly windowMissedAt: string | null;
  readonly overrunSince: string | null;
  /** The window was given a later end while it ran. */
  readonly extensions: readonly (Stamp & {
    readonly from: string;
    readonly end: string;
    readonly reason: string | null;
  })[];
  readonly steps: Readonly<Record<string, StepProgress>>;
  /** The last; null: none was begun. */
  readonly rehearsal: Rehearsal | null;
  readonly paused: (Stamp & { readonly reason: string }) | null;
  /** Whose the login of a named second person was when it first was somebody's. Logins change hands. */
  readonly secondIds: Readonly<Record<string, string>>;
  readonly handover: (Stamp & { readonly to: Person }) | null;
  readonly templateUse: TemplateUse;
  readonly pulls: readonly LinkedPull[];
  /** Who pushed to them beside their authors. Commits say what they like of who made them; unlinking forgets nobody. */
  readonly pushers: readonly (Pick<LinkedPull, 'repoId' | 'number'> & { readonly by: Person })[];
  /** Deployments that were found to be its own, the last 50. */
  readonly deployments: readonly DeploymentNote[];
  readonly emergency: Emergency | null;
  /** Of one that failed or was rolled back, and was no emergency; null: none was ever owed. */
  readonly failureReview: FailureReview | null;
  readonly overrides: readonly Override[];
  readonly acknowledgements: readonly Acknowledgement[];
  /** What it waits for beside what its plan and its pull requests name; each other change once. */
  readonly awaited: readonly Awaited[];
  readonly bypassRequests: readonly BypassRequest[];
  readonly closure: Closure | null;
  readonly rollback:
    | (Stamp & {
        readonly reason: string;
        /** Within how many minutes the policy wanted it; null where it said nothing. */
        readonly targetMinutes: number | null;
        readonly recovered: (Stamp & { readonly observed: string }) | null;
      })
    | null;
  readonly ended: Stamp | null;
  /** As they were at the end. The evidence keeps saying this, whatever moves afterwards; null while it has not ended. */
  readonly atEnd: Pick<Change, 'title' | 'revision' | 'pulls' | 'approvals' | 'deployments'> | null;
  /** Why it was rejected or cancelled; a completion has its notes, a rollback its reason. */
  readonly endReason: string | null;
  readonly exceptions: readonly Exception[];
  readonly reopenings: number;
  /** Reopened with another plan than the approved one: it must be approved before the change can be completed. */
  readonly reapprovalDue: boolean;
  /** Who started it; the operator may have changed since. */
  readonly started: Stamp | null;
  /** Deliveries that could not be worked off: until then the record may lack something, and gates cannot tell. */
  readonly stopped: readonly {
    readonly delivery: string;
    readonly at: string;
    readonly problem: string;
  }[];
  readonly issueGone: 'transferred' | 'deleted' | null;
  /** `actor|code|verb|step|revision` of refusals that were answered with a reply; the last 200. */
  readonly refusalsSeen: readonly string[];
  /** By `actor|code`: how many refusals stand in the log. */
  readonly refusalCounts: Readonly<Record<string, number>>;
  readonly times: {
    readonly openedAt: string;
    readonly submittedAt: string | null;
    readonly firstApprovedAt: string | null;
    readonly fullyApprovedAt: string | null;
    readonly scheduledAt: string | null;
    readonly startedAt: string | null;
  };
  /** The change's own first and last event, and the hash of the last: shown in the record comment. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly lastHash: string;
};

/** `CHG-00012` */
export function changeName(number: number): string {
  return `CHG-${String(number).padStart(5, '0')}`;
}
