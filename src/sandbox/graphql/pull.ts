/*
 * A pull request in GraphQL, as far as apps ask for it in one question: text, branches, commits, files, reviews, the
 * checks of a commit, and files of the target branch. What REST alone tells (the former name of a file, who posted an
 * older status) is not here either.
 */
import type { CheckRun, CheckSuite } from '../state/checks.ts';
import type { Issue } from '../state/conversations.ts';
import type { FileChange } from '../state/history.ts';
import { blobSha, changesOf, commitsBetween, headOf, withRenames } from '../state/history.ts';
import type { PullRequest, Review } from '../state/pulls.ts';
import type { Commit, Repository, Signature } from '../state/repositories.ts';
import type { Scene, World } from '../state/world.ts';
import { resolveRef } from '../acts/find.ts';
import { latestRuns } from '../acts/protection.ts';
import { demand } from '../acts/rights.ts';
import { repoOf } from '../json/conversations.ts';
import { repoPage } from '../json/repositories.ts';
import type { Resolved, Thing } from './project.ts';
import { actorThing, connection } from './things.ts';

type Fields = Thing['fields'];

function thing(typename: string, fields: Fields): Thing {
  return { typename, isAlso: [], fields };
}

/** None for an issue that is no pull request. */
export function pullFields(scene: Scene, issue: Issue): Fields {
  const { world } = scene;
  const pull = world.pulls.get(issue.id);
  if (pull === undefined) return {};
  return { ...sides(scene, pull), ...lists(world, issue, pull), ...stateFields(issue, pull) };
}

function stateFields(issue: Issue, pull: PullRequest): Fields {
  const { mergeCommitSha } = pull;
  return {
    state: () => (pull.merged ? 'MERGED' : issue.state.toUpperCase()),
    isDraft: () => pull.draft,
    merged: () => pull.merged,
    mergedAt: () => pull.mergedAt,
    mergeCommit: () =>
      mergeCommitSha === null ? null : thing('Commit', { oid: () => mergeCommitSha }),
  };
}

function sides(scene: Scene, pull: PullRequest): Fields {
  const { world } = scene;
  const repo = repoOf(world, pull);
  const base = headOf(world, repo, pull.baseRef);
  return {
    headRefName: () => pull.headRef,
    headRefOid: () => pull.headSha,
    baseRefName: () => pull.baseRef,
    isCrossRepository: () => pull.fork,
    baseRef: () => {
      demand(scene, repo, { role: 'read', permission: ['contents', 'read'], what: 'Reading code' });
      return base === undefined ? null : thing('Ref', { target: () => commitThing(world, base) });
    },
  };
}

function lists(world: World, issue: Issue, pull: PullRequest): Fields {
  const range = { base: pull.baseSha, head: pull.headSha };
  const files = withRenames(changesOf(world, pull.repoId, range));
  return {
    changedFiles: () => files.length,
    labels: (args) =>
      connection('Label', args, {
        rows: issue.labelIds.flatMap((id) => world.labels.get(id) ?? []),
        node: (label) => thing('Label', { name: () => label.name, color: () => label.color }),
      }),
    files: (args) => connection('PullRequestChangedFile', args, { rows: files, node: fileThing }),
    reviews: (args) =>
      connection('PullRequestReview', args, {
        rows: world.reviews.of(pull.id),
        node: (review) => reviewThing(world, review),
      }),
    commits: (args) =>
      connection('PullRequestCommit', args, {
        rows: commitsBetween(world, pull.repoId, range),
        node: (one) => thing('PullRequestCommit', { commit: () => commitThing(world, one) }),
      }),
  };
}

function fileThing(file: FileChange): Thing {
  const kinds = { added: 'ADDED', removed: 'DELETED', modified: 'MODIFIED', renamed: 'RENAMED' };
  return thing('PullRequestChangedFile', {
    path: () => file.path,
    additions: () => file.additions,
    deletions: () => file.deletions,
    changeType: () => kinds[file.status],
  });
}

function reviewThing(world: World, review: Review): Thing {
  return thing('PullRequestReview', {
    author: () => actorThing(world, review.userId),
    state: () => review.state,
    submittedAt: () => review.submittedAt,
    body: () => review.body,
    commit: () => thing('Commit', { oid: () => review.commitId }),
  });
}

function commitThing(world: World, commit: Commit): Thing {
  return thing('Commit', {
    oid: () => commit.sha,
    message: () => commit.message,
    tree: () => thing('Tree', { oid: () => commit.treeSha }),
    parents: (args) =>
      connection('Commit', args, {
        rows: commit.parents,
        node: (sha) => thing('Commit', { oid: () => sha }),
      }),
    signature: () => (commit.signed ? thing('GpgSignature', { isValid: () => true }) : null),
    author: () => handThing(world, commit.author),
    committer: () => handThing(world, commit.committer),
    authors: (args) =>
      connection('GitActor', args, {
        rows: [commit.author, ...coAuthors(world, commit)],
        node: (hand) => handThing(world, hand),
      }),
    status: () => {
      const last = world.statuses.of(`${commit.repoId}:${commit.sha}`).at(-1);
      return last === undefined ? null : thing('Status', { state: () => last.state.toUpperCase() });
    },
    checkSuites: (args) =>
      connection('CheckSuite', args, {
        rows: world.checkSuites.of(`${commit.repoId}:${commit.sha}`).flatMap(byWorkflow(world)),
        node: (part) => suiteThing(world, part),
      }),
    file: ({ path }) => (typeof path === 'string' ? entryOf(commit, path) : null),
  });
}

type Hand = Pick<Signature, 'name' | 'email' | 'userId'>;

function handThing(world: World, { name, email, userId }: Hand): Thing {
  return thing('GitActor', {
    name: () => name,
    email: () => email,
    user: (): Resolved => (userId === null ? null : actorThing(world, userId)),
  });
}

/** Whom the trailers of a commit name, found by address like its author. */
function coAuthors(world: World, { message }: Commit): readonly Hand[] {
  return message.split('\n').flatMap((line) => {
    const text = line.trim();
    if (!text.toLowerCase().startsWith('co-authored-by:') || !text.endsWith('>')) return [];
    const cut = text.lastIndexOf('<');
    const name = text.slice('co-authored-by:'.length, cut).trim();
    const email = text.slice(cut + 1, -1);
    const owner = world.accounts.all().find((account) => account.email === email);
    return [{ name, email, userId: owner?.id ?? null }];
  });
}

type SuitePart = {
  readonly suite: CheckSuite;
  readonly workflow: string | null;
  readonly runs: readonly CheckRun[];
};

/** Each run of a workflow has a suite of its own; here one suite of an app may hold several workflows. */
function byWorkflow(world: World): (suite: CheckSuite) => readonly SuitePart[] {
  return (suite) => {
    const runs = latestRuns(world, suite.repoId, suite.headSha).filter(
      ({ suiteId }) => suiteId === suite.id,
    );
    const workflows = new Set(runs.map(({ workflow }) => workflow));
    return [...workflows].map((workflow) => ({
      suite,
      workflow,
      runs: runs.filter((run) => run.workflow === workflow),
    }));
  };
}

function suiteThing(world: World, { suite, workflow, runs }: SuitePart): Thing {
  const app = world.apps.get(suite.appId);
  return thing('CheckSuite', {
    databaseId: () => suite.id,
    app: () =>
      app === undefined ? null : thing('App', { databaseId: () => app.id, slug: () => app.slug }),
    workflowRun: () =>
      workflow === null
        ? null
        : thing('WorkflowRun', {
            workflow: () => thing('Workflow', { name: () => workflow }),
          }),
    checkRuns: (args) =>
      connection('CheckRun', args, { rows: runs, node: (run) => runThing(world, run) }),
  });
}

function runThing(world: World, run: CheckRun): Thing {
  const page = `${repoPage(world, repoOf(world, run))}/runs/${run.id}`;
  return thing('CheckRun', {
    databaseId: () => run.id,
    name: () => run.name,
    status: () => run.status.toUpperCase(),
    conclusion: () => run.conclusion?.toUpperCase() ?? null,
    startedAt: () => run.startedAt,
    detailsUrl: () => run.detailsUrl ?? page,
  });
}

function entryOf(commit: Commit, path: string): Thing | null {
  const blob = blobThing(commit, path);
  return blob === null ? null : thing('TreeEntry', { object: () => blob, path: () => path });
}

function blobThing(commit: Commit, path: string): Thing | null {
  const content = commit.tree.get(path);
  if (content === undefined) {
    return treeThing(commit, path);
  }
  const size = Buffer.byteLength(content);
  return thing('Blob', {
    oid: () => blobSha(content),
    text: () => content,
    byteSize: () => size,
    isTruncated: () => size > 512_000,
  });
}

function treeThing(commit: Commit, path: string): Thing | null {
  const below = [...commit.tree.keys()].filter((one) => one.startsWith(`${path}/`));
  const names = new Set(below.map((one) => one.slice(path.length + 1).split('/')[0] ?? ''));
  if (names.size === 0) return null;
  const entries = (): Thing[] =>
    [...names].toSorted().map((name) => {
      const inside = blobThing(commit, `${path}/${name}`);
      return thing('TreeEntry', {
        name: () => name,
        type: () => (inside?.typename === 'Blob' ? 'blob' : 'tree'),
        object: () => inside,
      });
    });
  return thing('Tree', { entries });
}

/** `main:README.md`, as git writes it. */
export function objectThing(scene: Scene, repo: Repository, expression: string): Thing | null {
  demand(scene, repo, { role: 'read', permission: ['contents', 'read'], what: 'Reading code' });
  const colon = expression.indexOf(':');
  const ref = expression.slice(0, colon);
  const commit = resolveRef(scene.world, repo, ref === 'HEAD' ? repo.defaultBranch : ref);
  return commit === undefined ? null : blobThing(commit, expression.slice(colon + 1));
}
