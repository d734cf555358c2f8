/**
 * What a push did to a pull request: the tree it led to, the files it stands for, and whether it only merged the target
 * branch in or came from known machines.
 *
 * What must stay true: in doubt nothing is said. Names in a commit are whatever its author wrote, so makers count only
 * where the forge has verified the signature, and together with whoever pushed; a merge counts only where its other
 * parent is none of the own commits.
 */
import { createHash } from 'node:crypto';
import { canonicalize } from '../audit/canonical.ts';
import type { PullCommit, PullFacts, PullFile } from './facts.ts';
import type { Push } from './state.ts';

const UNKNOWN: Push = { tree: null, content: null, merges: false, makers: [] };

/** The tree of the head and a digest of its files, empty where they are not known: for the event of an approval. */
export function contentOfHead(pull: PullFacts | undefined): {
  readonly tree: string;
  readonly content: string;
} {
  const commit = pull?.detail?.commits?.find(({ sha }) => sha === pull.head);
  return { tree: commit?.tree ?? '', content: digestOf(pull?.detail?.files ?? null) ?? '' };
}

type Moved = {
  readonly from: string;
  readonly to: string;
  /** Who led it there, by account id; null: nobody told. */
  readonly pusher: string | null;
};

/** `seen`: the pull request with the new head, as observed; undefined when it was not. */
export function readPush({ from, to, pusher }: Moved, seen: PullFacts | undefined): Push {
  const commits = seen?.detail?.commits ?? null;
  if (seen?.head !== to || commits === null) return UNKNOWN;
  const own = new Map(commits.map((commit) => [commit.sha, commit]));
  const content = digestOf(seen.detail?.files ?? null);
  const known = { ...UNKNOWN, tree: own.get(to)?.tree ?? null, content };
  const fresh = freshCommits(own, from, to);
  if (fresh === null) return known;
  const merges = fresh.every((commit) => isUpdate(commit, own));
  return { ...known, merges, makers: merges ? [] : makersOf(fresh, pusher) };
}

/** What was added on top of `from`; null when it was not on top of it. */
function freshCommits(
  own: ReadonlyMap<string, PullCommit>,
  from: string,
  to: string,
): readonly PullCommit[] | null {
  const before = new Set(reach(own, from).map(({ sha }) => sha));
  const all = reach(own, to);
  const fresh = all.filter(({ sha }) => !before.has(sha));
  const isOnTop = before.has(from) && all.some(({ sha }) => sha === from);
  return isOnTop && fresh.length > 0 ? fresh : null;
}

function reach(own: ReadonlyMap<string, PullCommit>, start: string): readonly PullCommit[] {
  const found = new Map<string, PullCommit>();
  const open = [start];
  while (open.length > 0) {
    const commit = own.get(open.pop() ?? '');
    if (commit === undefined || found.has(commit.sha)) continue;
    found.set(commit.sha, commit);
    open.push(...commit.parents);
  }
  return [...found.values()];
}

/** A merge into the branch of something that is not of the branch: what is listed is only what the target lacks. */
function isUpdate({ parents }: PullCommit, own: ReadonlyMap<string, PullCommit>): boolean {
  const [first = '', second = ''] = parents;
  return parents.length === 2 && own.has(first) && !own.has(second);
}

/** A forge signs what is written on its pages in whatever name, so whoever pushed is one of them. */
function makersOf(fresh: readonly PullCommit[], pusher: string | null): readonly string[] {
  const isPlain = fresh.every(
    ({ signed, parents, by }) => signed && parents.length === 1 && by.length > 0,
  );
  if (!isPlain || pusher === null) return [];
  return [...new Set([pusher, ...fresh.flatMap(({ by }) => by.map(({ id }) => id))])];
}

/** Null when the forge did not say exactly what each file holds. */
function digestOf(files: readonly PullFile[] | null): string | null {
  const lines = (files ?? []).map(({ path, previous, blob, added, deleted }) =>
    blob === undefined || blob === null ? null : [path, previous, blob, added, deleted],
  );
  if (lines.length === 0 || lines.includes(null)) return null;
  const spelled = lines.map((line) => canonicalize(line)).sort();
  return createHash('sha256').update(canonicalize(spelled)).digest('hex');
}
