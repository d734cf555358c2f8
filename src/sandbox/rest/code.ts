/*
 * Commits, branches, refs, rules and file contents over REST.
 */
import { changesOf, commitsBetween, diffTrees, headOf, mergeBase } from '../state/history.ts';
import type { Json, JsonObject } from '../state/json-value.ts';
import type { Commit, Protection, Repository } from '../state/repositories.ts';
import { resolveRef } from '../acts/find.ts';
import { push } from '../acts/commits.ts';
import { conflict, notFound, unprocessable } from '../acts/refuse.ts';
import { demand } from '../acts/rights.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import { author, ok, optionalText, param, repository, requiredText } from '../http/call.ts';
import { listed } from '../http/page.ts';
import { commitJson, fileJson, gitCommitJson, refJson } from '../json/commits.ts';
import { contentJson, fileEntryJson, folderJson } from '../json/contents.ts';
import { pullSimpleJson } from '../json/pulls.ts';
import { repoApi, repoPage } from '../json/repositories.ts';

function readable(call: Call): Repository {
  const repo = repository(call);
  demand(call, repo, { role: 'read', permission: ['contents', 'read'], what: 'Reading code' });
  return repo;
}

function commitAt(call: Call, repo: Repository, ref: string): Commit {
  const commit = resolveRef(call.world, repo, ref);
  if (commit === undefined) throw unprocessable(`No commit found for SHA: ${ref}`);
  return commit;
}

function oneCommit(call: Call): Reply {
  const { world } = call;
  const repo = readable(call);
  const commit = commitAt(call, repo, param(call, 'ref'));
  const parent = world.commits.find(`${repo.id}:${commit.parents[0] ?? ''}`);
  const changes = diffTrees(parent?.tree ?? new Map(), commit.tree);
  const additions = changes.reduce((sum, change) => sum + change.additions, 0);
  const deletions = changes.reduce((sum, change) => sum + change.deletions, 0);
  const files = changes.map((change) => fileJson(world, { repo, sha: commit.sha }, change));
  return ok({
    ...commitJson(world, repo, commit),
    stats: { additions, deletions, total: additions + deletions },
    files,
  });
}

function listCommits(call: Call): Reply {
  const { world, query } = call;
  const repo = readable(call);
  const head = commitAt(call, repo, query.get('sha') ?? repo.defaultBranch);
  const path = query.get('path');
  const rows = commitsBetween(world, repo.id, { base: '', head: head.sha })
    .toReversed()
    .filter((commit) => {
      const parent = world.commits.find(`${repo.id}:${commit.parents[0] ?? ''}`);
      return path === null || parent?.tree.get(path) !== commit.tree.get(path);
    });
  return listed(call, rows, (commit) => commitJson(world, repo, commit));
}

function pullsOfCommit(call: Call): Reply {
  const { world } = call;
  const repo = repository(call);
  const sha = param(call, 'commit_sha');
  const rows = world.pulls.of(repo.id).filter((pull) => {
    if (pull.mergeCommitSha === sha || pull.headSha === sha) return true;
    return commitsBetween(world, repo.id, { base: pull.baseSha, head: pull.headSha }).some(
      (commit) => commit.sha === sha,
    );
  });
  return listed(call, rows, (pull) => pullSimpleJson(world, pull));
}

function splitRange(
  call: Call,
  repo: Repository,
): { readonly base: Commit; readonly head: Commit } {
  const [base, head] = param(call, 'basehead').split('...');
  const ends = [base, head].map((ref) =>
    ref === undefined ? undefined : resolveRef(call.world, repo, ref.replace(/^[^:]*:/, '')),
  );
  const [from, to] = ends;
  if (from === undefined || to === undefined) throw notFound();
  return { base: from, head: to };
}

function compare(call: Call): Reply {
  const { world } = call;
  const repo = readable(call);
  const { base, head } = splitRange(call, repo);
  const range = { base: base.sha, head: head.sha };
  const ahead = commitsBetween(world, repo.id, range);
  const behind = commitsBetween(world, repo.id, { base: head.sha, head: base.sha });
  const status =
    ahead.length === 0
      ? behind.length === 0
        ? 'identical'
        : 'behind'
      : behind.length === 0
        ? 'ahead'
        : 'diverged';
  const page = `${repoPage(world, repo)}/compare/${param(call, 'basehead')}`;
  return ok({
    url: `${repoApi(world, repo)}/compare/${param(call, 'basehead')}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: commitJson(world, repo, base),
    merge_base_commit: commitJson(world, repo, mergeBase(world, repo.id, range) ?? base),
    status,
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.map((commit) => commitJson(world, repo, commit)),
    files: changesOf(world, repo.id, range).map((change) =>
      fileJson(world, { repo, sha: head.sha }, change),
    ),
  });
}

function checksJson(rules: Protection): JsonObject {
  const checks = rules.requiredChecks.map(({ context, integrationId }) => ({
    context,
    app_id: integrationId,
  }));
  return {
    enforcement_level: rules.enforceAdmins ? 'everyone' : 'non_admins',
    contexts: checks.map(({ context }) => context),
    checks,
  };
}

function oneBranch(call: Call): Reply {
  const { world } = call;
  const repo = readable(call);
  const name = param(call, 'branch');
  const head = headOf(world, repo, name);
  if (head === undefined) throw notFound();
  const rules = repo.protection.get(name);
  const url = `${repoApi(world, repo)}/branches/${name}`;
  return ok({
    name,
    commit: commitJson(world, repo, head),
    _links: { self: url, html: `${repoPage(world, repo)}/tree/${name}` },
    protected: rules !== undefined,
    protection: {
      enabled: rules !== undefined,
      ...(rules === undefined ? {} : { required_status_checks: checksJson(rules) }),
    },
    protection_url: `${url}/protection`,
  });
}

function listBranches(call: Call): Reply {
  const repo = readable(call);
  const rows = [...repo.refs].flatMap(([name, sha]) =>
    name.startsWith('heads/') ? [{ name: name.slice('heads/'.length), sha }] : [],
  );
  const api = repoApi(call.world, repo);
  return listed(call, rows, ({ name, sha }) => ({
    name,
    commit: { sha, url: `${api}/commits/${sha}` },
    protected: repo.protection.has(name),
  }));
}

/** The rules as an active ruleset would list them, for anybody who can read. */
function branchRules(call: Call): Reply {
  const repo = repository(call);
  const rules = repo.protection.get(param(call, 'branch'));
  if (rules === undefined) return ok([]);
  const source = {
    ruleset_source_type: 'Repository',
    ruleset_source: `${call.params['owner'] ?? ''}/${repo.name}`,
    ruleset_id: repo.id,
  };
  const list: Json[] = [];
  if (rules.requiredChecks.length > 0) {
    const required = rules.requiredChecks.map(({ context, integrationId }) => ({
      context,
      ...(integrationId === null ? {} : { integration_id: integrationId }),
    }));
    list.push({
      type: 'required_status_checks',
      ...source,
      parameters: {
        required_status_checks: required,
        strict_required_status_checks_policy: false,
        do_not_enforce_on_create: false,
      },
    });
  }
  if (rules.requiredReviews > 0) {
    const parameters = {
      required_approving_review_count: rules.requiredReviews,
      dismiss_stale_reviews_on_push: rules.dismissStaleReviews,
      require_code_owner_review: false,
      require_last_push_approval: rules.requireLastPushApproval,
      required_review_thread_resolution: false,
      allowed_merge_methods: ['merge', 'squash', 'rebase'],
    };
    list.push({ type: 'pull_request', ...source, parameters });
  }
  if (rules.mergeQueue) list.push({ type: 'merge_queue', ...source });
  return ok(list);
}

function gitRef(call: Call): Reply {
  const repo = readable(call);
  const name = param(call, 'ref');
  const sha = repo.refs.get(name);
  if (sha === undefined) throw notFound();
  return ok(refJson(call.world, repo, { name, sha }));
}

function gitCommit(call: Call): Reply {
  const repo = readable(call);
  const commit = call.world.commits.find(`${repo.id}:${param(call, 'commit_sha')}`);
  if (commit === undefined) throw notFound();
  return ok(gitCommitJson(call.world, repo, commit));
}

function contents(call: Call): Reply {
  const { world } = call;
  const repo = readable(call);
  const ref = call.query.get('ref') ?? repo.defaultBranch;
  const commit = resolveRef(world, repo, ref);
  if (commit === undefined) throw notFound();
  const path = call.params['path'] ?? '';
  const content = commit.tree.get(path);
  if (content === undefined) {
    const entries = folderJson(world, { repo, ref, commit }, path);
    if (entries.length === 0) throw notFound();
    return ok([...entries]);
  }
  const raw = call.accept.includes('raw');
  return raw ? { status: 200, text: content } : ok(contentJson(world, { repo, ref, commit }, path));
}

function putContents(call: Call): Reply {
  const { world } = call;
  const about = { resource: 'Content' };
  const repo = repository(call);
  const path = param(call, 'path');
  const branch = optionalText(call, 'branch', about) ?? repo.defaultBranch;
  const before = headOf(world, repo, branch);
  if (before === undefined) throw notFound();
  const sha = optionalText(call, 'sha', about);
  const existing =
    before?.tree.has(path) === true
      ? fileEntryJson(world, { repo, ref: branch, commit: before }, path)['sha']
      : undefined;
  if (existing !== undefined && sha === undefined)
    throw unprocessable('Invalid request.\n\n"sha" wasn\'t supplied.');
  if (sha !== undefined && sha !== existing) throw conflict(`${path} does not match ${sha}`);
  const content = Buffer.from(requiredText(call, 'content', about), 'base64').toString('utf8');
  const commit = push(author(call), repo, {
    branch,
    commits: [{ message: requiredText(call, 'message', about), files: { [path]: content } }],
  });
  const body = {
    content: fileEntryJson(world, { repo, ref: branch, commit }, path),
    commit: gitCommitJson(world, repo, commit),
  };
  return { status: existing === undefined ? 201 : 200, body };
}

const repo = '/repos/{owner}/{repo}';

export const codeRoutes: readonly Route[] = [
  { method: 'GET', pattern: `${repo}/commits`, handle: listCommits },
  { method: 'GET', pattern: `${repo}/commits/{ref}`, handle: oneCommit },
  { method: 'GET', pattern: `${repo}/commits/{commit_sha}/pulls`, handle: pullsOfCommit },
  { method: 'GET', pattern: `${repo}/compare/{basehead}`, handle: compare },
  { method: 'GET', pattern: `${repo}/branches`, handle: listBranches },
  { method: 'GET', pattern: `${repo}/branches/{branch}`, handle: oneBranch },
  { method: 'GET', pattern: `${repo}/rules/branches/{branch}`, handle: branchRules },
  { method: 'GET', pattern: `${repo}/git/ref/{ref}`, handle: gitRef },
  { method: 'GET', pattern: `${repo}/git/commits/{commit_sha}`, handle: gitCommit },
  { method: 'GET', pattern: `${repo}/contents`, handle: contents },
  { method: 'GET', pattern: `${repo}/contents/{path}`, handle: contents },
  { method: 'PUT', pattern: `${repo}/contents/{path}`, handle: putContents },
];
