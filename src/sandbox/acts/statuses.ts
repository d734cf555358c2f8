/*
 * Commit statuses and deployments: verdicts and announcements that people with push access and apps may write.
 */
import type {
  CommitStatus,
  Deployment,
  DeploymentState,
  DeploymentStatus,
  StatusState,
} from '../state/checks.ts';
import { nodeId } from '../state/ids.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { deploymentJson, deploymentStatusJson, statusJson } from '../json/checks.ts';
import { commitJson } from '../json/commits.ts';
import { repoOf } from '../json/conversations.ts';
import { fullName } from '../json/repositories.ts';
import { findCommit, resolveRef } from './find.ts';
import { invalid, unprocessable } from './refuse.ts';
import { demand } from './rights.ts';
import { tellRepository, viaApp } from './tell.ts';
import { advanceQueue } from './queue.ts';

export type StatusInput = {
  readonly sha: string;
  readonly state: StatusState;
  readonly context?: string;
  readonly description?: string | null;
  readonly targetUrl?: string | null;
};

export function createStatus(scene: Scene, repo: Repository, input: StatusInput): CommitStatus {
  const { world, actor } = scene;
  demand(scene, repo, {
    role: 'write',
    permission: ['statuses', 'write'],
    what: 'Setting a commit status',
  });
  const commit = findCommit(world, repo, input.sha);
  if ((input.description?.length ?? 0) > 140) {
    throw invalid({
      resource: 'Status',
      field: 'description',
      code: 'custom',
      message: 'description is too long (maximum is 140 characters)',
    });
  }
  const id = world.ids.next('status');
  const status = world.statuses.put({
    id,
    nodeId: nodeId('status', id),
    repoId: repo.id,
    sha: commit.sha,
    context: input.context ?? 'default',
    state: input.state,
    description: input.description ?? null,
    targetUrl: input.targetUrl ?? null,
    creatorId: actor.user.id,
    createdAt: stamp(world),
  });
  const { context, state, description, targetUrl, createdAt } = status;
  const body: JsonObject = {
    id,
    sha: commit.sha,
    name: fullName(world, repo),
    context,
    state,
    description,
    target_url: targetUrl,
    avatar_url: statusJson(world, status)['avatar_url'] ?? null,
    commit: commitJson(world, repo, commit),
    branches: [],
    created_at: createdAt,
    updated_at: createdAt,
  };
  tellRepository(scene, repo, { event: 'status', action: null, body });
  advanceQueue(scene, repo, commit.sha);
  return status;
}

export type DeploymentInput = {
  readonly ref: string;
  readonly environment?: string;
  readonly task?: string;
  readonly description?: string | null;
  readonly payload?: JsonObject | string;
  readonly production?: boolean;
  readonly transient?: boolean;
};

export function createDeployment(
  scene: Scene,
  repo: Repository,
  input: DeploymentInput,
): Deployment {
  const { world, actor } = scene;
  demand(scene, repo, { role: 'write', permission: ['deployments', 'write'], what: 'Deploying' });
  const commit = resolveRef(world, repo, input.ref);
  if (commit === undefined) throw unprocessable(`No ref found for: ${input.ref}`);
  const environment = input.environment ?? 'production';
  const id = world.ids.next('deployment');
  const now = stamp(world);
  const deployment = world.deployments.put({
    id,
    nodeId: nodeId('deployment', id),
    repoId: repo.id,
    sha: commit.sha,
    ref: input.ref,
    task: input.task ?? 'deploy',
    environment,
    description: input.description ?? null,
    payload: input.payload ?? {},
    creatorId: actor.user.id,
    viaAppId: viaApp(scene),
    production: input.production ?? environment === 'production',
    transient: input.transient ?? false,
    createdAt: now,
    updatedAt: now,
  });
  const body = {
    deployment: deploymentJson(world, deployment),
    workflow: null,
    workflow_run: null,
  };
  tellRepository(scene, repo, { event: 'deployment', action: 'created', body });
  return deployment;
}

export type DeploymentStatusInput = {
  readonly state: DeploymentState;
  readonly description?: string;
  readonly logUrl?: string;
  readonly environmentUrl?: string;
};

export function createDeploymentStatus(
  scene: Scene,
  deployment: Deployment,
  input: DeploymentStatusInput,
): DeploymentStatus {
  const { world, actor } = scene;
  const repo = repoOf(world, deployment);
  demand(scene, repo, {
    role: 'write',
    permission: ['deployments', 'write'],
    what: 'Reporting on a deployment',
  });
  const id = world.ids.next('deploymentStatus');
  const now = stamp(world);
  const status = world.deploymentStatuses.put({
    id,
    nodeId: nodeId('deploymentStatus', id),
    repoId: repo.id,
    deploymentId: deployment.id,
    state: input.state,
    description: input.description ?? '',
    logUrl: input.logUrl ?? '',
    environmentUrl: input.environmentUrl ?? '',
    creatorId: actor.user.id,
    viaAppId: viaApp(scene),
    createdAt: now,
  });
  const touched = world.deployments.patch(deployment.id, { updatedAt: now });
  const body: JsonObject = {
    deployment_status: deploymentStatusJson(world, status),
    deployment: deploymentJson(world, touched),
    check_run: null,
    workflow: null,
    workflow_run: null,
  };
  tellRepository(scene, repo, { event: 'deployment_status', action: 'created', body });
  return status;
}
