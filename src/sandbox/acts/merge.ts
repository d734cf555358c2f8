/*
 * Merging. The branch rule decides first; then the merge moves the base branch, closes the pull request, and
 * closes every issue that a closing keyword in its body or commits names, in the name of whoever merged.
 */
import { applyChanges, changesOf, commitsBetween, headOf, storeCommit } from '../state/history.ts';
import type { PullRequest } from '../state/pulls.ts';
import type { Commit, Protection, Repository } from '../state/repositories.ts';
import type { Scene } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { repoOf } from '../json/conversations.ts';
import { fullName } from '../json/repositories.ts';
import { issueOf } from '../json/pulls.ts';
import { moveBranch, signatureOf } from './commits.ts';
import { lookUpRepository } from './find.ts';
import { operatorSignature } from './found.ts';
import { closeIssue } from './issues.ts';
import {
  latestRuns,
  mergeability,
  missingChecks,
  protectionOf,
  reviewObstacle,
} from './protection.ts';
import { conflict, methodNotAllowed } from './refuse.ts';
import { atLeast, demand, roleOf } from './rights.ts';
import { recordEvent, tellSubject } from './tell.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export type MergeInput = {
  readonly method?: MergeMethod;
  readonly title?: string;
  readonly message?: string;
  /** The head the merger has seen; a moved head refuses. */
  readonly sha?: string;
};

function failedRule(scene: Scene, pull: PullRequest): string | null {
  const { world } = scene;
  const missing = missingChecks(world, {
    repoId: pull.repoId,
    sha: pull.headSha,
    branch: pull.baseRef,
  });
  const [first] = missing;
  if (first !== undefined) {
    if (missing.length > 1)
      return `${missing.length} of ${missing.length} required status checks have not succeeded: ${missing.join(', ')}.`;
    const reported = latestRuns(world, pull.repoId, pull.headSha).find((run) => run.name === first);
    if (reported === undefined) return `Required status check "${first}" is expected.`;
    return `Required status check "${first}" is ${reported.status === 'completed' ? 'failing' : 'in progress'}.`;
  }
  return reviewObstacle(world, pull);
}

function mayBypass(scene: Scene, repo: Repository, rules: Protection | undefined): boolean {
  return (
    rules?.enforceAdmins === false && atLeast(roleOf(scene.world, repo, scene.actor.user), 'admin')
  );
}

export function demandMergeable(
  scene: Scene,
  pull: PullRequest,
  input: { readonly sha?: string | undefined; readonly queued: boolean },
): void {
  const { world } = scene;
  const repo = repoOf(world, pull);
  demand(scene, repo, { role: 'write', permission: ['contents', 'write'], what: 'Merging' });
  const { mergeable, state } = mergeability(world, pull);
  if (state === 'draft') throw methodNotAllowed('Pull Request is still a draft');
  if (!mergeable) throw methodNotAllowed('Pull Request is not mergeable');
  if (input.sha !== undefined && input.sha !== pull.headSha)
    throw conflict('Head branch was modified. Review and try the merge again.');
  const rules = protectionOf(world, pull.repoId, pull.baseRef);
  if (mayBypass(scene, repo, rules)) return;
  const obstacle = failedRule(scene, pull);
  if (obstacle !== null) throw methodNotAllowed(obstacle);
  if (rules?.mergeQueue === true && !input.queued)
    throw methodNotAllowed('Changes must be made through the merge queue');
}

/** Makes the commit (or commits) that bring the pull request onto `base`; moves nothing. */
export function buildMerge(
  scene: Scene,
  pull: PullRequest,
  options: MergeInput & { readonly base: Commit },
): Commit {
  const { world, actor } = scene;
  const issue = issueOf(world, pull);
  const { base, method = 'merge' } = options;
  const merger = signatureOf(world, actor.user.login);
  const forge = operatorSignature(world);
  const range = { base: base.sha, head: pull.headSha };
  const tree = applyChanges(base.tree, changesOf(world, pull.repoId, range));
  // What the forge itself commits it signs.
  const common = { repoId: pull.repoId, committer: forge, tree, signed: true };
  if (method === 'rebase') return replay(scene, pull, base);
  const own = commitsBetween(world, pull.repoId, range);
  if (method === 'squash') {
    const author = own[0]?.author ?? merger;
    const title = options.title ?? `${issue.title} (#${pull.number})`;
    const text = options.message ?? own.map((commit) => `* ${commit.message}`).join('\n\n');
    return storeCommit(world, {
      ...common,
      parents: [base.sha],
      message: `${title}\n\n${text}`.trimEnd(),
      author: { ...author, date: stamp(world) },
    });
  }
  const title =
    options.title ??
    `Merge pull request #${pull.number} from ${fullName(world, repoOf(world, pull)).split('/')[0] ?? ''}/${pull.headRef}`;
  return storeCommit(world, {
    ...common,
    parents: [base.sha, pull.headSha],
    message: `${title}\n\n${options.message ?? issue.title}`,
    author: merger,
  });
}

function replay(scene: Scene, pull: PullRequest, base: Commit): Commit {
  const { world, actor } = scene;
  let tip = base;
  for (const commit of commitsBetween(world, pull.repoId, { base: base.sha, head: pull.headSha })) {
    const tree = applyChanges(
      tip.tree,
      changesOf(world, pull.repoId, { base: commit.parents[0] ?? '', head: commit.sha }),
    );
    const { repoId, message, author } = commit;
    tip = storeCommit(world, {
      repoId,
      parents: [tip.sha],
      message,
      author,
      committer: signatureOf(world, actor.user.login),
      tree,
    });
  }
  return tip;
}

const closing =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s{1,8}([\w.-]{1,40}\/[\w.-]{1,100})?#(\d{1,9})\b/gi;

function closeNamedIssues(
  scene: Scene,
  repo: Repository,
  texts: readonly { readonly text: string; readonly sha: string | null }[],
): void {
  const { world } = scene;
  const own = fullName(world, repo);
  for (const { text, sha } of texts) {
    for (const [, elsewhere, number] of text.matchAll(closing)) {
      const target =
        elsewhere === undefined || elsewhere.toLowerCase() === own.toLowerCase()
          ? repo
          : lookUpRepository(world, elsewhere);
      const issue = world.issues.find(`${target.id}#${Number(number)}`);
      if (issue !== undefined && !issue.isPull) closeIssue(scene, issue, { commitSha: sha });
    }
  }
}

/** Marks the pull request merged by a commit that is on its base branch already. */
export function completeMerge(scene: Scene, pull: PullRequest, mergeSha: string): PullRequest {
  const { world, actor } = scene;
  const repo = repoOf(world, pull);
  const issue = issueOf(world, pull);
  const own = commitsBetween(world, repo.id, { base: pull.baseSha, head: pull.headSha });
  const now = stamp(world);
  const after = world.pulls.patch(pull.id, {
    merged: true,
    mergedAt: now,
    mergedById: actor.user.id,
    mergeCommitSha: mergeSha,
  });
  const closed = world.issues.patch(pull.id, {
    state: 'closed',
    closedAt: now,
    closedById: actor.user.id,
    updatedAt: now,
  });
  recordEvent(scene, closed, { kind: 'merged', commitSha: mergeSha });
  recordEvent(scene, closed, { kind: 'closed', stateReason: null, commitSha: null });
  tellSubject(scene, closed, { action: 'closed' });
  if (pull.baseRef === repo.defaultBranch) {
    closeNamedIssues(scene, repo, [
      { text: issue.body ?? '', sha: null },
      ...own.map(({ message, sha }) => ({ text: message, sha })),
    ]);
  }
  return after;
}

export function mergePull(scene: Scene, pull: PullRequest, input: MergeInput = {}): PullRequest {
  const { world } = scene;
  demandMergeable(scene, pull, { sha: input.sha, queued: false });
  const repo = repoOf(world, pull);
  const base = headOf(world, repo, pull.baseRef);
  if (base === undefined) throw methodNotAllowed('Base branch does not exist');
  const commit = buildMerge(scene, pull, { ...input, base });
  moveBranch(scene, repo, { branch: pull.baseRef, sha: commit.sha });
  return completeMerge(scene, world.pulls.get(pull.id) ?? pull, commit.sha);
}
