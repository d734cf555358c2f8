/*
 * Pull requests and reviews as JSON. Lists answer with the short form; one pull request and webhook payloads
 * add what has to be computed (mergeability and totals).
 */
import type { Issue } from '../state/conversations.ts';
import { changesOf, commitsBetween, withRenames } from '../state/history.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { PullRequest, Review } from '../state/pulls.ts';
import type { Repository } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { mergeability } from '../acts/protection.ts';
import { accountJson, teamJson, userJson } from './accounts.ts';
import { associationOf, issueLabelsJson, repoOf } from './conversations.ts';
import { ownerOf, repoApi, repoPage, repositoryJson } from './repositories.ts';

export function issueOf(world: World, pull: PullRequest): Issue {
  const issue = world.issues.get(pull.id);
  if (issue === undefined) throw new Error(`Pull request ${pull.number} has no issue row.`);
  return issue;
}

function sideJson(
  world: World,
  repo: Repository,
  side: { readonly ref: string; readonly sha: string },
): JsonObject {
  const owner = ownerOf(world, repo);
  return {
    label: `${owner.login}:${side.ref}`,
    ref: side.ref,
    sha: side.sha,
    user: accountJson(world, owner),
    repo: repositoryJson(world, repo),
  };
}

function linksJson(world: World, repo: Repository, pull: PullRequest): JsonObject {
  const url = `${repoApi(world, repo)}/pulls/${pull.number}`;
  const issue = `${repoApi(world, repo)}/issues/${pull.number}`;
  return {
    self: { href: url },
    html: { href: `${repoPage(world, repo)}/pull/${pull.number}` },
    issue: { href: issue },
    comments: { href: `${issue}/comments` },
    review_comments: { href: `${url}/comments` },
    review_comment: { href: `${repoApi(world, repo)}/pulls/comments{/number}` },
    commits: { href: `${url}/commits` },
    statuses: { href: `${repoApi(world, repo)}/statuses/${pull.headSha}` },
  };
}

export function pullSimpleJson(world: World, pull: PullRequest): JsonObject {
  const issue = issueOf(world, pull);
  const repo = repoOf(world, pull);
  const url = `${repoApi(world, repo)}/pulls/${pull.number}`;
  const page = `${repoPage(world, repo)}/pull/${pull.number}`;
  const assignees = issue.assigneeIds
    .map((id) => userJson(world, id))
    .filter((user) => user !== null);
  const teams = pull.requestedTeamIds.flatMap((id) => world.teams.get(id) ?? []);
  return {
    url,
    id: pull.publicId,
    node_id: pull.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: `${repoApi(world, repo)}/issues/${pull.number}`,
    number: pull.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: userJson(world, issue.userId),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: pull.requestedReviewerIds.map((id) => userJson(world, id)),
    requested_teams: teams.map((team) => teamJson(world, team)),
    labels: issueLabelsJson(world, issue),
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repoApi(world, repo)}/pulls/comments{/number}`,
    comments_url: `${repoApi(world, repo)}/issues/${pull.number}/comments`,
    statuses_url: `${repoApi(world, repo)}/statuses/${pull.headSha}`,
    head: {
      ...sideJson(world, repo, { ref: pull.headRef, sha: pull.headSha }),
      ...(pull.fork ? { repo: null } : {}),
    },
    base: sideJson(world, repo, { ref: pull.baseRef, sha: pull.baseSha }),
    _links: linksJson(world, repo, pull),
    author_association: associationOf(world, repo, issue.userId),
    auto_merge: null,
    active_lock_reason: issue.lockReason,
  };
}

export function pullJson(world: World, pull: PullRequest): JsonObject {
  const issue = issueOf(world, pull);
  const range = { base: pull.baseSha, head: pull.headSha };
  const changes = withRenames(changesOf(world, pull.repoId, range));
  const { mergeable, state } = mergeability(world, pull);
  return {
    ...pullSimpleJson(world, pull),
    merged: pull.merged,
    mergeable: pull.merged ? null : mergeable,
    rebaseable: pull.merged ? null : mergeable,
    mergeable_state: state,
    merged_by: userJson(world, pull.mergedById),
    comments: world.comments.of(issue.id).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsBetween(world, pull.repoId, range).length,
    additions: changes.reduce((sum, change) => sum + change.additions, 0),
    deletions: changes.reduce((sum, change) => sum + change.deletions, 0),
    changed_files: changes.length,
  };
}

/** The stub that check runs and deployments carry. */
export function pullMinimalJson(world: World, pull: PullRequest): JsonObject {
  const repo = repoOf(world, pull);
  const short = { id: repo.id, url: repoApi(world, repo), name: repo.name };
  return {
    url: `${repoApi(world, repo)}/pulls/${pull.number}`,
    id: pull.publicId,
    number: pull.number,
    head: { ref: pull.headRef, sha: pull.headSha, repo: short },
    base: { ref: pull.baseRef, sha: pull.baseSha, repo: short },
  };
}

export function reviewJson(world: World, review: Review): JsonObject {
  const repo = repoOf(world, review);
  const pull = world.pulls.get(review.pullId);
  const url = `${repoApi(world, repo)}/pulls/${pull?.number ?? 0}`;
  const page = `${repoPage(world, repo)}/pull/${pull?.number ?? 0}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: userJson(world, review.userId),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: url,
    author_association: associationOf(world, repo, review.userId),
    _links: { html: { href: page }, pull_request: { href: url } },
    submitted_at: review.submittedAt,
    commit_id: review.commitId,
  };
}
