/*
 * Commits, changed files and refs as JSON.
 */
import type { FileChange } from '../state/history.ts';
import { blobSha, patchOf } from '../state/history.ts';
import { nodeId } from '../state/ids.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Commit, Repository, Signature } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { userJson } from './accounts.ts';
import { repoApi, repoPage } from './repositories.ts';

function signatureJson(signature: Signature): JsonObject {
  return { name: signature.name, email: signature.email, date: signature.date };
}

function verificationJson({ signed }: Commit): JsonObject {
  return signed ? verified : unsigned;
}

const verified = {
  verified: true,
  reason: 'valid',
  signature: '-----BEGIN PGP SIGNATURE-----',
  payload: 'tree',
  verified_at: '2026-11-21T08:00:00Z',
};

const unsigned = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

export function gitCommitJson(world: World, repo: Repository, commit: Commit): JsonObject {
  const api = repoApi(world, repo);
  return {
    sha: commit.sha,
    node_id: nodeId('commit', commit.id),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${repoPage(world, repo)}/commit/${commit.sha}`,
    author: signatureJson(commit.author),
    committer: signatureJson(commit.committer),
    tree: { sha: commit.treeSha, url: `${api}/git/trees/${commit.treeSha}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${repoPage(world, repo)}/commit/${sha}`,
    })),
    verification: verificationJson(commit),
  };
}

export function commitJson(world: World, repo: Repository, commit: Commit): JsonObject {
  const api = repoApi(world, repo);
  const page = `${repoPage(world, repo)}/commit/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId('commit', commit.id),
    commit: {
      author: signatureJson(commit.author),
      committer: signatureJson(commit.committer),
      message: commit.message,
      tree: { sha: commit.treeSha, url: `${api}/git/trees/${commit.treeSha}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: verificationJson(commit),
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: page,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: userJson(world, commit.author.userId),
    committer: userJson(world, commit.committer.userId),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${repoPage(world, repo)}/commit/${sha}`,
    })),
  };
}

export type FileScene = { readonly repo: Repository; readonly sha: string };

export function fileJson(world: World, { repo, sha }: FileScene, change: FileChange): JsonObject {
  const path = change.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: blobSha(change.after ?? change.before ?? ''),
    filename: change.path,
    status: change.status,
    ...(change.previous === undefined ? {} : { previous_filename: change.previous }),
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${repoPage(world, repo)}/blob/${sha}/${path}`,
    raw_url: `${repoPage(world, repo)}/raw/${sha}/${path}`,
    contents_url: `${repoApi(world, repo)}/contents/${path}?ref=${sha}`,
    patch: patchOf(change),
  };
}

/** A commit as push payloads and check suites carry it. */
export function simpleCommitJson(commit: Commit): JsonObject {
  return {
    id: commit.sha,
    tree_id: commit.treeSha,
    message: commit.message,
    timestamp: commit.committer.date,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

export function refJson(
  world: World,
  repo: Repository,
  ref: { readonly name: string; readonly sha: string },
): JsonObject {
  const api = repoApi(world, repo);
  return {
    ref: `refs/${ref.name}`,
    node_id: nodeId('commit', repo.id),
    url: `${api}/git/refs/${ref.name}`,
    object: { sha: ref.sha, type: 'commit', url: `${api}/git/commits/${ref.sha}` },
  };
}
