/*
 * Issues that block others, and the types of issues that a repository knows, over REST.
 */
import { blockIssue, unblockIssue } from '../acts/linked-issues.ts';
import { invalid, notFound } from '../acts/refuse.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import { author, created, issue, numberParam, ok, repository } from '../http/call.ts';
import { listed } from '../http/page.ts';
import { issueJson } from '../json/conversations.ts';
import { issueTypesJson } from '../json/linked-issues.ts';

const BLOCKED_BY = '/repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by';

function list(call: Call): Reply {
  const { world } = call;
  const blockers = issue(call).blockedBy.flatMap((id) => world.issues.get(id) ?? []);
  return listed(call, blockers, (row) => issueJson(world, row));
}

function add(call: Call): Reply {
  const id = call.body['issue_id'];
  if (typeof id !== 'number')
    throw invalid({ resource: 'IssueDependency', field: 'issue_id', code: 'invalid' });
  return created(issueJson(call.world, blockIssue(author(call), issue(call), id)));
}

function remove(call: Call): Reply {
  const blocker = unblockIssue(author(call), issue(call), numberParam(call, 'issue_id'));
  return ok(issueJson(call.world, blocker));
}

/** An account without types has no such list. */
function types(call: Call): Reply {
  const repo = repository(call);
  if (!call.world.issueTypes.has(repo.ownerId)) throw notFound();
  return ok(issueTypesJson(call.world, repo));
}

export const linkedIssueRoutes: readonly Route[] = [
  { method: 'GET', pattern: BLOCKED_BY, handle: list },
  { method: 'POST', pattern: BLOCKED_BY, handle: add },
  { method: 'DELETE', pattern: `${BLOCKED_BY}/{issue_id}`, handle: remove },
  { method: 'GET', pattern: '/repos/{owner}/{repo}/issue-types', handle: types },
];
