/**
 * `issue_comment` deliveries, on issues and on pull requests. A deleted comment arrives once, with its text;
 * GitHub gives no time for the deletion.
 */
import { commentSeen, isPull } from '../seen.ts';
import { numberAt, plainText, recordAt, recordOrNullAt, textOrNullAt } from '../shape.ts';
import type { Json } from '../shape.ts';
import { nothing, unreadable } from './told.ts';
import type { Delivered, Told } from './told.ts';

export function commentTold({ payload, action, ourselves }: Delivered): Told {
  const issueJson = recordAt(payload, 'issue');
  const issue = numberAt(issueJson, 'number');
  const comment = commentSeen(recordAt(payload, 'comment'), ourselves.bot, issue);
  if (comment.issue !== issue)
    return unreadable('the comment belongs to another issue than the delivery says');
  const onPull = isPull(issueJson);
  switch (action) {
    case 'created':
      return { fact: { kind: 'comment_created', issue, onPull, comment }, at: comment.createdAt };
    case 'edited':
      return {
        fact: { kind: 'comment_edited', issue, onPull, comment, before: bodyBefore(payload) },
        at: comment.updatedAt,
      };
    case 'deleted':
      return { fact: { kind: 'comment_deleted', issue, onPull, comment }, at: null };
    default:
      return nothing('this act on a comment changes nothing of a change');
  }
}

function bodyBefore(payload: Json): string | null {
  const changes = recordOrNullAt(payload, 'changes');
  const body = changes === null ? null : recordOrNullAt(changes, 'body');
  const text = body === null ? null : textOrNullAt(body, 'from');
  return text === null ? null : plainText(text);
}
