/*
 * The merge queue: a group of pull requests gets a temporary branch of its own, required checks must pass on
 * that branch's head, and then the whole group lands at once, or the pull requests are taken out again. The
 * event that asks for checks names no pull requests.
 */
import type { Account } from '../state/accounts.ts';
import { headOf } from '../state/history.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { MergeGroup, PullRequest } from '../state/pulls.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene, World } from '../state/world.ts';
import { simpleCommitJson } from '../json/commits.ts';
import { repoOf } from '../json/conversations.ts';
import { deleteRef, moveBranch } from './commits.ts';
import { findCommit } from './find.ts';
import { putAccount } from './found.ts';
import { buildMerge, completeMerge, demandMergeable } from './merge.ts';
import { latestRuns, missingChecks, protectionOf } from './protection.ts';
import { unprocessable } from './refuse.ts';
import { requestSuites } from './suites.ts';
import { tellRepository, tellSubject } from './tell.ts';

const QUEUE = {
  login: 'github-merge-queue[bot]',
  id: 118_344_674,
  email: 'merge-queue@users.noreply.example',
};

function groupJson(world: World, group: MergeGroup): JsonObject {
  const commit = world.commits.find(`${group.repoId}:${group.headSha}`);
  return {
    head_sha: group.headSha,
    head_ref: `refs/heads/${group.headRef}`,
    base_sha: group.baseSha,
    base_ref: `refs/heads/${group.baseRef}`,
    ...(commit === undefined ? {} : { head_commit: simpleCommitJson(commit) }),
  };
}

function tellGroup(
  scene: Scene,
  group: MergeGroup,
  telling: { readonly action: string; readonly reason?: string },
): void {
  const { world } = scene;
  const { action, reason } = telling;
  const body = {
    ...(reason === undefined ? {} : { reason }),
    merge_group: groupJson(world, group),
  };
  tellRepository(scene, repoOf(world, group), { event: 'merge_group', action, body });
}

/** Puts pull requests into one group, in the order given; all must be ready to merge. */
export function enqueue(scene: Scene, repo: Repository, pulls: readonly PullRequest[]): MergeGroup {
  const { world } = scene;
  const [first] = pulls;
  const last = pulls.at(-1);
  if (first === undefined || last === undefined)
    throw unprocessable('A merge group needs a pull request.');
  if (protectionOf(world, repo.id, first.baseRef)?.mergeQueue !== true)
    throw unprocessable(`The branch ${first.baseRef} has no merge queue.`);
  for (const pull of pulls) demandMergeable(scene, pull, { queued: true });
  const base = headOf(world, repo, first.baseRef);
  if (base === undefined) throw unprocessable('Base branch does not exist');
  const head = pulls.reduce(
    (tip, pull) => buildMerge(scene, pull, { base: tip, method: 'merge' }),
    base,
  );
  const headRef = `gh-readonly-queue/${first.baseRef}/pr-${last.number}-${base.sha}`;
  const refs = new Map(world.repositories.get(repo.id)?.refs).set(`heads/${headRef}`, head.sha);
  world.repositories.patch(repo.id, { refs });
  const group = world.mergeGroups.put({
    id: world.ids.next('mergeGroup'),
    repoId: repo.id,
    pullIds: pulls.map((pull) => pull.id),
    headSha: head.sha,
    headRef,
    baseSha: base.sha,
    baseRef: first.baseRef,
    state: 'checking',
  });
  for (const pull of pulls) {
    const issue = world.issues.get(pull.id);
    if (issue !== undefined) tellSubject(scene, issue, { action: 'enqueued' });
  }
  requestSuites(scene, repo, { sha: head.sha, branch: headRef, before: base.sha });
  tellGroup(scene, group, { action: 'checks_requested' });
  return group;
}

function land(scene: Scene, repo: Repository, group: MergeGroup): void {
  const { world } = scene;
  moveBranch(scene, repo, { branch: group.baseRef, sha: group.headSha });
  for (const id of group.pullIds) {
    const pull = world.pulls.get(id);
    if (pull !== undefined) completeMerge(scene, pull, group.headSha);
  }
  deleteRef(world, repo, `heads/${group.headRef}`);
  tellGroup(scene, world.mergeGroups.patch(group.id, { state: 'merged' }), {
    action: 'destroyed',
    reason: 'merged',
  });
}

/** Takes a group out of the queue; its pull requests stay open. */
export function dissolve(
  scene: Scene,
  group: MergeGroup,
  cause: { readonly reason: 'dequeued' | 'invalidated'; readonly why: string },
): void {
  const { world } = scene;
  if (group.state !== 'checking') return;
  const after = world.mergeGroups.patch(group.id, { state: cause.reason });
  deleteRef(world, repoOf(world, group), `heads/${group.headRef}`);
  for (const id of group.pullIds) {
    const issue = world.issues.get(id);
    if (issue !== undefined)
      tellSubject(scene, issue, { action: 'dequeued', extra: { reason: cause.why } });
  }
  tellGroup(scene, after, { action: 'destroyed', reason: cause.reason });
}

/** The forge lands a group in the name of an account of its own, whoever put it together. */
function queueAccount(world: World): Account {
  const known = world.accounts.find(QUEUE.login);
  return known ?? putAccount(world, QUEUE, 'Bot');
}

/** Called after every verdict: a group whose checks all pass lands, one with a failed check is taken out. */
export function advanceQueue(scene: Scene, repo: Repository, sha: string): void {
  const { world } = scene;
  const group = world.mergeGroups
    .of(repo.id)
    .find((row) => row.headSha === sha && row.state === 'checking');
  if (group === undefined) return;
  const missing = missingChecks(world, { repoId: repo.id, sha, branch: group.baseRef });
  const queueScene: Scene = { world, actor: { kind: 'person', user: queueAccount(world) } };
  if (missing.length === 0) {
    const moved =
      headOf(world, repo, group.baseRef)?.sha !== findCommit(world, repo, group.baseSha).sha;
    if (moved) dissolve(queueScene, group, { reason: 'invalidated', why: 'INVALIDATED' });
    else land(queueScene, repo, group);
    return;
  }
  const failed = latestRuns(world, repo.id, sha).some(
    (run) => run.status === 'completed' && missing.includes(run.name),
  );
  if (failed) dissolve(queueScene, group, { reason: 'dequeued', why: 'CI_FAILURE' });
}
