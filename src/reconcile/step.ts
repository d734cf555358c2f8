/**
 * The smallest changes on screen: what the reconciler may do to a forge, one write each. A plan is a list of
 * these; a dry run is the plan without `apply`. Comments are created through `createOnce`, everything else is
 * idempotent by nature.
 */
import type { Namesake } from '../core/change/facts.ts';
import type { DesiredNative } from '../core/desired/native.ts';
import type { CheckContent, StatusContent } from '../forge/port.ts';
import type { RepoRef } from '../core/intent/notice.ts';

export type LabelShape = {
  readonly name: string;
  readonly color: string;
  readonly description: string;
};

export type Step =
  | { readonly kind: 'reopen_issue' }
  | {
      readonly kind: 'create_check';
      readonly repo: RepoRef;
      readonly sha: string;
      readonly content: CheckContent;
    }
  | {
      readonly kind: 'update_check';
      readonly repo: RepoRef;
      readonly sha: string;
      readonly id: string;
      readonly content: CheckContent;
    }
  | {
      readonly kind: 'write_status';
      readonly repo: RepoRef;
      readonly sha: string;
      readonly content: StatusContent;
      /** Somebody else's stands there. */
      readonly over: boolean;
    }
  | { readonly kind: 'write_comment'; readonly surface: string; readonly body: string }
  | { readonly kind: 'create_label'; readonly label: LabelShape }
  | { readonly kind: 'add_labels'; readonly labels: readonly string[] }
  | { readonly kind: 'remove_label'; readonly label: string }
  | { readonly kind: 'set_title'; readonly title: string }
  | {
      readonly kind: 'request_reviewers';
      readonly repo: RepoRef;
      readonly pull: number;
      readonly logins: readonly string[];
      /** Who spoke for an earlier head is asked again for another one; empty: once. */
      readonly round: string;
    }
  | { readonly kind: 'minimise_comment'; readonly surface: string }
  | {
      readonly kind: 'react';
      readonly surface: string;
      readonly repo: RepoRef;
      readonly comment: string;
      readonly reaction: 'eyes' | '+1' | 'confused';
    }
  | { readonly kind: 'add_blocker' | 'remove_blocker'; readonly blocker: string }
  | { readonly kind: 'set_type' }
  | { readonly kind: 'set_fields'; readonly fields: DesiredNative['fields'] }
  | { readonly kind: 'close_issue'; readonly reason: 'completed' | 'not_planned' };

/** What every surface should show, as text. */
export type Target = {
  /** Null: not ours to write. */
  readonly title: string | null;
  readonly labels: readonly LabelShape[];
  /** Null: not ours to move. */
  readonly open: boolean | null;
  readonly reason: 'completed' | 'not_planned' | null;
  /** In the order in which they should appear when all are new. */
  readonly comments: readonly { readonly surface: string; readonly body: string }[];
  readonly checks: readonly {
    readonly repo: RepoRef;
    readonly sha: string;
    readonly content: CheckContent;
  }[];
  readonly reviewers: readonly {
    readonly repo: RepoRef;
    readonly pull: number;
    readonly logins: readonly string[];
    readonly round: string;
  }[];
  readonly reactions: readonly {
    readonly surface: string;
    readonly repo: RepoRef;
    readonly comment: string;
    readonly reaction: 'eyes' | '+1' | 'confused';
  }[];
  /** In the forge's own terms; null, and absent: nothing there is ours to touch. */
  readonly native?: DesiredNative | null;
};

/** What every surface shows now, as far as it was looked at. */
export type Seen = {
  readonly title: string;
  readonly labels: readonly string[];
  /** Every label name that exists in the repository. */
  readonly registry: readonly string[];
  readonly open: boolean;
  /** By surface; `body` null: not looked at, trust `digest`, the digest of what we wrote last. */
  readonly comments: ReadonlyMap<
    string,
    { readonly digest: string | null; readonly retired: boolean }
  >;
  readonly checks: ReadonlyMap<string, { readonly id: string; readonly content: CheckContent }>;
  /** Commit statuses under the name of our check, where there are any: such a one has to say what the check says. */
  readonly statuses?: ReadonlyMap<string, Namesake>;
  /** Checks are written anew, though they say the same. */
  readonly redraw?: boolean;
  readonly requested: ReadonlyMap<string, readonly string[]>;
  /** Blockers that were seen to, whoever linked them; absent: nobody looked. */
  readonly native?: {
    readonly blockers: readonly string[];
    readonly isTyped: boolean;
    /** Digest of the values that were written last; null: none were; absent: issues have no fields there. */
    readonly fields?: string | null;
  };
};
