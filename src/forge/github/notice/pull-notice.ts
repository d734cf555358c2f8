/**
 * `pull_request` and `pull_request_review` deliveries. The head commit stands in every one of them, because
 * approvals and gates bind to it. Of a dismissed review the notice names its author; who dismissed it is the
 * notice's actor.
 */
import type { NoticeFact } from '../../../core/intent/notice.ts';
import { pullAsIssue } from '../../../core/intent/pull-issue.ts';
import { actorSeen, pullSeen } from '../seen.ts';
import {
  fieldOf,
  idAt,
  instantOrNullAt,
  plainTextAt,
  recordAt,
  textAt,
  textOrNullAt,
} from '../shape.ts';
import { labelMoved, textBefore } from './issue-notice.ts';
import { nothing } from './told.ts';
import type { Delivered, Told } from './told.ts';

type PullAction = Extract<NoticeFact, { kind: 'pull_changed' }>['action'];
type ReviewState = Extract<NoticeFact, { kind: 'review_submitted' }>['review']['state'];

const PULL_ACTIONS: ReadonlyMap<string, PullAction> = new Map([
  ['opened', 'opened'],
  ['edited', 'edited'],
  ['synchronize', 'pushed'],
  ['closed', 'closed'],
  ['reopened', 'reopened'],
  ['ready_for_review', 'ready'],
  ['converted_to_draft', 'draft'],
  ['enqueued', 'queued'],
  ['dequeued', 'unqueued'],
]);

const LANDED: ReadonlySet<string> = new Set(['MERGE', 'ALREADY_MERGED']);

export function pullTold({ payload, action }: Delivered): Told {
  const json = recordAt(payload, 'pull_request');
  const pull = pullSeen(json);
  if (action === 'labeled' || action === 'unlabeled')
    return labelMoved(payload, pullAsIssue(pull), action);
  const told = PULL_ACTIONS.get(action);
  // It leaves the queue by being merged as well: that is told by its merge.
  if (told === 'unqueued' && LANDED.has(textOrNullAt(payload, 'reason') ?? ''))
    return nothing('a pull request that left the merge queue as merged');
  if (told === undefined) return nothing('this act on a pull request changes nothing of a change');
  const at = instantOrNullAt(json, action === 'opened' ? 'created_at' : 'updated_at');
  const before = told === 'edited' ? { before: textBefore(payload) } : {};
  return { fact: { kind: 'pull_changed', action: told, pull, ...before }, at };
}

const REVIEW_STATES: ReadonlyMap<string, ReviewState> = new Map([
  ['approved', 'approved'],
  ['changes_requested', 'changes_requested'],
  ['commented', 'commented'],
]);

export function reviewTold({ payload, action }: Delivered): Told {
  const review = recordAt(payload, 'review');
  const pull = pullSeen(recordAt(payload, 'pull_request'));
  const id = idAt(review, 'id');
  switch (action) {
    case 'submitted': {
      const state = REVIEW_STATES.get(textAt(review, 'state').toLowerCase());
      if (state === undefined) return nothing('a review in a state that decides nothing');
      const seen = {
        id,
        state,
        body: plainTextAt(review, 'body'),
        // Null once the commit is gone: then it is no commit, and never equal to a head.
        commit: textOrNullAt(review, 'commit_id') ?? '',
        url: textOrNullAt(review, 'html_url') ?? pull.url,
      };
      return {
        fact: { kind: 'review_submitted', pull, review: seen },
        at: instantOrNullAt(review, 'submitted_at'),
      };
    }
    case 'dismissed':
      return {
        fact: {
          kind: 'review_dismissed',
          pull,
          review: { id, by: actorSeen(fieldOf(review, 'user')) },
        },
        at: null,
      };
    default:
      return nothing('this act on a review changes nothing of a change');
  }
}
