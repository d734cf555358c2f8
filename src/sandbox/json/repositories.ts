/*
 * Repositories and labels as JSON, in the form shared by REST answers and webhook payloads.
 */
import type { Account } from '../state/accounts.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Label, Repository, Role } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { atLeast } from '../acts/rights.ts';
import { accountJson, apiRoot } from './accounts.ts';

export function ownerOf(world: World, repo: Repository): Account {
  const owner = world.accounts.get(repo.ownerId);
  if (owner === undefined)
    throw new Error(`Repository ${repo.name} has no owner with id ${repo.ownerId}.`);
  return owner;
}

export function fullName(world: World, repo: Repository): string {
  return `${ownerOf(world, repo).login}/${repo.name}`;
}

export function repoApi(world: World, repo: Repository): string {
  return `${apiRoot(world)}/repos/${fullName(world, repo)}`;
}

export function repoPage(world: World, repo: Repository): string {
  return `${world.origin()}/${fullName(world, repo)}`;
}

function repositoryUrls(world: World, repo: Repository): JsonObject {
  const url = repoApi(world, repo);
  return {
    url,
    forks_url: `${url}/forks`,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    hooks_url: `${url}/hooks`,
    issue_events_url: `${url}/issues/events{/number}`,
    events_url: `${url}/events`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    tags_url: `${url}/tags`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    languages_url: `${url}/languages`,
    stargazers_url: `${url}/stargazers`,
    contributors_url: `${url}/contributors`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    merges_url: `${url}/merges`,
    archive_url: `${url}/{archive_format}{/ref}`,
    downloads_url: `${url}/downloads`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
    deployments_url: `${url}/deployments`,
  };
}

export function repositoryJson(world: World, repo: Repository): JsonObject {
  const page = repoPage(world, repo);
  const open = world.issues.of(repo.id).filter((issue) => issue.state === 'open').length;
  return {
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: fullName(world, repo),
    private: repo.private,
    owner: accountJson(world, ownerOf(world, repo)),
    html_url: page,
    description: repo.description,
    fork: false,
    ...repositoryUrls(world, repo),
    created_at: repo.createdAt,
    updated_at: repo.updatedAt,
    pushed_at: repo.pushedAt,
    git_url: `${page.replace('http', 'git')}.git`,
    ssh_url: `git@${new URL(page).hostname}:${fullName(world, repo)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 128,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repo.private ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repo.defaultBranch,
  };
}

export function roleFlags(role: Role): JsonObject {
  return {
    admin: atLeast(role, 'admin'),
    maintain: atLeast(role, 'maintain'),
    push: atLeast(role, 'write'),
    triage: atLeast(role, 'triage'),
    pull: atLeast(role, 'read'),
  };
}

export function fullRepositoryJson(world: World, repo: Repository, role: Role): JsonObject {
  return {
    ...repositoryJson(world, repo),
    permissions: roleFlags(role),
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    network_count: 0,
    subscribers_count: 0,
    organization: accountJson(world, ownerOf(world, repo)),
  };
}

export function labelJson(world: World, label: Label): JsonObject {
  const repo = world.repositories.get(label.repoId);
  return {
    id: label.id,
    node_id: label.nodeId,
    url:
      repo === undefined ? '' : `${repoApi(world, repo)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: label.default,
    description: label.description,
  };
}
