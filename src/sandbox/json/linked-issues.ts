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
    ...(world.issueFields.has(repo.ownerId)
      ? { issue_field_values: fieldValuesJson(world, repo, issue) }
      : {}),
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

const color = 'blue';

export function issueFieldsJson(world: World, ownerId: number): readonly JsonObject[] {
  return (world.issueFields.get(ownerId) ?? []).map(({ id, name, dataType, options }) => ({
    id,
    node_id: nodeId('label', id),
    name,
    description: null,
    data_type: dataType,
    ...(dataType === 'single_select'
      ? { options: options.map((option, at) => ({ id: at + 1, name: option, color })) }
      : {}),
  }));
}

export function fieldValuesJson(
  world: World,
  repo: Repository,
  issue: Issue,
): readonly JsonObject[] {
  const fields = world.issueFields.get(repo.ownerId) ?? [];
  return fields.flatMap(({ id, name, dataType, options }): readonly JsonObject[] => {
    const value = issue.fieldValues[id];
    if (value === undefined) return [];
    const said = { issue_field_id: id, issue_field_name: name, node_id: nodeId('label', id) };
    const option = { id: options.indexOf(value) + 1, name: value, color };
    const chosen = dataType === 'single_select' ? { single_select_option: option } : {};
    return [{ ...said, data_type: dataType, value, ...chosen }];
  });
}
