/*
 * Issues over REST: open, read, change, list, lock, and what happened to them.
 */
import type { Issue } from '../state/conversations.ts';
import type { Json } from '../state/json-value.ts';
import type { World } from '../state/world.ts';
import { editIssue, lockIssue, openIssue, unlockIssue } from '../acts/issues.ts';
import type { IssueChange } from '../acts/issues.ts';
import { invalid } from '../acts/refuse.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import {
  author,
  created,
  issue,
  noContent,
  nullableText,
  ok,
  optionalChoice,
  repository,
  requiredText,
  textList,
} from '../http/call.ts';
import { listed } from '../http/page.ts';
import { fullIssueJson, issueEventJson, issueJson } from '../json/conversations.ts';
import { timelineOf } from '../json/timeline.ts';

const about = { resource: 'Issue' };

/** Titles may be given as numbers; the forge takes them as text. */
function title(call: Call): string {
  const value = call.body['title'];
  return typeof value === 'number' ? String(value) : requiredText(call, 'title', about);
}

function assigneeIds(call: Call): readonly number[] | undefined {
  const logins = textList(call.body['assignees'], { ...about, field: 'assignees' });
  return logins?.map((login) => {
    const account = call.world.accounts.find(login.toLowerCase());
    if (account === undefined) throw invalid({ ...about, field: 'assignees', code: 'invalid' });
    return account.id;
  });
}

function open(call: Call): Reply {
  const scene = author(call);
  const repo = repository(call);
  const assigned = assigneeIds(call);
  const labels = textList(call.body['labels'], { ...about, field: 'labels' });
  const opened = openIssue(scene, repo, {
    title: title(call),
    body: nullableText(call, 'body', about) ?? null,
    ...(labels === undefined ? {} : { labels }),
    ...(assigned === undefined ? {} : { assigneeIds: assigned }),
  });
  return created(fullIssueJson(call.world, opened));
}

function readChange(call: Call): IssueChange {
  const body = nullableText(call, 'body', about);
  const newTitle =
    call.body['title'] === undefined || call.body['title'] === null ? undefined : title(call);
  const state = optionalChoice(call, 'state', { ...about, among: ['open', 'closed'] });
  const stateReason = optionalChoice(call, 'state_reason', {
    ...about,
    among: ['completed', 'not_planned', 'duplicate', 'reopened'],
  });
  const labels = textList(call.body['labels'], { ...about, field: 'labels' });
  const assigned = assigneeIds(call);
  const type = nullableText(call, 'type', about);
  return {
    ...(newTitle === undefined ? {} : { title: newTitle }),
    ...(body === undefined ? {} : { body }),
    ...(state === undefined ? {} : { state }),
    ...(stateReason === undefined ? {} : { stateReason }),
    ...(labels === undefined ? {} : { labels }),
    ...(assigned === undefined ? {} : { assigneeIds: assigned }),
    ...(type === undefined ? {} : { type }),
  };
}

function hasLabels(world: World, row: Issue, names: readonly string[]): boolean {
  const held = row.labelIds.map((id) => world.labels.get(id)?.name.toLowerCase());
  return names.every((name) => held.includes(name.trim().toLowerCase()));
}

function sorted(rows: readonly Issue[], query: URLSearchParams): readonly Issue[] {
  const sort = query.get('sort') ?? 'created';
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  const by = (row: Issue): string => (sort === 'updated' ? row.updatedAt : row.createdAt);
  return rows.toSorted(
    (one, other) => sign * (by(one).localeCompare(by(other)) || one.number - other.number),
  );
}

function list(call: Call): Reply {
  const { world, query } = call;
  const repo = repository(call);
  const state = query.get('state') ?? 'open';
  const since = query.get('since');
  const names = (query.get('labels') ?? '').split(',').filter((name) => name.trim() !== '');
  const creator = query.get('creator')?.toLowerCase();
  const rows = world.issues
    .of(repo.id)
    .filter(
      (row) =>
        (state === 'all' || row.state === state) &&
        (since === null || Date.parse(row.updatedAt) >= Date.parse(since)) &&
        hasLabels(world, row, names) &&
        (creator === undefined || world.accounts.get(row.userId)?.login.toLowerCase() === creator),
    );
  return listed(call, sorted(rows, query), (row) => issueJson(world, row));
}

function lock(call: Call): Reply {
  const among = ['off-topic', 'too heated', 'resolved', 'spam'] as const;
  lockIssue(
    author(call),
    issue(call),
    optionalChoice(call, 'lock_reason', { ...about, among }) ?? null,
  );
  return noContent;
}

function unlock(call: Call): Reply {
  unlockIssue(author(call), issue(call));
  return noContent;
}

function events(call: Call): Reply {
  const target = issue(call);
  return listed(call, call.world.issueEvents.of(target.id), (event): Json =>
    issueEventJson(call.world, event),
  );
}

export const issueRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/repos/{owner}/{repo}/issues', handle: list },
  { method: 'POST', pattern: '/repos/{owner}/{repo}/issues', handle: open },
  {
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/issues/{issue_number}',
    handle: (call) => ok(fullIssueJson(call.world, issue(call))),
  },
  {
    method: 'PATCH',
    pattern: '/repos/{owner}/{repo}/issues/{issue_number}',
    handle: (call) =>
      ok(fullIssueJson(call.world, editIssue(author(call), issue(call), readChange(call)))),
  },
  {
    method: 'PUT',
    pattern: '/repos/{owner}/{repo}/issues/{issue_number}/lock',
    handle: lock,
  },
  {
    method: 'DELETE',
    pattern: '/repos/{owner}/{repo}/issues/{issue_number}/lock',
    handle: unlock,
  },
  { method: 'GET', pattern: '/repos/{owner}/{repo}/issues/{issue_number}/events', handle: events },
  {
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/issues/{issue_number}/timeline',
    handle: (call) => listed(call, timelineOf(call.world, issue(call)), (entry) => entry.json),
  },
];
