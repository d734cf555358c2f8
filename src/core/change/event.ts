/**
 * Everything that can have happened to a change, in the past tense. An event is the only thing that changes a
 * change. `data` holds ids, codes, numbers and times; everything a person wrote, and every name, stands in
 * `texts`, so that the store can keep it apart and erase it without breaking the chain. Never remove or
 * reinterpret a field: old logs are replayed by this code.
 */
import type { StoredEvent } from '../audit/event.ts';
import type { AwaitedEvent } from './awaited.ts';
import type { DeploymentAnswer, DeploymentEnd, MatchedBy, Receipt } from './deployment-note.ts';
import type { Outage } from './outage.ts';
import type { Failure } from '../policy/rule.ts';
import type { RiskNote } from '../risk/note.ts';
import type { E } from './event-form.ts';
import type { PassEvent } from './pass-event.ts';
import type { PlanRecordedData } from './plan-record.ts';
import type { RefusalCode } from './refusal.ts';
import type { RehearsalEvent } from './rehearsal.ts';
import type { VoiceElsewhere } from './spoken.ts';

/** How a second person said yes or no. */
export type HoldChannel = 'command' | 'check_button';

export type ChangeEvent =
  /**
   * `author`: who wrote the issue; the actor may be another, when the label came later. `editors`: who had edited it
   * before. `editorUnknown`: that could not be told. Old logs have neither: none, and false. `ownPull`: the issue is a
   * pull request that is its own change, and how it stood; null for an issue, and in old logs.
   */
  | E<
      'change_opened',
      {
        repoId: string;
        issueId: string;
        issue: number;
        emergency: boolean;
        author: string;
        editors: readonly string[];
        editorUnknown: boolean;
        ownPull: 'draft' | 'ready' | null;
      },
      'title' | 'repo' | 'issueUrl' | 'authorLogin'
    >
  /** `plan`: the packed plan (see plan-record.ts) or null when unreadable; then `texts.problems` explains. */
  | {
      readonly type: 'plan_recorded';
      readonly data: PlanRecordedData;
      readonly texts: Readonly<Record<string, string>>;
    }
  /** The actor made the plan what it is, or with another digest: an earlier text that was never recorded. Told late. */
  | E<'plan_editor_found', { revision: number; digest: string }>
  | E<'title_changed', object, 'title'>
  /** A pull request that is its own change: marked as ready for review, or as a draft again. */
  | E<'readied_for_review', object>
  | E<'converted_to_draft', object>
  /**
   * `second`: the id of whom the plan names as second person, empty when there is nobody of that login; null when that
   * was not known, when the plan names nobody, and in old logs. The same in `approval_completed` and `started`. `risk`:
   * what the questionnaire suggested; null where nothing, and in old logs. `texts.floors`: why no less, one a line.
   */
  | {
      readonly type: 'submitted';
      readonly data: {
        digest: string;
        warnings: readonly string[];
        second: string | null;
        risk: RiskNote | null;
      };
      readonly texts: Readonly<Record<string, string>>;
    }
  /** `trees`, `contents`: of each head, empty where not known; none in old logs. `elsewhere`: other repositories. */
  | E<
      'approved',
      {
        digest: string;
        heads: readonly string[];
        trees: readonly string[];
        contents: readonly string[];
        channel: 'command' | 'review';
        elsewhere: readonly VoiceElsewhere[];
      },
      'note'
    >
  /** The actor's voice is given to the account `to`, for the plan with this digest. */
  | E<'delegated', { to: string; digest: string }, 'toLogin' | 'reason'>
  /** The actor takes it back. */
  | E<'delegation_ended', object>
  /** The actor signed in at the forge anew, in a browser; apart from whatever posted their words. */
  | E<'identity_confirmed', object>
  /** `person`: whose approval it was; the actor is another when a review was dismissed. */
  | E<'approval_withdrawn', { person: string }>
  /** `kept`: places in the log of approvals that stand all the same; none in old logs. */
  | E<'approvals_voided', { reason: RefusalCode; kept: readonly number[] }>
  /** `voices`: of each approval so far, in order, `counted` or why not; null in old logs. The same in `started`. */
  | E<
      'approval_completed',
      { digest: string; voices: readonly string[] | null; second: string | null }
    >
  /** The template stands in for the category's own approval, of the plan with this digest. */
  | E<'template_approved', { id: string; version: number; blob: string; digest: string }, 'file'>
  /** The change failed: the template that it was made of counts for nothing until somebody has looked at it. */
  | E<'template_suspended', { id: string; version: number; blob: string }>
  /** `template`: `id@version`, as it was when it failed. */
  | E<'template_reviewed', { template: string }, 'findings'>
  | E<'changes_requested', object, 'text'>
  | E<'changes_request_cleared', { by: 'reviewer' | 'plan_edit' }>
  | E<'blocked', object, 'text'>
  | E<'unblocked', { blocker: string }, 'reason'>
  /** Known by its place in the log: its name is somebody's word, and may be used again once it is resolved. */
  | E<'concern_raised', object, 'name' | 'text'>
  | E<'concern_resolved', { raised: number }, 'reason'>
  | E<'held', { via: 'command' | 'label' }, 'reason'>
  | E<'released', { via: 'command' | 'label' }, 'reason'>
  | E<'rejected', object, 'reason'>
  | E<'returned_to_review', { reason: RefusalCode }>
  | E<'scheduled', { start: string; end: string; zone: string }, 'note'>
  | E<'window_opened', object>
  | E<'window_overrun', object>
  | E<'window_extended', { from: string; end: string }, 'reason'>
  /** The booked window ended and nobody had started. */
  | E<'window_missed', object>
  /** `authorisers`: ids of whom `authoriser` names by login; null when that was not known, and in old logs. */
  | E<
      'started',
      {
        second: string | null;
        authorisers: readonly string[] | null;
        digest: string | null;
        bypassed: readonly RefusalCode[];
        reviewDueAt: string | null;
        heads: readonly string[];
        voices: readonly string[] | null;
      },
      'authoriser'
    >
  | RehearsalEvent
  | E<'step_begun', { step: string }>
  /** `observed` is the empty string when it was ticked without an observation. */
  | E<'step_done', { step: string; via: 'tick' | 'command' }, 'observed'>
  | E<'step_observed', { step: string }, 'observed'>
  | E<'step_skipped', { step: string }, 'reason'>
  /** `observed` is the empty string when a button was pressed. */
  | E<'hold_confirmed', { step: string; channel: HoldChannel }, 'observed'>
  | E<'hold_declined', { step: string; channel: HoldChannel }, 'observed'>
  | E<'hold_waived', { step: string }, 'reason'>
  | E<'paused', object, 'reason'>
  | E<'resumed', object>
  | E<'handover_offered', { to: string }, 'toLogin'>
  | E<'handover_accepted', object>
  | E<'completed', { code: 'successful' | 'successful_with_issues' | 'unsuccessful' }, 'notes'>
  /** `target`: within how many minutes the policy wants its kinds taken back; null: not said, and in old logs. */
  | E<'rollback_started', { step: string | null; target: number | null }, 'reason'>
  | E<'recovered', object, 'observed'>
  /** `reviewDueAt`: of the review that what follows owes, in an emergency that was reviewed; null in old logs. */
  | E<'reopened', { reviewDueAt: string | null }, 'reason'>
  | E<'cancelled', object, 'reason'>
  /** In the order of their ids, `D1` first; `texts` holds their titles by id. */
  | {
      readonly type: 'duties_owed';
      readonly data: {
        readonly rules: readonly string[];
        readonly proofs: readonly string[];
        readonly dues: readonly string[];
      };
      readonly texts: Readonly<Record<string, string>>;
    }
  | E<'duty_ticked', { duty: string }>
  /** `seen`: on the forge or in the plan; the actor did something that made it look. */
  | E<'duty_done', { duty: string; seen: boolean }, 'what'>
  /** Somebody is called: the first time, and again while it lasts. */
  | E<'duties_became_overdue', { duties: readonly string[]; round: number }>
  | E<'authorised', object, 'note'>
  /** By a change that failed or was rolled back; an emergency owes its review from the start, see `started`. */
  | E<'review_owed', { why: Failure; dueAt: string }>
  /** Of an emergency, or of a change that owed it. `outage`: null where none was named, and in old logs. */
  | E<'posthoc_reviewed', { outage: Outage | null }, 'findings'>
  | E<'posthoc_became_overdue', object>
  /** Nobody confirmed in the record that the word had been given. */
  | E<'authorisation_became_overdue', object>
  | PassEvent
  | AwaitedEvent
  /** `base`: where it would be merged to, when the forge said; never in old logs. */
  | {
      readonly type: 'pull_linked';
      readonly data: { repoId: string; number: number; head: string };
      readonly texts: { readonly repo: string } & Readonly<Record<string, string>>;
    }
  | E<'pull_unlinked', { repoId: string; number: number }>
  /**
   * What the push did, see `Push`; in old logs nothing is known of it. `found`: another head was told, and this one was
   * seen while looking, so that it is as old as the look; false in old logs.
   */
  | E<
      'pull_head_moved',
      {
        repoId: string;
        number: number;
        from: string;
        to: string;
        tree: string | null;
        content: string | null;
        merges: boolean;
        makers: readonly string[];
        found: boolean;
      }
    >
  /** The actor pushed this head. */
  | E<'pull_pushed', { repoId: string; number: number; head: string }>
  /** `from` is empty when it had never been told; `found` as above. */
  | E<'pull_retargeted', { repoId: string; number: number; found: boolean }, 'from' | 'to'>
  /**
   * `head`: what was merged; null when the forge did not say, and in old logs. `unmet`: what would have held it up while
   * the change ran; none in old logs. `by` and `byLogin`: on whose word a machine merged it, where somebody is named;
   * never in old logs.
   */
  | {
      readonly type: 'pull_merged';
      readonly data: {
        repoId: string;
        number: number;
        sha: string;
        head: string | null;
        unmet: readonly RefusalCode[];
        by: string | null;
      };
      readonly texts: Readonly<Record<string, string>>;
    }
  /** The actor put it into the merge queue of the forge; it was taken out again. */
  | E<'pull_queued', { repoId: string; number: number }>
  | E<'pull_unqueued', { repoId: string; number: number }>
  /** A deployment that is this change's own, by `by`: it waits for our word; we gave it; it ended. */
  | E<'deployment_requested', DeploymentData, 'repo' | 'environment'>
  | E<
      'deployment_decided',
      DeploymentData & {
        answer: DeploymentAnswer;
        /** Of an environment that only wants a receipt: what its gates would have said; null: they decided. */
        would: Receipt['would'] | null;
        codes: readonly RefusalCode[];
      },
      'repo' | 'environment'
    >
  | E<'deployment_finished', DeploymentData & { end: DeploymentEnd }, 'repo' | 'environment'>
  /** A command, tick or label move that was refused; `step` when it was about one; `reply`: the first of its kind. */
  | E<
      'refused',
      { verb: string; code: RefusalCode; step: string | null; revision: number; reply: boolean },
      'facts'
    >
  /** Somebody did on the forge what only the app may do, or what the record does not allow; put back. */
  | E<
      'tampering_found',
      {
        surface:
          'record' | 'evidence' | 'announcement' | 'reply' | 'state_label' | 'title' | 'check';
        how: 'edited' | 'deleted' | 'moved';
      },
      'detail'
    >
  | E<'closed_early', { closer: string }>
  | E<'orphan_tick_found', { step: string }>
  | E<'issue_moved', { how: 'transferred' | 'deleted' }>
  | E<'processing_stopped', { delivery: string }, 'problem'>
  /** What stopped the processing was worked off. Null in old logs: all that was missing then. */
  | E<'restated', { deliveries: readonly string[] | null }>
  /** The rules became others while it waited: from and to are versions. What was agreed to under `from` is stale. */
  | E<'policy_changed', { from: string; to: string }>
  /** Whoever runs the app goes on without it; the note says who and why. */
  | E<'delivery_set_aside', { delivery: string }, 'note'>;

type DeploymentData = { repoId: string; deployment: string; sha: string; by: MatchedBy };

export type ChangeEventType = ChangeEvent['type'];

/** A change event as the log holds it: with place, actor, source, times. Texts may have been erased (null). */
export type Recorded = StoredEvent;
