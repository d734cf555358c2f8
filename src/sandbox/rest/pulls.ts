/*
 * Pull requests over REST: open, read, change, list, their commits and files, requested reviewers, merging.
 */
import type { Issue } from '../state/conversations.ts';
import { changesOf, commitsBetween, withRenames } from '../state/history.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { PullRequest } from '../state/pulls.ts';
import { findPull } from '../acts/find.ts';
import { editIssue } from '../acts/issues.ts';
import { mergePull } from '../acts/merge.ts';
import { openPullRequest, requestReviewers, retarget, withdrawReviewers } from '../acts/pulls.ts';
import type { ReviewersInput } from '../acts/pulls.ts';
import { notFound } from '../acts/refuse.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import {
  author,
  created,
  noContent,
  nullableText,
  numberParam,
  ok,
  optionalBoolean,
  optionalChoice,
  optionalText,
  repository,
  requiredText,
  textList,
} from '../http/call.ts';
import { listed } from '../http/page.ts';
import { accountJson, teamJson } from '../json/accounts.ts';
import { commitJson, fileJson } from '../json/commits.ts';
import { issueOf, pullJson, pullSimpleJson } from '../json/pulls.ts';

const about = { resource: 'PullRequest' };

export function pullOf(call: Call): PullRequest {
  return findPull(call.world, repository(call), numberParam(call, 'pull_number'));
}

function open(call: Call): Reply {
  const scene = author(call);
  const body = nullableText(call, 'body', about);
  const pull = openPullRequest(scene, repository(call), {
    head: requiredText(call, 'head', about).replace(/^[^:]*:/, ''),
    base: requiredText(call, 'base', about),
    title: requiredText(call, 'title', about),
    draft: optionalBoolean(call, 'draft') ?? false,
    ...(body === undefined ? {} : { body }),
  });
  return created(pullJson(call.world, pull));
}

function change(call: Call): Reply {
  const scene = author(call);
  const pull = pullOf(call);
  const title = optionalText(call, 'title', about);
  const body = nullableText(call, 'body', about);
  const state = optionalChoice(call, 'state', { ...about, among: ['open', 'closed'] });
  const base = optionalText(call, 'base', about);
  editIssue(scene, issueOf(call.world, pull), {
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { body }),
    ...(state === undefined ? {} : { state }),
  });
  if (base !== undefined) retarget(scene, call.world.pulls.get(pull.id) ?? pull, base);
  return ok(pullJson(call.world, call.world.pulls.get(pull.id) ?? pull));
}

function list(call: Call): Reply {
  const { world, query } = call;
  const repo = repository(call);
  const state = query.get('state') ?? 'open';
  const head = query.get('head')?.replace(/^[^:]*:/, '');
  const base = query.get('base') ?? undefined;
  const sort = query.get('sort') ?? 'created';
  const sign = (query.get('direction') ?? (sort === 'created' ? 'desc' : 'asc')) === 'asc' ? 1 : -1;
  const by = (issue: Issue): string => (sort === 'updated' ? issue.updatedAt : issue.createdAt);
  const rows = world.pulls
    .of(repo.id)
    .map((pull) => ({ pull, issue: issueOf(world, pull) }))
    .filter(
      ({ pull, issue }) =>
        (state === 'all' || issue.state === state) &&
        (head === undefined || pull.headRef === head) &&
        (base === undefined || pull.baseRef === base),
    )
    .sort(
      (one, other) =>
        sign *
        (by(one.issue).localeCompare(by(other.issue)) || one.pull.number - other.pull.number),
    );
  return listed(call, rows, ({ pull }) => pullSimpleJson(world, pull));
}

function listCommits(call: Call): Reply {
  const pull = pullOf(call);
  const rows = commitsBetween(call.world, pull.repoId, { base: pull.baseSha, head: pull.headSha });
  return listed(call, rows, (commit) => commitJson(call.world, repository(call), commit));
}

function listFiles(call: Call): Reply {
  const pull = pullOf(call);
  const scene = { repo: repository(call), sha: pull.headSha };
  const range = { base: pull.baseSha, head: pull.headSha };
  const rows = withRenames(changesOf(call.world, pull.repoId, range));
  return listed(call, rows, (file) => fileJson(call.world, scene, file));
}

function reviewersJson(call: Call, pull: PullRequest): JsonObject {
  const users = pull.requestedReviewerIds.flatMap((id) => call.world.accounts.get(id) ?? []);
  const teams = pull.requestedTeamIds.flatMap((id) => call.world.teams.get(id) ?? []);
  return {
    users: users.map((user) => accountJson(call.world, user)),
    teams: teams.map((team) => teamJson(call.world, team)),
  };
}

function reviewersInput(call: Call): ReviewersInput {
  return {
    reviewers: textList(call.body['reviewers'], { ...about, field: 'reviewers' }) ?? [],
    teams: textList(call.body['team_reviewers'], { ...about, field: 'team_reviewers' }) ?? [],
  };
}

function merge(call: Call): Reply {
  const method = optionalChoice(call, 'merge_method', {
    ...about,
    among: ['merge', 'squash', 'rebase'],
  });
  const title = optionalText(call, 'commit_title', about);
  const message = optionalText(call, 'commit_message', about);
  const sha = optionalText(call, 'sha', about);
  const merged = mergePull(author(call), pullOf(call), {
    ...(method === undefined ? {} : { method }),
    ...(title === undefined ? {} : { title }),
    ...(message === undefined ? {} : { message }),
    ...(sha === undefined ? {} : { sha }),
  });
  return ok({
    sha: merged.mergeCommitSha ?? '',
    merged: true,
    message: 'Pull Request successfully merged',
  });
}

function isMerged(call: Call): Reply {
  if (pullOf(call).merged) return noContent;
  throw notFound();
}

const many = '/repos/{owner}/{repo}/pulls';
const one = `${many}/{pull_number}`;

export const pullRoutes: readonly Route[] = [
  { method: 'GET', pattern: many, handle: list },
  { method: 'POST', pattern: many, handle: open },
  { method: 'GET', pattern: one, handle: (call) => ok(pullJson(call.world, pullOf(call))) },
  { method: 'PATCH', pattern: one, handle: change },
  { method: 'GET', pattern: `${one}/commits`, handle: listCommits },
  { method: 'GET', pattern: `${one}/files`, handle: listFiles },
  { method: 'GET', pattern: `${one}/merge`, handle: isMerged },
  { method: 'PUT', pattern: `${one}/merge`, handle: merge },
  {
    method: 'GET',
    pattern: `${one}/requested_reviewers`,
    handle: (call) => ok(reviewersJson(call, pullOf(call))),
  },
  {
    method: 'POST',
    pattern: `${one}/requested_reviewers`,
    handle: (call) =>
      created(
        pullSimpleJson(
          call.world,
          requestReviewers(author(call), pullOf(call), reviewersInput(call)),
        ),
      ),
  },
  {
    method: 'DELETE',
    pattern: `${one}/requested_reviewers`,
    handle: (call) =>
      ok(
        pullSimpleJson(
          call.world,
          withdrawReviewers(author(call), pullOf(call), reviewersInput(call)),
        ),
      ),
  },
];
