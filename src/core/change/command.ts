/**
 * Everything a person, a timer or the forge can ask of a change, in the imperative. Commands are requests:
 * `decide` answers each with events or a refusal. Which role may ask what is policy data (`verbRoles`, by `type`).
 */
import type { Category, PlanReading, Window } from '../plan/plan.ts';
import type { AwaitedCommand } from './awaited.ts';
import type { DeploymentTold } from './deployment-note.ts';
import type { Person } from './stamp.ts';
import type { RefusalCode } from './refusal.ts';

export type Command =
  | {
      readonly type: 'open';
      readonly repoId: string;
      readonly repo: string;
      readonly issueId: string;
      readonly issue: number;
      readonly issueUrl: string;
      readonly title: string;
      /** Who wrote the issue: not always the actor, when the label came later. */ readonly author: Person;
      readonly reading: PlanReading;
      /** Who had edited the text before, the author aside; null: it cannot be told. */
      readonly editors: readonly Person[] | null;
      /** The issue is a pull request that is to be its own change. `head` empty: it has to be looked up. */
      readonly pull?: OwnPull;
    }
  | {
      readonly type: 'record_plan';
      readonly title: string;
      readonly reading: PlanReading;
      /** The issue; where `editors` have to be asked for. */
      readonly issue?: number;
      /** It is a pull request. */
      readonly onPull?: true;
      /**
       * Everybody who ever edited the text, where the actor may not be the only one who made it another than the known
       * one; null: it cannot be told. Absent: the actor alone edited the known text.
       */
      readonly editors?: readonly Person[] | null;
    }
  /** Somebody's edit made the plan the one with this digest. */
  | { readonly type: 'note_plan_editor'; readonly digest: string }
  | { readonly type: 'submit' }
  | {
      readonly type: 'approve';
      readonly note: string;
      readonly channel: 'command' | 'review';
      readonly commit: string | null;
      /** The open changes of the pull request that was reviewed, where there are several. */
      readonly among?: readonly string[];
    }
  | { readonly type: 'request_changes'; readonly text: string }
  | { readonly type: 'block'; readonly text: string }
  | { readonly type: 'unblock'; readonly reason: string }
  | { readonly type: 'concern'; readonly name: string; readonly text: string }
  | { readonly type: 'resolve'; readonly name: string; readonly reason: string }
  | { readonly type: 'hold'; readonly reason: string; readonly via: 'command' | 'label' }
  | { readonly type: 'unhold'; readonly reason: string; readonly via: 'command' | 'label' }
  | { readonly type: 'reject'; readonly reason: string }
  | { readonly type: 'withdraw' }
  | {
      readonly type: 'delegate';
      readonly to: Person | null;
      readonly toLogin: string;
      readonly reason: string;
    }
  | { readonly type: 'schedule'; readonly window: Window | null }
  /** `end` as written: a time of the window's zone, or with an offset. */
  | { readonly type: 'extend'; readonly end: string; readonly reason: string }
  | { readonly type: 'rehearse'; readonly environment: string }
  | {
      readonly type: 'rehearsed';
      readonly step: string;
      readonly minutes: number;
      readonly observed: string;
    }
  | { readonly type: 'start'; readonly authoriser: string | null }
  | { readonly type: 'begin'; readonly step: string }
  | {
      readonly type: 'done';
      readonly step: string;
      readonly observed: string;
      readonly via: 'tick' | 'command';
    }
  /** A tick taken away: never undoes a step; put back with a reason. */
  | { readonly type: 'untick'; readonly step: string }
  | { readonly type: 'observe'; readonly step: string; readonly observed: string }
  | { readonly type: 'skip'; readonly step: string; readonly reason: string }
  /** `pressed`: by a button, which carries no words: the event by which the step was done when it was drawn. */
  | {
      readonly type: 'confirm';
      readonly step: string;
      readonly observed: string;
      readonly pressed?: number;
    }
  | {
      readonly type: 'decline';
      readonly step: string;
      readonly observed: string;
      readonly pressed?: number;
    }
  | { readonly type: 'waive'; readonly step: string; readonly reason: string }
  | { readonly type: 'pause'; readonly reason: string }
  | { readonly type: 'resume' }
  | { readonly type: 'handover'; readonly to: Person | null; readonly toLogin: string }
  | { readonly type: 'accept' }
  | { readonly type: 'complete'; readonly code: string; readonly notes: string }
  | { readonly type: 'rollback'; readonly reason: string }
  | { readonly type: 'recovered'; readonly observed: string }
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'cancel'; readonly reason: string }
  /** A task that an emergency owes afterwards. */
  | {
      readonly type: 'fulfil';
      readonly duty: string;
      readonly what: string;
      readonly via: 'tick' | 'command';
    }
  | { readonly type: 'authorise'; readonly note: string }
  /** `outage`: from when to when something was down, as written; absent: not said. */
  | { readonly type: 'review'; readonly findings: string; readonly outage?: string }
  /** Of the template that a failed change was made of. */
  | { readonly type: 'review_template'; readonly findings: string }
  /** A conflict with the change `other`. */
  | { readonly type: 'acknowledge'; readonly other: number; readonly reason: string }
  | AwaitedCommand
  | { readonly type: 'override'; readonly gate: string; readonly reason: string }
  | { readonly type: 'cancel_override'; readonly gate: string }
  | { readonly type: 'bypass'; readonly gate: string; readonly reason: string }
  | { readonly type: 'grant'; readonly gate: string; readonly note: string }
  | { readonly type: 'deny'; readonly gate: string; readonly reason: string }
  | {
      readonly type: 'link';
      readonly repoId: string;
      readonly repo: string;
      readonly pull: number;
      readonly head: string;
      /** Absent: nobody told. */
      readonly base?: string;
    }
  | { readonly type: 'unlink'; readonly repoId: string; readonly pull: number }
  /** The forge says so: a push to a linked pull request, a merge, an early close, a timer, a foreign edit. */
  | {
      readonly type: 'note_head';
      readonly repoId: string;
      readonly pull: number;
      readonly head: string;
      readonly base?: string;
      /** The actor has just pushed it. */
      readonly pushed?: true;
    }
  | {
      readonly type: 'note_merge';
      readonly repoId: string;
      readonly pull: number;
      readonly sha: string;
      /** Who merged it, or let a machine merge it; null and absent: not named. */
      readonly by?: Person | null;
    }
  /** Put into the merge queue of the forge, or taken out of it. */
  | {
      readonly type: 'note_queued';
      readonly repoId: string;
      readonly pull: number;
      readonly queued: boolean;
    }
  | { readonly type: 'note_deployment'; readonly told: DeploymentTold }
  /** Of a pull request that is its own change: ready for review, a draft again, closed without a merge. */
  | { readonly type: 'note_ready' }
  | { readonly type: 'note_draft' }
  | { readonly type: 'note_unmerged' }
  /** It was linked to another change. */
  | { readonly type: 'note_elsewhere'; readonly to: number }
  /** The actor has just signed in at the forge, in a browser. */
  | { readonly type: 'note_identity' }
  | { readonly type: 'note_review_dismissed'; readonly person: Person }
  | { readonly type: 'note_closed' }
  | {
      readonly type: 'note_tampering';
      readonly surface:
        'record' | 'evidence' | 'announcement' | 'reply' | 'state_label' | 'title' | 'check';
      readonly how: 'edited' | 'deleted' | 'moved';
      readonly detail: string;
    }
  | { readonly type: 'note_orphan_tick'; readonly step: string }
  | { readonly type: 'note_moved'; readonly how: 'transferred' | 'deleted' }
  | { readonly type: 'note_stopped'; readonly delivery: string; readonly problem: string }
  /** Deliveries that stopped the processing were worked off. */
  | { readonly type: 'note_restated'; readonly deliveries: readonly string[] }
  /** Whoever runs the app goes on without a delivery that stopped the processing. `note`: who that was, and why. */
  | { readonly type: 'note_set_aside'; readonly delivery: string; readonly note: string }
  /** Another policy is in force than the one that was known. */
  | { readonly type: 'note_policy' }
  | { readonly type: 'timer'; readonly name: TimerName }
  /** Something the gates look at moved (checks, a press of our button): no event by itself, surfaces are computed again. */
  | { readonly type: 'reconsider' }
  /** A question; no event, one answer. */
  | {
      readonly type: 'ask';
      readonly what: 'status' | 'help' | 'evidence' | 'similar' | 'conflicts';
    }
  /** The question in its one spelling, see `gate/imagined.ts`; of slots minutes, or nothing. */
  | { readonly type: 'ask'; readonly what: 'simulate' | 'slots'; readonly question: string }
  /** A command whose text could not be understood: recorded as refused, answered once. */
  | {
      readonly type: 'misread';
      readonly verb: string;
      readonly code: RefusalCode;
      readonly facts: Readonly<Record<string, string | readonly string[]>>;
    };

export type OwnPull = {
  readonly head: string;
  readonly base?: string;
  readonly draft: boolean;
  /** The categories in which one may be, for a text that is still to be looked up. */
  readonly allowed: readonly Category[];
};

/** Absolute deadlines kept as durable timers; each fires once and appends an event when it still matters. */
export type TimerName =
  | 'window_open'
  | 'window_end'
  | 'posthoc_due'
  | 'authorise_due'
  | 'override_expires'
  | 'bypass_lapses'
  | 'duties_due';

export type CommandType = Command['type'];
