/*
 * The button "Update branch": what the target branch has gained is merged into the branch of a pull request, as a commit
 * of whoever pressed it, committed and signed by the forge itself. What does not merge by itself is refused.
 */
import { changesOf, commitsBetween, headOf, storeCommit } from '../state/history.ts';
import type { PullRequest } from '../state/pulls.ts';
import type { Commit } from '../state/repositories.ts';
import type { Scene } from '../state/world.ts';
import { repoOf } from '../json/conversations.ts';
import { mergedTree, moveBranch, signatureOf } from './commits.ts';
import { operatorSignature } from './found.ts';
import { notFound, unprocessable } from './refuse.ts';
import { demand } from './rights.ts';

export function updateBranch(scene: Scene, pull: PullRequest): Commit {
  const { world, actor } = scene;
  const repo = repoOf(world, pull);
  demand(scene, repo, { role: 'write', permission: ['contents', 'write'], what: 'Updating' });
  const [ours, theirs] = [headOf(world, repo, pull.headRef), headOf(world, repo, pull.baseRef)];
  if (ours === undefined || theirs === undefined) throw notFound();
  const { id: repoId } = repo;
  if (commitsBetween(world, repoId, { base: ours.sha, head: theirs.sha }).length === 0)
    throw unprocessable('There are no new commits on the base branch.');
  if (isInConflict(scene, ours, theirs))
    throw unprocessable('merge conflict between base and head');
  const merge = storeCommit(world, {
    repoId,
    parents: [ours.sha, theirs.sha],
    message: `Merge branch '${pull.baseRef}' into ${pull.headRef}`,
    author: signatureOf(world, actor.user.login),
    committer: operatorSignature(world),
    tree: mergedTree(world, ours, theirs),
    signed: true,
  });
  moveBranch(scene, repo, { branch: pull.headRef, sha: merge.sha });
  return merge;
}

/** Here files are merged whole: what both sides changed, differently, is a conflict. */
function isInConflict({ world }: Scene, ours: Commit, theirs: Commit): boolean {
  const { repoId } = ours;
  const changed = changesOf(world, repoId, { base: theirs.sha, head: ours.sha });
  const there = changesOf(world, repoId, { base: ours.sha, head: theirs.sha });
  return changed.some(({ path, after }) =>
    there.some((other) => other.path === path && other.after !== after),
  );
}
