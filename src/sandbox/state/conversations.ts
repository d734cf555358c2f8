/*
 * Issues, comments, reactions and what happened to them. A pull request is an issue with a `pull` row of the
 * same id space, as on the forge: both share one number sequence per repository.
 * `edits` holds every stored text including the first, newest last; it backs the edit history.
 */
export type ContentEdit = {
  readonly editorId: number;
  readonly editedAt: string;
  readonly text: string;
};

export type Issue = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly userId: number;
  readonly viaAppId: number | null;
  readonly state: 'open' | 'closed';
  readonly stateReason: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null;
  readonly labelIds: readonly number[];
  readonly assigneeIds: readonly number[];
  readonly locked: boolean;
  readonly lockReason: string | null;
  readonly isPull: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly closedById: number | null;
  readonly edits: readonly ContentEdit[];
  /** Ids of the issues that block it. */
  readonly blockedBy: readonly number[];
  readonly blocking: readonly number[];
  /** The issue that it is a part of, and those that are parts of it. */
  readonly partOf: number | null;
  readonly parts: readonly number[];
  readonly type: string | null;
  /** By id of the field. */
  readonly fieldValues: Readonly<Record<number, string>>;
};

export type IssueField = {
  readonly id: number;
  readonly name: string;
  readonly dataType: 'text' | 'date' | 'single_select';
  /** Of a single select. */
  readonly options: readonly string[];
};

export type Comment = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly issueId: number;
  readonly userId: number;
  readonly viaAppId: number | null;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly edits: readonly ContentEdit[];
  /** Why the comment is hidden, in lower case as REST shows it, or null. */
  readonly minimizedReason: string | null;
};

export const reactionContents = [
  '+1',
  '-1',
  'laugh',
  'confused',
  'heart',
  'hooray',
  'rocket',
  'eyes',
] as const;
export type ReactionContent = (typeof reactionContents)[number];

export type Reaction = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly subject: { readonly kind: 'issue' | 'comment'; readonly id: number };
  readonly userId: number;
  readonly content: ReactionContent;
  readonly createdAt: string;
};

export type IssueEventDetail =
  | {
      readonly kind: 'labeled' | 'unlabeled';
      readonly label: { readonly name: string; readonly color: string };
    }
  | {
      readonly kind: 'closed';
      readonly stateReason: string | null;
      readonly commitSha: string | null;
    }
  | {
      readonly kind:
        | 'reopened'
        | 'merged'
        | 'ready_for_review'
        | 'convert_to_draft'
        | 'head_ref_force_pushed'
        | 'locked'
        | 'unlocked'
        | 'head_ref_deleted';
      readonly commitSha: string | null;
    }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string }
  | { readonly kind: 'assigned' | 'unassigned'; readonly assigneeId: number }
  | {
      readonly kind: 'review_requested' | 'review_request_removed';
      readonly reviewerId: number | null;
      readonly teamId: number | null;
    }
  | {
      readonly kind: 'review_dismissed';
      readonly reviewId: number;
      readonly state: string;
      readonly message: string | null;
    };

export type IssueEvent = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly issueId: number;
  readonly actorId: number;
  readonly viaAppId: number | null;
  readonly createdAt: string;
  readonly detail: IssueEventDetail;
};
