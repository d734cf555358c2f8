/*
 * Check suites and runs, commit statuses and deployments as JSON.
 */
import type {
  CheckRun,
  CheckSuite,
  CommitStatus,
  Deployment,
  DeploymentStatus,
} from '../state/checks.ts';
import type { Json, JsonObject } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import type { World } from '../state/world.ts';
import { userJson, viaAppJson } from './accounts.ts';
import { simpleCommitJson } from './commits.ts';
import { repoOf } from './conversations.ts';
import { pullMinimalJson } from './pulls.ts';
import { repoApi, repoPage, repositoryJson } from './repositories.ts';

function pullsAt(
  world: World,
  row: { readonly repoId: number; readonly headSha: string },
): readonly JsonObject[] {
  return world.pulls
    .of(row.repoId)
    .filter((pull) => pull.headSha === row.headSha && world.issues.get(pull.id)?.state === 'open')
    .map((pull) => pullMinimalJson(world, pull));
}

export function checkSuiteJson(world: World, suite: CheckSuite): JsonObject {
  const repo = repoOf(world, suite);
  const url = `${repoApi(world, repo)}/check-suites/${suite.id}`;
  const runs = world.checkRuns
    .of(`${suite.repoId}:${suite.headSha}`)
    .filter((run) => run.suiteId === suite.id);
  const commit = world.commits.find(`${suite.repoId}:${suite.headSha}`);
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: suite.status,
    conclusion: suite.conclusion,
    url,
    before: commit?.parents[0] ?? '0'.repeat(40),
    after: suite.headSha,
    pull_requests: pullsAt(world, suite),
    app: viaAppJson(world, suite.appId),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
    head_commit: commit === undefined ? null : simpleCommitJson(commit),
  };
}

export function restCheckSuiteJson(world: World, suite: CheckSuite): JsonObject {
  return {
    ...checkSuiteJson(world, suite),
    repository: repositoryJson(world, repoOf(world, suite)),
  };
}

const notNested = new Set([
  'rerequestable',
  'runs_rerequestable',
  'latest_check_runs_count',
  'check_runs_url',
  'head_commit',
]);

/** The suite as webhooks show it inside a check run; REST names only its id. */
function nestedSuiteJson(world: World, suite: CheckSuite): JsonObject {
  const fields = Object.entries(checkSuiteJson(world, suite));
  return Object.fromEntries(fields.filter(([name]) => !notNested.has(name)));
}

export function checkRunJson(world: World, run: CheckRun): JsonObject {
  const repo = repoOf(world, run);
  const url = `${repoApi(world, repo)}/check-runs/${run.id}`;
  const page = `${repoPage(world, repo)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.output.title,
      summary: run.output.summary,
      text: run.output.text,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: viaAppJson(world, run.appId),
    pull_requests: pullsAt(world, run),
  };
}

export function checkRunPayloadJson(world: World, run: CheckRun): JsonObject {
  const suite = world.checkSuites.get(run.suiteId);
  return {
    ...checkRunJson(world, run),
    check_suite: suite === undefined ? null : nestedSuiteJson(world, suite),
  };
}

export function statusJson(world: World, status: CommitStatus): JsonObject {
  const repo = repoOf(world, status);
  const creator = userJson(world, status.creatorId);
  return {
    url: `${repoApi(world, repo)}/statuses/${status.sha}`,
    avatar_url: creator?.['avatar_url'] ?? null,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator,
  };
}

function payloadJson(payload: unknown): Json {
  return typeof payload === 'string' || isJsonObject(payload) ? payload : {};
}

export function deploymentJson(world: World, deployment: Deployment): JsonObject {
  const api = repoApi(world, repoOf(world, deployment));
  const url = `${api}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: deployment.nodeId,
    task: deployment.task,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: api,
    creator: userJson(world, deployment.creatorId),
    sha: deployment.sha,
    ref: deployment.ref,
    payload: payloadJson(deployment.payload),
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: viaAppJson(world, deployment.viaAppId),
  };
}

export function deploymentStatusJson(world: World, status: DeploymentStatus): JsonObject {
  const api = repoApi(world, repoOf(world, status));
  const deployment = world.deployments.get(status.deploymentId);
  const url = `${api}/deployments/${status.deploymentId}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    creator: userJson(world, status.creatorId),
    description: status.description,
    environment: deployment?.environment ?? '',
    target_url: status.logUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: api,
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
    performed_via_github_app: viaAppJson(world, status.viaAppId),
  };
}
