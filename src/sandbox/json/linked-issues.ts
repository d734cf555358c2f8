/*
 * What an issue shows of its links: how much blocks it, how many parts it has, of which type it is. The type stands
 * there only where the account has types.
 */
import type { Issue } from '../state/conversations.ts';
import { nodeId } from '../state/ids.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Repository } from '../state/repositories.ts';
import type { World } from '../state/world.ts';

export function linksJson(world: World, repo: Repository, issue: Issue): JsonObject {
  if (issue.isPull) return {};
  const { blockedBy, blocking, parts } = issue;
  const isOpen = (id: number): boolean => world.issues.get(id)?.state === 'open';
  const closed = parts.filter((id) => !isOpen(id)).length;
  const percent = parts.length === 0 ? 0 : Math.floor((100 * closed) / parts.length);
  return {
    sub_issues_summary: { total: parts.length, completed: closed, percent_completed: percent },
    issue_dependencies_summary: {
      blocked_by: blockedBy.filter(isOpen).length,
      blocking: issue.state === 'open' ? blocking.length : 0,
      total_blocked_by: blockedBy.length,
      total_blocking: blocking.length,
    },
    ...(world.issueTypes.has(repo.ownerId) ? { type: typeOf(world, repo, issue) } : {}),
  };
}

export function issueTypesJson(world: World, repo: Repository): readonly JsonObject[] {
  return (world.issueTypes.get(repo.ownerId) ?? []).map((name, index) => ({
    id: repo.ownerId + index,
    node_id: nodeId('organization', repo.ownerId + index),
    name,
    description: null,
    color: 'blue',
    is_enabled: true,
  }));
}

function typeOf(world: World, repo: Repository, issue: Issue): JsonObject | null {
  return issueTypesJson(world, repo).find(({ name }) => name === issue.type) ?? null;
}
