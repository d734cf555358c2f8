/**
 * By what an act is known for ever. A key is made of what the forge itself calls the thing (comment and line, review,
 * commit) and never of a delivery: a delivery that comes twice, late or under a new number is still the same act.
 *
 * What must stay true: where an act can be done again and come back to the same text (edit, undo, edit again), the
 * forge's time of it is part of the key, or the second time would pass for the first.
 */
import { createHash } from 'node:crypto';
import type { CommentSeen, IssueSeen } from './notice.ts';

export function openKey(issue: IssueSeen): string {
  return `open:${issue.id}`;
}

/** A text that was found without its editor and the delivery that names them are two reports, not one told twice. */
export function planKey(issue: IssueSeen, editorId: string): string {
  const text = digest(`${issue.title}\n${issue.body}`);
  return `plan:${issue.id}:${issue.updatedAt}:${editorId}:${text}`;
}

export function titleKey(issue: IssueSeen): string {
  return `title:${issue.id}:${issue.updatedAt}:${digest(issue.title)}`;
}

/** A line of a comment; the same comment is never two acts on one line. */
export function lineKey(comment: CommentSeen, line: number): string {
  return `comment:${comment.id}:${String(line)}`;
}

export function tickKey(comment: CommentSeen, step: string): string {
  return `tick:${comment.id}:${step}:${comment.updatedAt}:${digest(comment.body)}`;
}

export function commentKey(how: 'edited' | 'deleted', comment: CommentSeen): string {
  return how === 'deleted'
    ? `deleted:${comment.id}`
    : `edited:${comment.id}:${comment.updatedAt}:${digest(comment.body)}`;
}

/** A line in a description asks once, whatever becomes of it. */
export function linkKey(repoId: string, pull: number, change: number): string {
  return `link:${repoId}:${String(pull)}:${String(change)}`;
}

/** A review of a pull request is an act on each change that this is linked to. */
export function reviewKey(review: string, change: number): string {
  return `review:${review}:${String(change)}`;
}

export function dismissalKey(review: string, change: number): string {
  return `dismissed:${review}:${String(change)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
