/*
 * Writing commits and moving branches. A push tells three parties: the repository (`push`), every app with
 * check rights (`check_suite.requested`), and open pull requests whose head moved (`synchronize`), in that order.
 * Whom a commit belongs to is found by e-mail address, exactly as easily forged as on the forge.
 */
import { ancestry, applyChanges, changesOf, headOf, storeCommit } from '../state/history.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { PullRequest } from '../state/pulls.ts';
import type { Commit, Repository, Signature, Tree } from '../state/repositories.ts';
import type { Scene, World } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { simpleCommitJson } from '../json/commits.ts';
import { pullJson } from '../json/pulls.ts';
import { repoPage } from '../json/repositories.ts';
import { resolveRef } from './find.ts';
import { forbidden, notFound, unprocessable } from './refuse.ts';
import { atLeast, demand, roleOf } from './rights.ts';
import { dismissStale } from './reviews.ts';
import { requestSuites } from './suites.ts';
import { recordEvent, tellRepository } from './tell.ts';

/** A login, or a name and address as `git config` would have them. */
export type Identity = string | { readonly name: string; readonly email: string };

export type CommitInput = {
  readonly message: string;
  readonly author?: Identity;
  readonly committer?: Identity;
  /** Path to content; null removes the file. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly signed?: boolean;
  /** A branch or sha that is merged in; `files` is what the conflict was resolved to, or what slipped in. */
  readonly merges?: string;
};

export type PushInput = {
  readonly branch: string;
  readonly commits: readonly CommitInput[];
  /** Where a new branch starts, or where a forced push restarts: a branch or sha; the default branch if absent. */
  readonly from?: string;
  readonly force?: boolean;
};

export function signatureOf(world: World, identity: Identity): Signature {
  const date = stamp(world);
  if (typeof identity !== 'string') {
    const owner = world.accounts.all().find((account) => account.email === identity.email);
    return { ...identity, date, userId: owner?.id ?? null };
  }
  const account = world.accounts.find(identity.toLowerCase());
  if (account === undefined)
    throw new Error(`Nobody is called ${identity}; give a name and an e-mail address instead.`);
  return { name: account.name ?? account.login, email: account.email, date, userId: account.id };
}

export function commitOnto(scene: Scene, parent: Commit, input: CommitInput): Commit {
  const { world, actor } = scene;
  const { repoId } = parent;
  const other = input.merges === undefined ? null : mergedIn(world, repoId, input.merges);
  const tree = new Map(other === null ? parent.tree : mergedTree(world, parent, other));
  for (const [path, content] of Object.entries(input.files ?? {})) {
    if (content === null) tree.delete(path);
    else tree.set(path, content);
  }
  const author = signatureOf(world, input.author ?? actor.user.login);
  const committer = input.committer === undefined ? author : signatureOf(world, input.committer);
  return storeCommit(world, {
    repoId,
    parents: [parent.sha, ...(other === null ? [] : [other.sha])],
    message: input.message,
    author,
    committer,
    tree,
    ...(input.signed === undefined ? {} : { signed: input.signed }),
  });
}

function mergedIn(world: World, repoId: number, name: string): Commit {
  const repo = world.repositories.get(repoId);
  const found = repo === undefined ? undefined : resolveRef(world, repo, name);
  if (found === undefined) throw notFound();
  return found;
}

/** What `theirs` changed since the two went apart, brought to what `ours` holds. */
export function mergedTree(world: World, ours: Commit, theirs: Commit): Tree {
  const range = { base: ours.sha, head: theirs.sha };
  return applyChanges(ours.tree, changesOf(world, ours.repoId, range));
}

function demandOpenBranch(scene: Scene, repo: Repository, branch: string): void {
  const rules = scene.world.repositories.get(repo.id)?.protection.get(branch);
  if (rules === undefined || (rules.requiredReviews === 0 && rules.requiredChecks.length === 0))
    return;
  const admin = atLeast(roleOf(scene.world, repo, scene.actor.user), 'admin');
  if (admin && !rules.enforceAdmins) return;
  throw forbidden(
    `GH006: Protected branch update failed for refs/heads/${branch}: changes must be made through a pull request.`,
  );
}

function pushJson(world: World, repo: Repository, moved: Movement): JsonObject {
  const { before, after, forced } = moved;
  const head = world.commits.find(`${repo.id}:${after}`);
  const none = '0'.repeat(40);
  const known = before === null ? new Map() : ancestry(world, repo.id, before);
  const fresh = [...ancestry(world, repo.id, after).values()].filter(
    (commit) => !known.has(commit.sha),
  );
  const page = repoPage(world, repo);
  const commits = (before === null ? fresh.slice(0, 1) : fresh)
    .reverse()
    .map((commit) => pushCommitJson(world, repo, commit));
  const pusher = world.accounts.get(moved.pusherId);
  return {
    ref: `refs/heads/${moved.branch}`,
    before: before ?? none,
    after,
    created: before === null,
    deleted: false,
    forced,
    base_ref: null,
    compare: `${page}/compare/${(before ?? none).slice(0, 12)}...${after.slice(0, 12)}`,
    commits,
    head_commit: head === undefined ? null : pushCommitJson(world, repo, head),
    pusher: { name: pusher?.login ?? 'ghost', email: pusher?.email ?? null },
  };
}

function pushCommitJson(world: World, repo: Repository, commit: Commit): JsonObject {
  const parent = world.commits.find(`${repo.id}:${commit.parents[0] ?? ''}`);
  const paths = [...new Set([...commit.tree.keys(), ...(parent?.tree.keys() ?? [])])];
  const was = (path: string): string | undefined => parent?.tree.get(path);
  const is = (path: string): string | undefined => commit.tree.get(path);
  return {
    ...simpleCommitJson(commit),
    distinct: true,
    url: `${repoPage(world, repo)}/commit/${commit.sha}`,
    added: paths.filter((path) => was(path) === undefined && is(path) !== undefined),
    removed: paths.filter((path) => was(path) !== undefined && is(path) === undefined),
    modified: paths.filter(
      (path) => was(path) !== undefined && is(path) !== undefined && was(path) !== is(path),
    ),
  };
}

export type Movement = {
  readonly branch: string;
  readonly before: string | null;
  readonly after: string;
  readonly forced: boolean;
  readonly pusherId: number;
};

function moveHeads(scene: Scene, repo: Repository, moved: Movement): void {
  const { world } = scene;
  for (const pull of world.pulls.of(repo.id)) {
    const issue = world.issues.get(pull.id);
    if (pull.headRef !== moved.branch || issue?.state !== 'open') continue;
    const before = pull.headSha;
    const baseSha = headOf(world, repo, pull.baseRef)?.sha ?? pull.baseSha;
    const after = world.pulls.patch(pull.id, {
      headSha: moved.after,
      baseSha,
      lastPusherId: moved.pusherId,
    });
    const touched = world.issues.patch(pull.id, { updatedAt: stamp(world) });
    if (moved.forced)
      recordEvent(scene, touched, { kind: 'head_ref_force_pushed', commitSha: moved.after });
    tellSynchronize(scene, repo, { pull: after, before });
    dismissStale(scene, after, before);
  }
}

function tellSynchronize(
  scene: Scene,
  repo: Repository,
  { pull, before }: { readonly pull: PullRequest; readonly before: string },
): void {
  const body = {
    number: pull.number,
    pull_request: pullJson(scene.world, pull),
    before,
    after: pull.headSha,
  };
  tellRepository(scene, repo, { event: 'pull_request', action: 'synchronize', body });
}

/** Points a branch at a commit and tells everybody whom it concerns; asks for no rights. */
export function moveBranch(
  scene: Scene,
  repo: Repository,
  target: { readonly branch: string; readonly sha: string; readonly forced?: boolean },
): void {
  const { world, actor } = scene;
  const current = world.repositories.get(repo.id) ?? repo;
  const before = current.refs.get(`heads/${target.branch}`) ?? null;
  const moved: Movement = {
    branch: target.branch,
    before,
    after: target.sha,
    forced: target.forced === true,
    pusherId: actor.user.id,
  };
  world.repositories.patch(repo.id, {
    refs: new Map(current.refs).set(`heads/${target.branch}`, target.sha),
    pushedAt: stamp(world),
  });
  tellRepository(scene, repo, { event: 'push', action: null, body: pushJson(world, repo, moved) });
  requestSuites(scene, repo, { sha: target.sha, branch: target.branch, before });
  moveHeads(scene, repo, moved);
}

export function deleteRef(world: World, repo: Repository, name: string): void {
  const refs = new Map(world.repositories.get(repo.id)?.refs);
  refs.delete(name);
  world.repositories.patch(repo.id, { refs });
}

/** Adds commits to a branch, or replaces what it held when forced. Returns the new head. */
export function push(scene: Scene, repo: Repository, input: PushInput): Commit {
  const { world } = scene;
  demand(scene, repo, { role: 'write', permission: ['contents', 'write'], what: 'Pushing' });
  demandOpenBranch(scene, repo, input.branch);
  const existing = headOf(world, repo, input.branch);
  const start =
    existing === undefined || input.force === true
      ? resolveRef(world, repo, input.from ?? repo.defaultBranch)
      : existing;
  if (start === undefined) throw notFound();
  const head = input.commits.reduce((parent, commit) => commitOnto(scene, parent, commit), start);
  if (existing?.sha === head.sha) throw unprocessable('Everything up-to-date');
  moveBranch(scene, repo, {
    branch: input.branch,
    sha: head.sha,
    forced: input.force === true && existing !== undefined,
  });
  return head;
}
