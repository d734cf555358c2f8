/**
 * What a forge tells us, in words that belong to no forge. Adapters make notices from deliveries; `intend`
 * makes requests from notices. A notice is a hint with a witness (actor, time, text before and after); it
 * never carries authority of its own.
 */
import type { ActorKind } from '../audit/event.ts';
import type { ForgedReport } from '../change/forged.ts';
import type { Person } from '../change/stamp.ts';

export type NoticeActor = Person & { readonly kind: ActorKind };

export type RepoRef = { readonly id: string; /** `owner/name` */ readonly name: string };

/** Issues that the forge shows as parts of another. */
export type Parts = { readonly total: number; readonly closed: number };

export type IssueSeen = {
  readonly id: string;
  readonly number: number;
  readonly url: string;
  readonly title: string;
  /** LF line ends. */
  readonly body: string;
  readonly open: boolean;
  readonly stateReason: 'completed' | 'not_planned' | null;
  readonly labels: readonly string[];
  readonly author: NoticeActor;
  readonly updatedAt: string;
  /** Its type by name, null while it has none; absent: the forge knows no types. */
  readonly type?: string | null;
  /** Issues have fields there; absent: the forge knows none. */
  readonly fields?: true;
  /** Issues that are parts of it, and how many of them are closed; absent: there are none. */
  readonly parts?: Parts;
  /** It is a pull request, in the place of the issue of its own change. */
  readonly pull?: PullSeen;
};

export type CommentSeen = {
  readonly id: string;
  /** The forge's global id, for calls that want it. */
  readonly nodeId: string;
  readonly issue: number;
  readonly url: string;
  readonly body: string;
  readonly author: NoticeActor;
  /** Written by our own app, by its account id; never judged by the text. */
  readonly ours: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type PullSeen = {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly head: string;
  /** The branch it would be merged into; absent where the forge does not say. */
  readonly base?: string;
  readonly open: boolean;
  readonly merged: boolean;
  readonly mergeSha: string | null;
  /** Who merged it, and who let the forge merge it as soon as it may; absent where the forge names nobody. */
  readonly mergedBy?: NoticeActor;
  readonly autoMergeBy?: NoticeActor;
  readonly author: NoticeActor;
  /** Absent where the forge does not say. */
  readonly draft?: boolean;
  readonly labels?: readonly string[];
  readonly updatedAt?: string;
};

/** A review as it stands; `by` is whoever submitted it. */
export type ReviewSeen = {
  readonly id: string;
  readonly state: 'approved' | 'changes_requested' | 'commented' | 'dismissed';
  readonly body: string;
  /** Empty once the commit is gone. */
  readonly commit: string;
  readonly url: string;
  readonly by: NoticeActor;
  readonly at: string;
};

/** A check of ours that somebody pressed a button of; `about` is what we wrote into it: `CHG-00012/gate`, `pull/7`. */
export type RequestedCheck = {
  readonly id: string;
  readonly about: string;
  readonly url: string | null;
};

/** A deployment as its creator wrote it: `words` are payload and description, and grant nothing. */
export type DeploymentSeen = {
  readonly id: string;
  readonly sha: string;
  readonly ref: string;
  readonly environment: string;
  readonly words: string;
  /** The forge takes the environment for one that is thrown away. */
  readonly transient: boolean;
  readonly creator: NoticeActor;
  readonly createdAt: string;
  /** Where people see it go; absent where the forge does not say. */
  readonly page?: string;
};

export type NoticeFact =
  | { readonly kind: 'issue_opened'; readonly issue: IssueSeen }
  /** `before` null: the delivery did not carry the old text. */
  | {
      readonly kind: 'issue_edited';
      readonly issue: IssueSeen;
      readonly before: { readonly body: string | null; readonly title: string | null };
    }
  | { readonly kind: 'issue_closed'; readonly issue: IssueSeen }
  | { readonly kind: 'issue_reopened'; readonly issue: IssueSeen }
  | {
      readonly kind: 'issue_gone';
      readonly issue: IssueSeen;
      readonly how: 'transferred' | 'deleted';
    }
  /** Somebody linked two issues: this one is blocked by that one; or took the link off. */
  | {
      readonly kind: 'blocker_told';
      readonly issue: IssueSeen;
      readonly on: { readonly repoId: string; readonly issue: number };
      readonly added: boolean;
    }
  /** Issues became parts of this one, or are so no more. */
  | { readonly kind: 'parts_changed'; readonly issue: IssueSeen }
  | { readonly kind: 'label_added'; readonly issue: IssueSeen; readonly label: string }
  | { readonly kind: 'label_removed'; readonly issue: IssueSeen; readonly label: string }
  | {
      readonly kind: 'comment_created';
      readonly issue: number;
      readonly onPull: boolean;
      readonly comment: CommentSeen;
    }
  | {
      readonly kind: 'comment_edited';
      readonly issue: number;
      readonly onPull: boolean;
      readonly comment: CommentSeen;
      readonly before: string | null;
    }
  | {
      readonly kind: 'comment_deleted';
      readonly issue: number;
      readonly onPull: boolean;
      readonly comment: CommentSeen;
    }
  | {
      readonly kind: 'pull_changed';
      /** `queued`, `unqueued`: put into the merge queue, or taken out of it without being merged. */
      readonly action:
        | 'opened'
        | 'edited'
        | 'pushed'
        | 'closed'
        | 'reopened'
        | 'ready'
        | 'draft'
        | 'queued'
        | 'unqueued';
      readonly pull: PullSeen;
      /** Of an edit, as far as the delivery carried the old text. */
      readonly before?: { readonly body: string | null; readonly title: string | null };
    }
  | {
      readonly kind: 'review_submitted';
      readonly pull: PullSeen;
      readonly review: {
        readonly id: string;
        readonly state: 'approved' | 'changes_requested' | 'commented';
        readonly body: string;
        readonly commit: string;
        readonly url: string;
      };
    }
  | {
      readonly kind: 'review_dismissed';
      readonly pull: PullSeen;
      readonly review: { readonly id: string; readonly by: NoticeActor };
    }
  /** Checks or statuses other than ours changed on a commit. */
  | { readonly kind: 'checks_changed'; readonly sha: string }
  /** Somebody asked for our check again, or pressed one of its buttons (`identifier`). */
  | {
      readonly kind: 'check_requested';
      readonly sha: string;
      readonly identifier: string | null;
      /** The check that it was asked of; absent: all of ours on the commit. */
      readonly check?: RequestedCheck;
    }
  /** Somebody else reported under the name of a check of ours. */
  | { readonly kind: 'check_forged'; readonly sha: string; readonly report: ForgedReport }
  /** A push to the default branch that touched the rules, or may have: `files` are those that are known. */
  | {
      readonly kind: 'policy_pushed';
      readonly branch: string;
      readonly before: string;
      readonly after: string;
      /** What stood there before was taken off. */
      readonly forced?: true;
      readonly files: readonly string[];
    }
  /** Any other push that moved the default branch. */
  | {
      readonly kind: 'branch_pushed';
      readonly branch: string;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'merge_group_formed';
      readonly headSha: string;
      readonly headRef: string;
      readonly baseSha: string;
    }
  | { readonly kind: 'merge_group_gone'; readonly headSha: string }
  | { readonly kind: 'deployment_created'; readonly deployment: DeploymentSeen }
  /** `state` in a word of the forge. */
  | {
      readonly kind: 'deployment_moved';
      readonly deployment: DeploymentSeen;
      readonly state: string;
    }
  /** It waits for our word; `run`: which one to answer. */
  | {
      readonly kind: 'deployment_asked';
      readonly deployment: DeploymentSeen;
      readonly run: string;
    }
  | {
      readonly kind: 'installation_changed';
      readonly how: 'created' | 'deleted' | 'suspended' | 'unsuspended';
    }
  | { readonly kind: 'label_registry_changed'; readonly label: string }
  /**
   * `unreadable`: not of no interest, but not to be understood; something may be missing now. `refused`: not sent so
   * by the forge; nothing is missing.
   */
  | {
      readonly kind: 'nothing';
      readonly why: string;
      readonly trouble?: 'unreadable' | 'refused';
    };

export type Notice = {
  /** `github:<account id>` */
  readonly workspace: string;
  readonly account: string;
  readonly installation: string;
  readonly repo: RepoRef | null;
  readonly actor: NoticeActor;
  /** The actor is our own app: an echo, for drift checks only. */
  readonly echo: boolean;
  /** The forge's time of the act, ISO 8601 UTC; the delivery's time when the forge gives none. */
  readonly occurredAt: string;
  readonly fact: NoticeFact;
};
