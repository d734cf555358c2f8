/*
 * Git as far as a forge shows it: object names, what changed between two trees, which commits lie between two
 * points. Names are true git hashes for blobs and depend on content only, so equal trees have equal names.
 */
import { createHash } from 'node:crypto';
import type { Commit, Repository, Signature, Tree } from './repositories.ts';
import type { World } from './world.ts';

function gitHash(kind: string, content: string): string {
  const bytes = Buffer.from(content, 'utf8');
  return createHash('sha1').update(`${kind} ${bytes.length}\0`).update(bytes).digest('hex');
}

export function blobSha(content: string): string {
  return gitHash('blob', content);
}

export function treeSha(tree: Tree): string {
  const lines = [...tree.keys()].sort().map((path) => `${blobSha(tree.get(path) ?? '')} ${path}`);
  return gitHash('tree', lines.join('\n'));
}

export type CommitDraft = {
  readonly repoId: number;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
  readonly tree: Tree;
  readonly signed?: boolean;
};

export function storeCommit(world: World, draft: CommitDraft): Commit {
  const tree = treeSha(draft.tree);
  const who = (signature: Signature): string =>
    `${signature.name} <${signature.email}> ${signature.date}`;
  const sha = gitHash(
    'commit',
    [tree, ...draft.parents, who(draft.author), who(draft.committer), '', draft.message].join('\n'),
  );
  const known = world.commits.find(`${draft.repoId}:${sha}`);
  const { signed = false } = draft;
  const id = world.ids.next('commit');
  return known ?? world.commits.put({ ...draft, signed, id, sha, treeSha: tree });
}

/** The commit and all its ancestors, newest first along each line. */
export function ancestry(world: World, repoId: number, sha: string): ReadonlyMap<string, Commit> {
  const seen = new Map<string, Commit>();
  const queue = [sha];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const commit = seen.has(next) ? undefined : world.commits.find(`${repoId}:${next}`);
    if (commit === undefined) continue;
    seen.set(next, commit);
    queue.push(...commit.parents);
  }
  return seen;
}

/** Commits reachable from `head` and not from `base`, oldest first. */
export function commitsBetween(
  world: World,
  repoId: number,
  range: { readonly base: string; readonly head: string },
): readonly Commit[] {
  const below = ancestry(world, repoId, range.base);
  return [...ancestry(world, repoId, range.head).values()]
    .filter((commit) => !below.has(commit.sha))
    .reverse();
}

export function mergeBase(
  world: World,
  repoId: number,
  range: { readonly base: string; readonly head: string },
): Commit | undefined {
  const below = ancestry(world, repoId, range.base);
  return [...ancestry(world, repoId, range.head).values()].find((commit) => below.has(commit.sha));
}

export type FileChange = {
  readonly path: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  /** Its name before, when it was renamed. */
  readonly previous?: string;
  readonly additions: number;
  readonly deletions: number;
  readonly before: string | null;
  readonly after: string | null;
};

function lines(text: string | null): readonly string[] {
  if (text === null || text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function countMissing(from: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  let missing = 0;
  for (const line of from) {
    const have = left.get(line) ?? 0;
    if (have === 0) missing += 1;
    else left.set(line, have - 1);
  }
  return missing;
}

export function diffTrees(before: Tree, after: Tree): readonly FileChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path): readonly FileChange[] => {
    const old = before.get(path) ?? null;
    const now = after.get(path) ?? null;
    if (old === now) return [];
    const status = old === null ? 'added' : now === null ? 'removed' : 'modified';
    const additions = countMissing(lines(now), lines(old));
    const deletions = countMissing(lines(old), lines(now));
    return [{ path, status, additions, deletions, before: old, after: now }];
  });
}

/** As a forge shows them: a file that went while another with its very content came is one that was renamed. */
export function withRenames(changes: readonly FileChange[]): readonly FileChange[] {
  const gone = changes.filter(({ status }) => status === 'removed');
  const from = new Map<FileChange, FileChange>();
  for (const change of changes) {
    if (change.status !== 'added') continue;
    const before = gone.find((one) => one.before === change.after && !isIn(from, one));
    if (before !== undefined) from.set(change, before);
  }
  return changes
    .filter((change) => !isIn(from, change))
    .map((change) => {
      const before = from.get(change);
      if (before === undefined) return change;
      const unchanged = { additions: 0, deletions: 0, before: before.before };
      return { ...change, ...unchanged, status: 'renamed', previous: before.path };
    });
}

function isIn(from: ReadonlyMap<FileChange, FileChange>, change: FileChange): boolean {
  return [...from.values()].includes(change);
}

/** A plain patch text: removed lines, then added lines, as one hunk. */
export function patchOf(change: FileChange): string {
  const old = lines(change.before);
  const now = lines(change.after);
  const head = `@@ -${old.length === 0 ? 0 : 1},${old.length} +${now.length === 0 ? 0 : 1},${now.length} @@`;
  return [head, ...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)].join('\n');
}

/** Carries the changes of one side onto another tree; a path changed on both sides takes `ours`. */
export function applyChanges(tree: Tree, changes: readonly FileChange[]): Tree {
  const next = new Map(tree);
  for (const change of changes) {
    if (change.after === null) next.delete(change.path);
    else next.set(change.path, change.after);
  }
  return next;
}

export function changesOf(
  world: World,
  repoId: number,
  range: { readonly base: string; readonly head: string },
): readonly FileChange[] {
  const head = world.commits.find(`${repoId}:${range.head}`);
  const base = mergeBase(world, repoId, range);
  return head === undefined ? [] : diffTrees(base?.tree ?? new Map(), head.tree);
}

export function headOf(world: World, repo: Repository, branch: string): Commit | undefined {
  const sha = world.repositories.get(repo.id)?.refs.get(`heads/${branch}`);
  return sha === undefined ? undefined : world.commits.find(`${repo.id}:${sha}`);
}
