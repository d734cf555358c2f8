/**
 * GraphQL's answer about a pull request, told in the words in which REST would have told it, so that there is one reader
 * for both. Whatever was not answered whole is null: it is read again from its own address.
 */
import type { RepoRef } from '../../core/intent/notice.ts';
import {
  fieldOf,
  idAt,
  isRecord,
  listAt,
  numberAt,
  parseRecord,
  plainText,
  recordAt,
  recordOrNullAt,
  textAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';

export type Told = {
  readonly pull: Json;
  readonly commits: readonly Json[] | null;
  readonly reviews: readonly Json[] | null;
  readonly files: readonly Json[] | null;
  readonly runs: readonly Json[] | null;
  /** Whether anybody ever posted a status; only their own list says who. */
  readonly hasStatuses: boolean;
  readonly owners: string | null | undefined;
};

/** Null: no pull request of this repository is told; whether there is one, its own address says. */
export function toldInWords(data: unknown, repo: RepoRef): Told | null {
  const found = recordOrNullAt(parseRecord(data, 'data'), 'repository');
  const pull = found === null ? null : recordOrNullAt(found, 'pullRequest');
  if (found === null || pull === null || idAt(found, 'databaseId') !== repo.id) return null;
  const head = headCommit(pull);
  const commits = nodesAt(pull, 'commits');
  return {
    pull: pullJson(pull, fieldOf(found, 'databaseId')),
    commits: commits?.map((node) => commitJson(recordAt(node, 'commit'))) ?? null,
    reviews: nodesAt(pull, 'reviews')?.map(reviewJson) ?? null,
    files: filesJson(pull),
    runs: head === null ? null : runsJson(head),
    hasStatuses: head === null || recordOrNullAt(head, 'status') !== null,
    owners: ownersOf(pull),
  };
}

/** Null when there are more. */
function nodesAt(of: Json, key: string): readonly Json[] | null {
  const list = recordOrNullAt(of, key);
  if (list === null || fieldOf(recordAt(list, 'pageInfo'), 'hasNextPage') !== false) return null;
  return allNodes(list);
}

function allNodes(list: Json): readonly Json[] {
  return listAt(list, 'nodes').filter(isRecord);
}

function pullJson(pull: Json, repoId: unknown): Json {
  const here = { id: repoId };
  const merge = recordOrNullAt(pull, 'mergeCommit');
  const labels = recordOrNullAt(pull, 'labels');
  return {
    number: numberAt(pull, 'number'),
    html_url: textAt(pull, 'url'),
    title: textAt(pull, 'title'),
    body: fieldOf(pull, 'body'),
    state: textAt(pull, 'state') === 'OPEN' ? 'open' : 'closed',
    draft: fieldOf(pull, 'isDraft'),
    merged: fieldOf(pull, 'merged'),
    merged_at: fieldOf(pull, 'mergedAt'),
    merge_commit_sha: merge === null ? null : fieldOf(merge, 'oid'),
    user: accountJson(recordOrNullAt(pull, 'author')),
    head: {
      sha: textAt(pull, 'headRefOid'),
      ref: textAt(pull, 'headRefName'),
      repo: fieldOf(pull, 'isCrossRepository') === false ? here : null,
    },
    base: { ref: textAt(pull, 'baseRefName'), repo: here },
    changed_files: fieldOf(pull, 'changedFiles'),
    labels: labels === null ? [] : allNodes(labels),
  };
}

/** Null: an account that is gone, or of a kind that acts for nobody. */
function accountJson(account: Json | null): Json | null {
  if (account === null || typeof fieldOf(account, 'databaseId') !== 'number') return null;
  const type = textAt(account, '__typename');
  const login = textAt(account, 'login');
  // Only REST writes the suffix that no person's login can have.
  const full = type === 'Bot' && !login.endsWith('[bot]') ? `${login}[bot]` : login;
  return { id: fieldOf(account, 'databaseId'), login: full, type };
}

function commitJson(commit: Json): Json {
  const signature = recordOrNullAt(commit, 'signature');
  const [author, committer] = ['author', 'committer'].map((hand) => recordOrNullAt(commit, hand));
  return {
    sha: textAt(commit, 'oid'),
    commit: {
      message: fieldOf(commit, 'message'),
      tree: { sha: textAt(recordAt(commit, 'tree'), 'oid') },
      author,
      committer,
      verification: { verified: signature !== null && fieldOf(signature, 'isValid') === true },
    },
    parents: allNodes(recordAt(commit, 'parents')).map((one) => ({ sha: fieldOf(one, 'oid') })),
    author: userOf(author ?? null),
    committer: userOf(committer ?? null),
    // More than REST knows: whom a co-author's address belongs to.
    co_authors: allNodes(recordAt(commit, 'authors')).map(userOf),
  };
}

function userOf(hand: Json | null): Json | null {
  return hand === null ? null : accountJson(recordOrNullAt(hand, 'user'));
}

function reviewJson(review: Json): Json {
  const commit = recordOrNullAt(review, 'commit');
  return {
    user: accountJson(recordOrNullAt(review, 'author')),
    state: fieldOf(review, 'state'),
    submitted_at: fieldOf(review, 'submittedAt'),
    commit_id: commit === null ? null : fieldOf(commit, 'oid'),
  };
}

/** What a file was called before, only REST says. */
function filesJson(pull: Json): readonly Json[] | null {
  const files = nodesAt(pull, 'files');
  if (files === null || files.length < numberAt(pull, 'changedFiles')) return null;
  const moved = files.some((file) => ['RENAMED', 'COPIED'].includes(textAt(file, 'changeType')));
  return moved ? null : files.map(fileJson);
}

function fileJson(file: Json): Json {
  const [additions, deletions] = [numberAt(file, 'additions'), numberAt(file, 'deletions')];
  return { filename: textAt(file, 'path'), additions, deletions };
}

/** Null when the last of the commits is not the head. */
function headCommit(pull: Json): Json | null {
  const [last] = allNodes(recordAt(pull, 'head')).map((node) => recordAt(node, 'commit'));
  return last !== undefined && fieldOf(last, 'oid') === fieldOf(pull, 'headRefOid') ? last : null;
}

function runsJson(commit: Json): readonly Json[] | null {
  const suites = nodesAt(commit, 'checkSuites');
  if (suites === null) return null;
  const runs: Json[] = [];
  for (const suite of suites) {
    const told = nodesAt(suite, 'checkRuns');
    if (told === null) return null;
    runs.push(...told.map((run) => runJson(run, suite)));
  }
  return runs;
}

function runJson(run: Json, suite: Json): Json {
  const app = recordOrNullAt(suite, 'app');
  const ran = recordOrNullAt(suite, 'workflowRun');
  const conclusion = textOrNullAt(run, 'conclusion');
  return {
    id: fieldOf(run, 'databaseId'),
    name: fieldOf(run, 'name'),
    status: textAt(run, 'status').toLowerCase(),
    conclusion: conclusion === null ? null : conclusion.toLowerCase(),
    started_at: fieldOf(run, 'startedAt'),
    details_url: fieldOf(run, 'detailsUrl'),
    app: app === null ? null : { id: fieldOf(app, 'databaseId'), slug: fieldOf(app, 'slug') },
    workflow: ran === null ? null : fieldOf(recordAt(ran, 'workflow'), 'name'),
  };
}

/** The first that is there, in the order in which GitHub looks; undefined when it is no text, or too long. */
function ownersOf(pull: Json): string | null | undefined {
  const base = recordOrNullAt(pull, 'baseRef');
  const target = base === null ? null : recordOrNullAt(base, 'target');
  if (target === null) return null;
  for (const place of ['first', 'second', 'third']) {
    const entry = recordOrNullAt(target, place);
    if (entry === null) continue;
    const blob = recordOrNullAt(entry, 'object') ?? {};
    const text = textOrNullAt(blob, 'text');
    return text === null || fieldOf(blob, 'isTruncated') === true ? undefined : plainText(text);
  }
  return null;
}
