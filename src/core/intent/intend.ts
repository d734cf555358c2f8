/**
 * From what a forge tells us to what is asked. A notice is a hint with a witness; this is the only place that gives
 * it a meaning. Whether the request is granted is decided by `decide`, from our own record and the facts.
 *
 * What must stay true: the same notice always gives the same intentions with the same keys; our own echo asks for
 * nothing; a notice about something that is no change asks for nothing, except to become one.
 */
import { assertNever } from '../assert-never.ts';
import { intendBlocker } from './intend-blocker.ts';
import { intendComment, intendCommentDeleted, intendCommentEdited } from './intend-comment.ts';
import { intendClosed, intendEdit, intendGone, intendOpen } from './intend-issue.ts';
import { intendLabelAdded, intendLabelRemoved } from './intend-label.ts';
import { intendForged, intendPressed } from './intend-check.ts';
import { intendOwn } from './intend-own.ts';
import { intendDismissal, intendPull, intendReconsider, intendReview } from './intend-pull.ts';
import type { Intention } from './intention.ts';
import type { Known as KnownHere, NoticeOf } from './known.ts';
import type { Notice, NoticeFact } from './notice.ts';

/** Under this name the callers of `intend` know it. */
export type Known = KnownHere;

export function intend(notice: Notice, known: Known): readonly Intention[] {
  if (notice.echo) return [];
  const { fact } = notice;
  switch (fact.kind) {
    case 'issue_opened':
      return intendOpen(notice, fact.issue, known);
    case 'issue_edited':
      return intendEdit({ ...notice, fact }, known);
    case 'issue_closed':
      return intendClosed({ ...notice, fact }, known);
    case 'issue_gone':
      return intendGone({ ...notice, fact }, known);
    case 'blocker_told':
      return intendBlocker({ ...notice, fact }, known);
    case 'label_added':
      return intendLabelAdded({ ...notice, fact }, known);
    case 'label_removed':
      return intendLabelRemoved({ ...notice, fact }, known);
    case 'comment_created':
      return intendComment({ ...notice, fact }, known);
    case 'comment_edited':
      return intendCommentEdited({ ...notice, fact }, known);
    case 'comment_deleted':
      return intendCommentDeleted({ ...notice, fact }, known);
    default:
      return intendElsewhere({ ...notice, fact }, known);
  }
}

type OnIssue =
  | `issue_${'opened' | 'edited' | 'closed' | 'gone'}`
  | 'blocker_told'
  | `label_${'added' | 'removed'}`
  | `comment_${string}`;
type Elsewhere = Exclude<NoticeFact['kind'], OnIssue>;

/** What does not happen on an issue: pull requests, checks, the installation. */
function intendElsewhere(notice: NoticeOf<Elsewhere>, known: Known): readonly Intention[] {
  const { fact } = notice;
  switch (fact.kind) {
    case 'pull_changed':
      return [...intendPull({ ...notice, fact }, known), ...intendOwn({ ...notice, fact }, known)];
    case 'review_submitted':
      return intendReview({ ...notice, fact }, known);
    case 'review_dismissed':
      return intendDismissal({ ...notice, fact }, known);
    case 'checks_changed':
      return intendReconsider(`checks:${fact.sha}:${notice.occurredAt}`, known.linked);
    case 'check_forged':
      return intendForged({ ...notice, fact }, known);
    case 'check_requested':
      return intendPressed({ ...notice, fact }, known);
    // A reopened issue, and one with other parts, is seen by the reconciler as it is; the rest concerns no single change.
    case 'issue_reopened':
    case 'parts_changed':
    case 'installation_changed':
    case 'label_registry_changed':
    case 'policy_pushed':
    case 'branch_pushed':
    case 'merge_group_formed':
    case 'merge_group_gone':
    case 'deployment_created':
    case 'deployment_moved':
    case 'deployment_asked':
    case 'nothing':
      return [];
    default:
      return assertNever(fact);
  }
}
