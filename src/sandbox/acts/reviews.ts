/*
 * Reviews of pull requests. Anybody who can read may review; whether it counts is the branch rule's matter.
 * Authors cannot decide on their own pull request. A dismissed review stays, with its state changed.
 */
import { nodeId } from '../state/ids.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { PullRequest, Review, ReviewState } from '../state/pulls.ts';
import type { Scene } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { repoOf } from '../json/conversations.ts';
import { pullSimpleJson, reviewJson } from '../json/pulls.ts';
import { decisiveReviews, protectionOf } from './protection.ts';
import { unprocessable } from './refuse.ts';
import type { Need } from './rights.ts';
import { demand } from './rights.ts';
import { recordEvent, tellRepository } from './tell.ts';
import { demandBody } from './texts.ts';

const reviewing: Need = { role: 'read', permission: ['pull_requests', 'write'] };

export type ReviewVerdict = 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';

const states: { readonly [Verdict in ReviewVerdict]: ReviewState } = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

function tellReview(
  scene: Scene,
  review: Review,
  telling: { readonly action: string; readonly extra?: JsonObject },
): void {
  const { world } = scene;
  const pull = world.pulls.get(review.pullId);
  if (pull === undefined) return;
  const shown = { ...reviewJson(world, review), state: review.state.toLowerCase() };
  tellRepository(scene, repoOf(world, pull), {
    event: 'pull_request_review',
    action: telling.action,
    body: { review: shown, pull_request: pullSimpleJson(world, pull), ...telling.extra },
  });
}

export type ReviewInput = {
  readonly verdict: ReviewVerdict;
  readonly body?: string;
  readonly commitId?: string;
};

function demandVerdict(scene: Scene, pull: PullRequest, input: ReviewInput): void {
  const own = scene.world.issues.get(pull.id)?.userId === scene.actor.user.id;
  if (own && input.verdict === 'APPROVE')
    throw unprocessable('Unprocessable Entity', ['Can not approve your own pull request']);
  if (own && input.verdict === 'REQUEST_CHANGES')
    throw unprocessable('Unprocessable Entity', [
      'Can not request changes on your own pull request',
    ]);
  if (input.verdict !== 'APPROVE' && (input.body ?? '').trim() === '')
    throw unprocessable('Unprocessable Entity', ['Body can not be blank']);
  demandBody('PullRequestReview', input.body ?? '');
}

export function submitReview(scene: Scene, pull: PullRequest, input: ReviewInput): Review {
  const { world, actor } = scene;
  const repo = repoOf(world, pull);
  demand(scene, repo, { ...reviewing, what: 'Reviewing' });
  demandVerdict(scene, pull, input);
  const commitId = input.commitId ?? pull.headSha;
  if (world.commits.find(`${repo.id}:${commitId}`) === undefined)
    throw unprocessable('Unprocessable Entity', ['The commit_id is not part of the pull request']);
  const id = world.ids.next('review');
  const now = stamp(world);
  const review = world.reviews.put({
    id,
    nodeId: nodeId('review', id),
    repoId: repo.id,
    pullId: pull.id,
    userId: actor.user.id,
    state: states[input.verdict],
    body: input.body ?? '',
    commitId,
    submittedAt: now,
  });
  world.issues.patch(pull.id, { updatedAt: now });
  world.pulls.patch(pull.id, {
    requestedReviewerIds: pull.requestedReviewerIds.filter(
      (reviewer) => reviewer !== actor.user.id,
    ),
  });
  tellReview(scene, review, { action: 'submitted' });
  return review;
}

export function editReview(scene: Scene, review: Review, body: string): Review {
  const own = review.userId === scene.actor.user.id;
  demand(scene, repoOf(scene.world, review), {
    ...reviewing,
    role: own ? 'read' : 'write',
    what: 'Editing somebody else’s review',
  });
  const after = scene.world.reviews.patch(review.id, { body });
  tellReview(scene, after, {
    action: 'edited',
    extra: { changes: { body: { from: review.body } } },
  });
  return after;
}

function dismiss(scene: Scene, review: Review, message: string | null): Review {
  const { world } = scene;
  const issue = world.issues.get(review.pullId);
  const after = world.reviews.patch(review.id, { state: 'DISMISSED' });
  if (issue !== undefined) {
    recordEvent(scene, issue, {
      kind: 'review_dismissed',
      reviewId: review.id,
      state: review.state.toLowerCase(),
      message,
    });
  }
  tellReview(scene, after, { action: 'dismissed' });
  return after;
}

export function dismissReview(scene: Scene, review: Review, message: string): Review {
  demand(scene, repoOf(scene.world, review), {
    ...reviewing,
    role: 'write',
    what: 'Dismissing a review',
  });
  if (message.trim() === '')
    throw unprocessable('Unprocessable Entity', ['Message can not be blank']);
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
    throw unprocessable('Unprocessable Entity', [
      'Can not dismiss a review that neither approves nor requests changes',
    ]);
  }
  return dismiss(scene, review, message);
}

/** After a push: approvals of another commit fall where the branch rule says so, unless the content is the same. */
export function dismissStale(scene: Scene, pull: PullRequest, before: string): void {
  const { world } = scene;
  if (protectionOf(world, pull.repoId, pull.baseRef)?.dismissStaleReviews !== true) return;
  const treeOf = (sha: string): string | undefined =>
    world.commits.find(`${pull.repoId}:${sha}`)?.treeSha;
  if (treeOf(before) === treeOf(pull.headSha)) return;
  for (const review of decisiveReviews(world, pull)) {
    if (review.state === 'APPROVED') dismiss(scene, review, null);
  }
}
