/*
 * Issues that block each other, issues that are parts of others, and the types that an organisation gives its issues.
 * Each link raises an event on both of its sides.
 */
import type { Issue, IssueField } from '../state/conversations.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene, World } from '../state/world.ts';
import { issueJson, repoOf } from '../json/conversations.ts';
import { repositoryJson } from '../json/repositories.ts';
import { notFound, unprocessable } from './refuse.ts';
import type { Need } from './rights.ts';
import { demand } from './rights.ts';
import { tellRepository } from './tell.ts';

const MOST_BLOCKERS = 50;

const linking: Need = { role: 'triage', permission: ['issues', 'write'] };

function demandLinking(scene: Scene, issue: Issue): void {
  demand(scene, repoOf(scene.world, issue), { ...linking, what: 'Linking issues' });
}

/** By its id, as the forge wants it; a pull request cannot be linked. */
function linked(world: World, id: number): Issue {
  const found = world.issues.get(id);
  if (found === undefined) throw notFound();
  if (found.isPull) throw unprocessable('Pull requests cannot be dependencies.');
  return found;
}

export function blockIssue(scene: Scene, issue: Issue, blockerId: number): Issue {
  const { world } = scene;
  demandLinking(scene, issue);
  const blocker = linked(world, blockerId);
  if (issue.isPull || blocker.id === issue.id) throw unprocessable('It cannot be blocked by that.');
  if (issue.blockedBy.includes(blocker.id)) throw unprocessable('It is blocked by that already.');
  if (issue.blockedBy.length >= MOST_BLOCKERS) throw unprocessable('There are too many of them.');
  world.issues.patch(issue.id, { blockedBy: [...issue.blockedBy, blocker.id] });
  world.issues.patch(blocker.id, { blocking: [...blocker.blocking, issue.id] });
  tellDependency(scene, { issue, blocker, how: 'added' });
  return blocker;
}

export function unblockIssue(scene: Scene, issue: Issue, blockerId: number): Issue {
  const { world } = scene;
  demandLinking(scene, issue);
  const blocker = linked(world, blockerId);
  if (!issue.blockedBy.includes(blocker.id)) throw notFound();
  const without = (ids: readonly number[], one: number): readonly number[] =>
    ids.filter((id) => id !== one);
  world.issues.patch(issue.id, { blockedBy: without(issue.blockedBy, blocker.id) });
  world.issues.patch(blocker.id, { blocking: without(blocker.blocking, issue.id) });
  tellDependency(scene, { issue, blocker, how: 'removed' });
  return blocker;
}

type Told = { readonly issue: Issue; readonly blocker: Issue; readonly how: 'added' | 'removed' };

function tellDependency(scene: Scene, { issue, blocker, how }: Told): void {
  const { world } = scene;
  const [blockedRepo, blockingRepo] = [repoOf(world, issue), repoOf(world, blocker)];
  const body = {
    blocked_issue_id: issue.id,
    blocked_issue: issueJson(world, world.issues.get(issue.id) ?? issue),
    blocking_issue_id: blocker.id,
    blocking_issue: issueJson(world, blocker),
  };
  const event = 'issue_dependencies';
  tellRepository(scene, blockedRepo, {
    event,
    action: `blocked_by_${how}`,
    body: { ...body, blocking_issue_repo: repositoryJson(world, blockingRepo) },
  });
  tellRepository(scene, blockingRepo, {
    event,
    action: `blocking_${how}`,
    body: { ...body, blocked_issue_repo: repositoryJson(world, blockedRepo) },
  });
}

export function addPart(scene: Scene, parent: Issue, partId: number): void {
  const { world } = scene;
  demandLinking(scene, parent);
  const part = linked(world, partId);
  if (part.partOf !== null || part.id === parent.id)
    throw unprocessable('It is a part of another one.');
  world.issues.patch(part.id, { partOf: parent.id });
  const after = world.issues.patch(parent.id, { parts: [...parent.parts, part.id] });
  const repo = repoOf(world, parent);
  const body: JsonObject = {
    sub_issue_id: part.id,
    sub_issue: issueJson(world, part),
    parent_issue_id: parent.id,
    parent_issue: issueJson(world, after),
  };
  const event = 'sub_issues';
  tellRepository(scene, repo, {
    event,
    action: 'sub_issue_added',
    body: { ...body, sub_issue_repo: repositoryJson(world, repoOf(world, part)) },
  });
  tellRepository(scene, repoOf(world, part), {
    event,
    action: 'parent_issue_added',
    body: { ...body, parent_issue_repo: repositoryJson(world, repo) },
  });
}

/** From now on issues of this account can have one of these types. */
export function offerIssueTypes(scene: Scene, repo: Repository, names: readonly string[]): void {
  scene.world.issueTypes.set(repo.ownerId, names);
}

export function offerIssueFields(
  scene: Scene,
  repo: Repository,
  fields: readonly Omit<IssueField, 'id'>[],
): void {
  const numbered = fields.map((field, index) => ({ ...field, id: 700 + index }));
  scene.world.issueFields.set(repo.ownerId, numbered);
}

export type FieldGiven = { readonly id: number; readonly value: string };

/** Values of other fields stay; one that the field does not take is refused, and nothing is set. */
export function setFieldValues(scene: Scene, issue: Issue, given: readonly FieldGiven[]): Issue {
  const { world } = scene;
  const repo = repoOf(world, issue);
  demand(scene, repo, { ...linking, role: 'write', what: 'Setting fields' });
  const fields = world.issueFields.get(repo.ownerId) ?? [];
  for (const { id, value } of given) {
    const field = fields.find((one) => one.id === id);
    if (field === undefined) throw unprocessable('There is no such field.');
    const isDay = /^\d{4}-\d{2}-\d{2}$/u.test(value);
    const isChoice = field.dataType !== 'single_select' || field.options.includes(value);
    if ((field.dataType === 'date' && !isDay) || !isChoice)
      throw unprocessable('The field does not take this value.');
  }
  const values = Object.fromEntries(given.map(({ id, value }) => [id, value]));
  return world.issues.patch(issue.id, { fieldValues: { ...issue.fieldValues, ...values } });
}

/** Whoever may not push has the type dropped without a word; a type that is not there is refused. */
export function setIssueType(scene: Scene, issue: Issue, name: string | null): void {
  const { world } = scene;
  const repo = repoOf(world, issue);
  const types = world.issueTypes.get(repo.ownerId) ?? [];
  const type = types.find((one) => one.toLowerCase() === name?.toLowerCase()) ?? null;
  if (name !== null && type === null) throw unprocessable('There is no such type.');
  world.issues.patch(issue.id, { type });
}
