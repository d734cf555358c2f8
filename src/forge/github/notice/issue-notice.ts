/**
 * `issues` deliveries. `changes` may be empty, so the text before an edit can be unknown; it is then null and
 * never guessed. A move to another repository and a deletion end what we know of the issue.
 */
import type { IssueSeen } from '../../../core/intent/notice.ts';
import { issueSeen } from '../seen.ts';
import {
  instantOrNullAt,
  plainText,
  recordAt,
  recordOrNullAt,
  textAt,
  textOrNullAt,
} from '../shape.ts';
import type { Json } from '../shape.ts';
import { nothing } from './told.ts';
import type { Delivered, Told } from './told.ts';

export function issueTold({ payload, action }: Delivered): Told {
  const json = recordAt(payload, 'issue');
  const issue = issueSeen(json);
  switch (action) {
    case 'opened':
      return { fact: { kind: 'issue_opened', issue }, at: instantOrNullAt(json, 'created_at') };
    case 'edited':
      return {
        fact: { kind: 'issue_edited', issue, before: textBefore(payload) },
        at: issue.updatedAt,
      };
    case 'closed':
      return {
        fact: { kind: 'issue_closed', issue },
        at: instantOrNullAt(json, 'closed_at') ?? issue.updatedAt,
      };
    case 'reopened':
      return { fact: { kind: 'issue_reopened', issue }, at: issue.updatedAt };
    case 'transferred':
    case 'deleted':
      return { fact: { kind: 'issue_gone', issue, how: action }, at: null };
    case 'labeled':
    case 'unlabeled':
      return labelMoved(payload, issue, action);
    default:
      return nothing('this act on an issue changes nothing of a change');
  }
}

export function textBefore(payload: Json): {
  readonly body: string | null;
  readonly title: string | null;
} {
  const changes = recordOrNullAt(payload, 'changes');
  const from = (field: string): string | null => {
    const part = changes === null ? null : recordOrNullAt(changes, field);
    const text = part === null ? null : textOrNullAt(part, 'from');
    return text === null ? null : plainText(text);
  };
  return { body: from('body'), title: from('title') };
}

export function labelMoved(payload: Json, issue: IssueSeen, action: 'labeled' | 'unlabeled'): Told {
  const kind = action === 'labeled' ? 'label_added' : 'label_removed';
  const label = recordOrNullAt(payload, 'label');
  // A label that was deleted from the repository leaves its issues without saying which one it was.
  if (label === null) return nothing('the delivery does not name the label');
  return { fact: { kind, issue, label: plainText(textAt(label, 'name')) }, at: issue.updatedAt };
}
