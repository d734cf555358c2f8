/**
 * `issue_dependencies` and `sub_issues` deliveries. Of the two sides of a link only the blocked one is told here, so that
 * one act is one notice; the forge gives no time of it.
 */
import { issueSeen, repoSeen } from '../seen.ts';
import { fieldOf, recordAt } from '../shape.ts';
import { nothing } from './told.ts';
import type { Delivered, Told } from './told.ts';

export function dependencyTold({ payload, action }: Delivered): Told {
  if (action !== 'blocked_by_added' && action !== 'blocked_by_removed')
    return nothing('the other side of the link is told on its own');
  const issue = issueSeen(recordAt(payload, 'blocked_issue'));
  const { number } = issueSeen(recordAt(payload, 'blocking_issue'));
  const told = fieldOf(payload, 'blocking_issue_repo') ?? fieldOf(payload, 'repository');
  const on = { repoId: repoSeen(told).id, issue: number };
  return {
    fact: { kind: 'blocker_told', issue, on, added: action === 'blocked_by_added' },
    at: null,
  };
}

export function partTold({ payload, action }: Delivered): Told {
  if (action !== 'sub_issue_added' && action !== 'sub_issue_removed')
    return nothing('the other side of the link is told on its own');
  return {
    fact: { kind: 'parts_changed', issue: issueSeen(recordAt(payload, 'parent_issue')) },
    at: null,
  };
}
