/*
 * Opening and changing issues (and the issue side of pull requests). One PATCH may change several things; each
 * raises its own event. Nothing here honours conditional headers: the last writer wins, as on the forge.
 */
import type { Issue } from '../state/conversations.ts';
import { nodeId } from '../state/ids.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { issueJson, repoOf } from '../json/conversations.ts';
import { attachLabels, labelsForOpening, setLabels } from './labels.ts';
import { setIssueType } from './linked-issues.ts';
import { forbidden } from './refuse.ts';
import type { Need } from './rights.ts';
import { can, demand } from './rights.ts';
import { recordEvent, tellRepository, tellSubject, viaApp } from './tell.ts';
import { demandBody, demandTitle } from './texts.ts';

const opening: Need = { role: 'read', permission: ['issues', 'write'] };
const editing: Need = {
  role: 'write',
  permission: ['issues', 'write'],
  orPermission: ['pull_requests', 'write'],
};
const steering: Need = { ...editing, role: 'triage' };

export type OpenIssueInput = {
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly assigneeIds?: readonly number[];
  /** Labels come from an issue form: those that exist are applied whoever opens. */
  readonly fromForm?: boolean;
};

/** Takes the next number of the repository; issues and pull requests share the sequence. */
export function takeNumber(scene: Scene, repo: Repository): number {
  const number = scene.world.repositories.get(repo.id)?.nextNumber ?? repo.nextNumber;
  scene.world.repositories.patch(repo.id, { nextNumber: number + 1 });
  return number;
}

export function insertIssue(
  scene: Scene,
  repo: Repository,
  input: { readonly title: string; readonly body: string | null; readonly isPull: boolean },
): Issue {
  const { world, actor } = scene;
  const id = world.ids.next('issue');
  const now = stamp(world);
  return world.issues.put({
    id,
    nodeId: nodeId(input.isPull ? 'pull' : 'issue', id),
    repoId: repo.id,
    number: takeNumber(scene, repo),
    title: input.title,
    body: input.body,
    userId: actor.user.id,
    viaAppId: viaApp(scene),
    state: 'open',
    stateReason: null,
    labelIds: [],
    assigneeIds: [],
    locked: false,
    lockReason: null,
    isPull: input.isPull,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedById: null,
    edits: [{ editorId: actor.user.id, editedAt: now, text: input.body ?? '' }],
    blockedBy: [],
    blocking: [],
    partOf: null,
    parts: [],
    type: null,
    fieldValues: {},
  });
}

export function openIssue(scene: Scene, repo: Repository, input: OpenIssueInput): Issue {
  const { world } = scene;
  demand(scene, repo, { ...opening, what: 'Opening an issue' });
  demandTitle(input.title);
  demandBody('Issue', input.body ?? '');
  const labels = labelsForOpening(scene, repo, {
    names: input.labels ?? [],
    fromForm: input.fromForm === true,
  });
  const opened = insertIssue(scene, repo, {
    title: input.title,
    body: input.body ?? null,
    isPull: false,
  });
  const assigneeIds = can(scene, repo, steering) ? (input.assigneeIds ?? []) : [];
  // `opened` already shows the labels, and each label raises its own event as well.
  const issue = world.issues.patch(opened.id, {
    labelIds: labels.map((label) => label.id),
    assigneeIds,
  });
  tellSubject(scene, issue, { action: 'opened' });
  world.issues.patch(issue.id, { labelIds: [] });
  attachLabels(scene, issue.id, labels);
  return world.issues.get(issue.id) ?? issue;
}

export type IssueChange = {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: 'open' | 'closed';
  readonly stateReason?: Issue['stateReason'];
  readonly labels?: readonly string[];
  readonly assigneeIds?: readonly number[];
  readonly type?: string | null;
};

function isAuthor(scene: Scene, issue: Issue): boolean {
  return scene.actor.user.id === issue.userId;
}

/** What the edit changes, in the form webhooks tell it; empty when nothing does. */
function textChanges(issue: Issue, { title, body }: Pick<Issue, 'title' | 'body'>): JsonObject {
  return {
    ...(title === issue.title ? {} : { title: { from: issue.title } }),
    ...((body ?? '') === (issue.body ?? '') ? {} : { body: { from: issue.body ?? '' } }),
  };
}

function editTexts(scene: Scene, issue: Issue, change: IssueChange): void {
  const { world, actor } = scene;
  const title = change.title ?? issue.title;
  const body = change.body === undefined ? issue.body : change.body;
  const changes = textChanges(issue, { title, body });
  if (Object.keys(changes).length === 0) return;
  if (actor.kind === 'installation' || !isAuthor(scene, issue)) {
    demand(scene, repoOf(world, issue), { ...editing, what: 'Editing the text of somebody else' });
  }
  demandTitle(title);
  demandBody('Issue', body ?? '');
  const now = stamp(world);
  const edit = { editorId: actor.user.id, editedAt: now, text: body ?? '' };
  const edits = changes['body'] === undefined ? issue.edits : [...issue.edits, edit];
  const after = world.issues.patch(issue.id, { title, body, edits, updatedAt: now });
  if (changes['title'] !== undefined) {
    recordEvent(scene, after, { kind: 'renamed', from: issue.title, to: title });
  }
  tellSubject(scene, after, { action: 'edited', extra: { changes } });
}

export function closeIssue(
  scene: Scene,
  issue: Issue,
  input: { readonly reason?: Issue['stateReason']; readonly commitSha?: string | null } = {},
): void {
  const { world } = scene;
  if (issue.state === 'closed') return;
  const now = stamp(world);
  const stateReason = issue.isPull ? null : (input.reason ?? 'completed');
  const after = world.issues.patch(issue.id, {
    state: 'closed',
    stateReason,
    closedAt: now,
    closedById: scene.actor.user.id,
    updatedAt: now,
  });
  recordEvent(scene, after, { kind: 'closed', stateReason, commitSha: input.commitSha ?? null });
  tellSubject(scene, after, { action: 'closed' });
}

function reopenIssue(scene: Scene, issue: Issue): void {
  const { world } = scene;
  const stateReason = issue.isPull ? null : 'reopened';
  const after = world.issues.patch(issue.id, {
    state: 'open',
    stateReason,
    closedAt: null,
    closedById: null,
    updatedAt: stamp(world),
  });
  recordEvent(scene, after, { kind: 'reopened', commitSha: null });
  tellSubject(scene, after, { action: 'reopened' });
}

function changeState(scene: Scene, issue: Issue, change: IssueChange): void {
  const repo = repoOf(scene.world, issue);
  if (change.state === undefined || change.state === issue.state) return;
  const own = scene.actor.kind === 'person' && isAuthor(scene, issue);
  if (change.state === 'closed') {
    if (!own) demand(scene, repo, { ...steering, what: 'Closing somebody else’s issue' });
    closeIssue(scene, issue, { reason: change.stateReason ?? null });
    return;
  }
  if (!own || issue.closedById !== scene.actor.user.id)
    demand(scene, repo, { ...steering, what: 'Reopening an issue that somebody else closed' });
  reopenIssue(scene, issue);
}

export function editIssue(scene: Scene, issue: Issue, change: IssueChange): Issue {
  const { world } = scene;
  const current = (): Issue => world.issues.get(issue.id) ?? issue;
  editTexts(scene, issue, change);
  if (change.labels !== undefined) setLabels(scene, current(), change.labels);
  if (change.assigneeIds !== undefined) assign(scene, current(), change.assigneeIds);
  if (change.type !== undefined && can(scene, repoOf(world, issue), editing))
    setIssueType(scene, current(), change.type);
  changeState(scene, current(), change);
  return current();
}

function assign(scene: Scene, issue: Issue, assigneeIds: readonly number[]): void {
  demand(scene, repoOf(scene.world, issue), { ...steering, what: 'Assigning people' });
  const after = scene.world.issues.patch(issue.id, { assigneeIds, updatedAt: stamp(scene.world) });
  for (const id of assigneeIds)
    if (!issue.assigneeIds.includes(id))
      recordEvent(scene, after, { kind: 'assigned', assigneeId: id });
  for (const id of issue.assigneeIds)
    if (!assigneeIds.includes(id))
      recordEvent(scene, after, { kind: 'unassigned', assigneeId: id });
}

export function lockIssue(scene: Scene, issue: Issue, reason: string | null): void {
  demand(scene, repoOf(scene.world, issue), { ...editing, what: 'Locking a conversation' });
  const after = scene.world.issues.patch(issue.id, { locked: true, lockReason: reason });
  recordEvent(scene, after, { kind: 'locked', commitSha: null });
  tellSubject(scene, after, { action: 'locked' });
}

export function unlockIssue(scene: Scene, issue: Issue): void {
  demand(scene, repoOf(scene.world, issue), { ...editing, what: 'Unlocking a conversation' });
  const after = scene.world.issues.patch(issue.id, { locked: false, lockReason: null });
  recordEvent(scene, after, { kind: 'unlocked', commitSha: null });
  tellSubject(scene, after, { action: 'unlocked' });
}

export function deleteIssue(scene: Scene, issue: Issue): void {
  const { world } = scene;
  const repo = repoOf(world, issue);
  if (scene.actor.kind === 'installation')
    throw forbidden('Resource not accessible by integration');
  demand(scene, repo, {
    role: 'admin',
    permission: ['administration', 'write'],
    what: 'Deleting an issue',
  });
  const shown = issueJson(world, issue);
  for (const comment of world.comments.of(issue.id)) world.comments.remove(comment.id);
  world.issues.remove(issue.id);
  tellRepository(scene, repo, { event: 'issues', action: 'deleted', body: { issue: shown } });
}
