/**
 * `push` deliveries to the default branch: whether one may have changed the rules, and that it was made at all, for it
 * may have come past every pull request. Everything else that follows from new commits is told by those and by checks.
 *
 * What must stay true: when the delivery does not list every commit, the push counts as one that touched the rules.
 */
import {
  fieldOf,
  listAt,
  parseRecord,
  plainText,
  recordAt,
  textAt,
  textOrNullAt,
} from '../shape.ts';
import type { Json } from '../shape.ts';
import { nothing } from './told.ts';
import type { Delivered, Told } from './told.ts';

/** GitHub lists no more commits of a push than these, and does not say that it stopped. */
const MOST_LISTED = 20;
const OWNERS = new Set(['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS']);
const POLICY_FILES = new Set(['.github/holdpoint.yml', 'holdpoint.yml']);
const POLICY_FOLDER = '.github/holdpoint/';

export function pushTold({ payload }: Delivered): Told {
  const branch = textAt(recordAt(payload, 'repository'), 'default_branch');
  if (textAt(payload, 'ref') !== `refs/heads/${branch}`)
    return nothing('a push to another branch than the default one');
  const commits = listAt(payload, 'commits').map((commit) => parseRecord(commit, 'commit'));
  const files = [...new Set(commits.flatMap(touched))].filter(isPolicy).toSorted();
  const before = textAt(payload, 'before');
  const after = textAt(payload, 'after');
  const moved = { branch: plainText(branch), before, after };
  const forced = fieldOf(payload, 'forced') === true ? { forced: true as const } : {};
  const at = pushedAt(recordAt(payload, 'repository'));
  return files.length === 0 && isListed(payload, commits)
    ? { fact: { kind: 'branch_pushed', ...moved }, at }
    : { fact: { kind: 'policy_pushed', ...moved, ...forced, files }, at };
}

/** Seconds since 1970, in this event alone; the time of a commit is whatever its author says. */
function pushedAt(repository: Json): string | null {
  const at = fieldOf(repository, 'pushed_at');
  return typeof at === 'number' ? new Date(at * 1_000).toISOString() : null;
}

function isListed(payload: Json, commits: readonly Json[]): boolean {
  const odd = ['forced', 'created', 'deleted'].some((how) => fieldOf(payload, how) === true);
  return (
    !odd && commits.length > 0 && commits.length < MOST_LISTED && reachesHead(payload, commits)
  );
}

function reachesHead(payload: Json, commits: readonly Json[]): boolean {
  return commits.some((commit) => textOrNullAt(commit, 'id') === textAt(payload, 'after'));
}

function touched(commit: Json): readonly string[] {
  return ['added', 'modified', 'removed'].flatMap((how) => {
    const paths = fieldOf(commit, how);
    return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
  });
}

function isPolicy(path: string): boolean {
  return OWNERS.has(path) || POLICY_FILES.has(path) || path.startsWith(POLICY_FOLDER);
}
