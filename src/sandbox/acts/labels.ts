/*
 * The label registry of a repository and the labels on an issue or pull request. Names are unique without
 * regard to case. Naming an unknown label creates it for people with push access and for apps, as on the forge;
 * others may only apply labels that exist.
 */
import type { Issue } from '../state/conversations.ts';
import { nodeId } from '../state/ids.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Label, Repository } from '../state/repositories.ts';
import type { Scene } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { issueLabelsJson, repoOf } from '../json/conversations.ts';
import { labelJson } from '../json/repositories.ts';
import { findLabel } from './find.ts';
import { forbidden, invalid, notFound } from './refuse.ts';
import type { Need } from './rights.ts';
import { can, demand } from './rights.ts';
import { recordEvent, tellRepository, tellSubject } from './tell.ts';

const registry: Need = {
  role: 'write',
  permission: ['issues', 'write'],
  orPermission: ['pull_requests', 'write'],
};
const applying: Need = { ...registry, role: 'triage' };

export type LabelInput = {
  readonly name: string;
  readonly color?: string;
  readonly description?: string | null;
};

function demandLabelFields(input: Partial<LabelInput>): void {
  if (input.name !== undefined && (input.name.trim() === '' || input.name.length > 50)) {
    throw invalid({
      resource: 'Label',
      field: 'name',
      code: 'invalid',
      message: 'name is too long (maximum is 50 characters) or blank',
    });
  }
  if (input.color !== undefined && !/^[0-9a-fA-F]{6}$/.test(input.color))
    throw invalid({ resource: 'Label', field: 'color', code: 'invalid' });
  if ((input.description?.length ?? 0) > 100) {
    throw invalid({
      resource: 'Label',
      field: 'description',
      code: 'invalid',
      message: 'description is too long (maximum is 100 characters)',
    });
  }
}

function makeLabel(scene: Scene, repo: Repository, input: LabelInput): Label {
  const { world } = scene;
  const id = world.ids.next('label');
  const label = world.labels.put({
    id,
    nodeId: nodeId('label', id),
    repoId: repo.id,
    name: input.name,
    color: (input.color ?? 'ededed').toLowerCase(),
    description: input.description ?? null,
    default: false,
  });
  tellRepository(scene, repo, {
    event: 'label',
    action: 'created',
    body: { label: labelJson(world, label) },
  });
  return label;
}

export function createLabel(scene: Scene, repo: Repository, input: LabelInput): Label {
  demand(scene, repo, { ...registry, what: 'Creating a label' });
  demandLabelFields(input);
  if (scene.world.labels.find(`${repo.id}/${input.name.toLowerCase()}`) !== undefined) {
    throw invalid({ resource: 'Label', field: 'name', code: 'already_exists' });
  }
  return makeLabel(scene, repo, input);
}

export function editLabel(scene: Scene, label: Label, input: Partial<LabelInput>): Label {
  const { world } = scene;
  const repo = repoOf(world, label);
  demand(scene, repo, { ...registry, what: 'Changing a label' });
  demandLabelFields(input);
  const taken =
    input.name === undefined
      ? undefined
      : world.labels.find(`${repo.id}/${input.name.toLowerCase()}`);
  if (taken !== undefined && taken.id !== label.id)
    throw invalid({ resource: 'Label', field: 'name', code: 'already_exists' });
  const after = world.labels.patch(label.id, {
    name: input.name ?? label.name,
    color: (input.color ?? label.color).toLowerCase(),
    description: input.description === undefined ? label.description : input.description,
  });
  const changes: JsonObject = {
    ...(after.name === label.name ? {} : { name: { from: label.name } }),
    ...(after.color === label.color ? {} : { color: { from: label.color } }),
    ...(after.description === label.description
      ? {}
      : { description: { from: label.description ?? '' } }),
  };
  tellRepository(scene, repo, {
    event: 'label',
    action: 'edited',
    body: { label: labelJson(world, after), changes },
  });
  return after;
}

export function deleteLabel(scene: Scene, label: Label): void {
  const { world } = scene;
  const repo = repoOf(world, label);
  demand(scene, repo, { ...registry, what: 'Deleting a label' });
  const shown = labelJson(world, label);
  for (const issue of world.issues.of(repo.id)) {
    if (issue.labelIds.includes(label.id))
      world.issues.patch(issue.id, { labelIds: issue.labelIds.filter((id) => id !== label.id) });
  }
  world.labels.remove(label.id);
  tellRepository(scene, repo, { event: 'label', action: 'deleted', body: { label: shown } });
}

function resolveLabels(scene: Scene, repo: Repository, names: readonly string[]): readonly Label[] {
  const creates = can(scene, repo, registry);
  return names.flatMap((name) => {
    const known = scene.world.labels.find(`${repo.id}/${name.toLowerCase()}`);
    if (known !== undefined) return [known];
    if (!creates) return [];
    demandLabelFields({ name });
    return [makeLabel(scene, repo, { name })];
  });
}

/** Puts labels on without asking for rights; the caller has asked. */
export function attachLabels(scene: Scene, issueId: number, labels: readonly Label[]): void {
  const { world } = scene;
  for (const label of labels) {
    const before = world.issues.get(issueId);
    if (before === undefined || before.labelIds.includes(label.id)) continue;
    const issue = world.issues.patch(issueId, {
      labelIds: [...before.labelIds, label.id],
      updatedAt: stamp(world),
    });
    recordEvent(scene, issue, { kind: 'labeled', label: { name: label.name, color: label.color } });
    tellSubject(scene, issue, { action: 'labeled', extra: { label: labelJson(world, label) } });
  }
}

function detachLabel(scene: Scene, issueId: number, label: Label): void {
  const { world } = scene;
  const before = world.issues.get(issueId);
  if (before?.labelIds.includes(label.id) !== true) return;
  const issue = world.issues.patch(issueId, {
    labelIds: before.labelIds.filter((id) => id !== label.id),
    updatedAt: stamp(world),
  });
  recordEvent(scene, issue, { kind: 'unlabeled', label: { name: label.name, color: label.color } });
  tellSubject(scene, issue, { action: 'unlabeled', extra: { label: labelJson(world, label) } });
}

/** Labels given while opening: dropped without a word when the actor may not set any, as the REST text says. */
export function labelsForOpening(
  scene: Scene,
  repo: Repository,
  input: { readonly names: readonly string[]; readonly fromForm: boolean },
): readonly Label[] {
  if (input.fromForm) {
    return input.names.flatMap((name) => {
      const label = scene.world.labels.find(`${repo.id}/${name.toLowerCase()}`);
      return label === undefined ? [] : [label];
    });
  }
  return can(scene, repo, applying) ? resolveLabels(scene, repo, input.names) : [];
}

export function addLabels(
  scene: Scene,
  issue: Issue,
  names: readonly string[],
): readonly JsonObject[] {
  const repo = repoOf(scene.world, issue);
  demand(scene, repo, { ...applying, what: 'Applying a label' });
  attachLabels(scene, issue.id, resolveLabels(scene, repo, names));
  return issueLabelsJson(scene.world, scene.world.issues.get(issue.id) ?? issue);
}

export function setLabels(
  scene: Scene,
  issue: Issue,
  names: readonly string[],
): readonly JsonObject[] {
  const { world } = scene;
  const repo = repoOf(world, issue);
  demand(scene, repo, { ...applying, what: 'Setting labels' });
  const wanted = resolveLabels(scene, repo, names);
  const keep = new Set(wanted.map((label) => label.id));
  for (const id of issue.labelIds) {
    const label = world.labels.get(id);
    if (label !== undefined && !keep.has(id)) detachLabel(scene, issue.id, label);
  }
  attachLabels(scene, issue.id, wanted);
  return issueLabelsJson(world, world.issues.get(issue.id) ?? issue);
}

export function removeLabel(scene: Scene, issue: Issue, name: string): readonly JsonObject[] {
  const { world } = scene;
  const repo = repoOf(world, issue);
  demand(scene, repo, { ...applying, what: 'Removing a label' });
  if (issue.locked && scene.actor.kind === 'person' && !can(scene, repo, registry))
    throw forbidden('Issue is locked');
  const label = findLabel(world, repo, name);
  if (!issue.labelIds.includes(label.id)) throw notFound();
  detachLabel(scene, issue.id, label);
  return issueLabelsJson(world, world.issues.get(issue.id) ?? issue);
}
