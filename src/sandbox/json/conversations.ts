/*
 * Issues, comments, reactions and issue events as JSON. A pull request seen through the issues endpoints is an
 * issue with a `pull_request` stub. `author_association` is derived from rights, as the forge does.
 */
import type { Comment, Issue, IssueEvent, Reaction } from '../state/conversations.ts';
import { reactionContents } from '../state/conversations.ts';
import type { Json, JsonObject } from '../state/json-value.ts';
import type { Repository } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { userJson, viaAppJson } from './accounts.ts';
import { linksJson } from './linked-issues.ts';
import { labelJson, ownerOf, repoApi, repoPage } from './repositories.ts';

export function repoOf(world: World, row: { readonly repoId: number }): Repository {
  const repo = world.repositories.get(row.repoId);
  if (repo === undefined) throw new Error(`The sandbox lost repository ${row.repoId}.`);
  return repo;
}

export function associationOf(world: World, repo: Repository, userId: number): string {
  if (repo.ownerId === userId) return 'OWNER';
  if (ownerOf(world, repo).members.has(userId)) return 'MEMBER';
  return repo.collaborators.has(userId) ? 'COLLABORATOR' : 'NONE';
}

export function reactionsJson(world: World, subject: Reaction['subject'], url: string): JsonObject {
  const rows = world.reactions.of(`${subject.kind}:${subject.id}`);
  const counts = Object.fromEntries(
    reactionContents.map((content) => [
      content,
      rows.filter((row) => row.content === content).length,
    ]),
  );
  return { url: `${url}/reactions`, total_count: rows.length, ...counts };
}

export function reactionJson(world: World, reaction: Reaction): JsonObject {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: userJson(world, reaction.userId),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

export function issuePath(issue: Issue): string {
  return `${issue.isPull ? 'pull' : 'issues'}/${issue.number}`;
}

function pullStub(world: World, repo: Repository, issue: Issue): JsonObject {
  const pull = world.pulls.get(issue.id);
  const page = `${repoPage(world, repo)}/pull/${issue.number}`;
  return {
    url: `${repoApi(world, repo)}/pulls/${issue.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: pull?.mergedAt ?? null,
  };
}

export function issueLabelsJson(world: World, issue: Issue): readonly JsonObject[] {
  return issue.labelIds.flatMap((id) => {
    const label = world.labels.get(id);
    return label === undefined ? [] : [labelJson(world, label)];
  });
}

export function issueJson(world: World, issue: Issue): JsonObject {
  const repo = repoOf(world, issue);
  const url = `${repoApi(world, repo)}/issues/${issue.number}`;
  const assignees = issue.assigneeIds
    .map((id) => userJson(world, id))
    .filter((user) => user !== null);
  return {
    url,
    repository_url: repoApi(world, repo),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${repoPage(world, repo)}/${issuePath(issue)}`,
    id: issue.id,
    node_id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    user: userJson(world, issue.userId),
    labels: issueLabelsJson(world, issue),
    state: issue.state,
    locked: issue.locked,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    comments: world.comments.of(issue.id).length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: associationOf(world, repo, issue.userId),
    active_lock_reason: issue.lockReason,
    ...(issue.isPull
      ? {
          draft: world.pulls.get(issue.id)?.draft ?? false,
          pull_request: pullStub(world, repo, issue),
        }
      : {}),
    body: issue.body,
    reactions: reactionsJson(world, { kind: 'issue', id: issue.id }, url),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: viaAppJson(world, issue.viaAppId),
    state_reason: issue.stateReason,
    ...linksJson(world, repo, issue),
  };
}

/** The form of GET, POST and PATCH on one issue, which also names who closed it. */
export function fullIssueJson(world: World, issue: Issue): JsonObject {
  return { ...issueJson(world, issue), closed_by: userJson(world, issue.closedById) };
}

export function commentJson(world: World, comment: Comment): JsonObject {
  const repo = repoOf(world, comment);
  const issue = world.issues.get(comment.issueId);
  const url = `${repoApi(world, repo)}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${repoPage(world, repo)}/${issue === undefined ? '' : issuePath(issue)}#issuecomment-${comment.id}`,
    issue_url: `${repoApi(world, repo)}/issues/${issue?.number ?? 0}`,
    id: comment.id,
    node_id: comment.nodeId,
    user: userJson(world, comment.userId),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: associationOf(world, repo, comment.userId),
    reactions: reactionsJson(world, { kind: 'comment', id: comment.id }, url),
    performed_via_github_app: viaAppJson(world, comment.viaAppId),
  };
}

/** REST adds whether a comment is pinned and why it is hidden; webhook payloads of comments do not carry either. */
export function restCommentJson(world: World, comment: Comment): JsonObject {
  const minimized: Json =
    comment.minimizedReason === null ? null : { reason: comment.minimizedReason };
  return { ...commentJson(world, comment), pin: null, minimized };
}

function eventDetail(world: World, event: IssueEvent): JsonObject {
  const detail = event.detail;
  switch (detail.kind) {
    case 'labeled':
    case 'unlabeled':
      return { label: { name: detail.label.name, color: detail.label.color } };
    case 'closed':
      return {
        commit_id: detail.commitSha,
        commit_url: commitUrl(world, event, detail.commitSha),
        state_reason: detail.stateReason,
      };
    case 'renamed':
      return { rename: { from: detail.from, to: detail.to } };
    case 'assigned':
    case 'unassigned':
      return {
        assignee: userJson(world, detail.assigneeId),
        assigner: userJson(world, event.actorId),
      };
    case 'review_requested':
    case 'review_request_removed': {
      const requester = userJson(world, event.actorId);
      return detail.reviewerId === null
        ? { review_requester: requester }
        : { review_requester: requester, requested_reviewer: userJson(world, detail.reviewerId) };
    }
    case 'review_dismissed':
      return {
        dismissed_review: {
          state: detail.state,
          review_id: detail.reviewId,
          dismissal_message: detail.message,
        },
      };
    default:
      return { commit_id: detail.commitSha, commit_url: commitUrl(world, event, detail.commitSha) };
  }
}

function commitUrl(world: World, event: IssueEvent, sha: string | null): string | null {
  return sha === null ? null : `${repoApi(world, repoOf(world, event))}/commits/${sha}`;
}

export function issueEventJson(world: World, event: IssueEvent): JsonObject {
  return {
    id: event.id,
    node_id: event.nodeId,
    url: `${repoApi(world, repoOf(world, event))}/issues/events/${event.id}`,
    actor: userJson(world, event.actorId),
    event: event.detail.kind,
    commit_id: null,
    commit_url: null,
    created_at: event.createdAt,
    ...eventDetail(world, event),
    performed_via_github_app: viaAppJson(world, event.viaAppId),
  };
}
