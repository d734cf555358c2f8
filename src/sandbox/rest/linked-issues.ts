/*
 * Issues that block others, and the types of issues that a repository knows, over REST.
 */
import { findAccount } from '../acts/find.ts';
import { blockIssue, setFieldValues, unblockIssue } from '../acts/linked-issues.ts';
import { invalid, notFound } from '../acts/refuse.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import { author, created, issue, numberParam, ok, param, repository } from '../http/call.ts';
import { listed } from '../http/page.ts';
import { issueJson } from '../json/conversations.ts';
import { fieldValuesJson, issueFieldsJson, issueTypesJson } from '../json/linked-issues.ts';
import type { Json } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';

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

function fields(call: Call): Reply {
  const owner = findAccount(call.world, param(call, 'org'));
  if (!call.world.issueFields.has(owner.id)) throw notFound();
  return ok(issueFieldsJson(call.world, owner.id));
}

function giveValues(call: Call): Reply {
  const given = call.body['issue_field_values'];
  const values = (Array.isArray(given) ? (given as readonly Json[]) : []).map((one) => {
    const { field_id: id, value } = isJsonObject(one) ? one : {};
    if (typeof id === 'number' && typeof value === 'string') return { id, value };
    throw invalid({ resource: 'IssueFieldValue', field: 'issue_field_values', code: 'invalid' });
  });
  const after = setFieldValues(author(call), issue(call), values);
  return ok(fieldValuesJson(call.world, repository(call), after));
}

export const linkedIssueRoutes: readonly Route[] = [
  { method: 'GET', pattern: BLOCKED_BY, handle: list },
  { method: 'POST', pattern: BLOCKED_BY, handle: add },
  { method: 'DELETE', pattern: `${BLOCKED_BY}/{issue_id}`, handle: remove },
  { method: 'GET', pattern: '/repos/{owner}/{repo}/issue-types', handle: types },
  { method: 'GET', pattern: '/orgs/{org}/issue-fields', handle: fields },
  {
    method: 'POST',
    pattern: '/repos/{owner}/{repo}/issues/{issue_number}/issue-field-values',
    handle: giveValues,
  },
];
