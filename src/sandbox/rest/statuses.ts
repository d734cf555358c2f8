/*
 * Commit statuses and deployments over REST.
 */
import type { CommitStatus, Deployment } from '../state/checks.ts';
import { deploymentStates } from '../state/checks.ts';
import type { JsonObject } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import type { Commit } from '../state/repositories.ts';
import { notFound, unprocessable } from '../acts/refuse.ts';
import { createDeployment, createDeploymentStatus, createStatus } from '../acts/statuses.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import {
  author,
  created,
  defined,
  numberParam,
  ok,
  optionalBoolean,
  optionalChoice,
  optionalText,
  param,
  repository,
  requiredText,
} from '../http/call.ts';
import { listed } from '../http/page.ts';
import { deploymentJson, deploymentStatusJson, statusJson } from '../json/checks.ts';
import { repoApi, repositoryJson } from '../json/repositories.ts';
import { commitOf } from './checks.ts';

function latestStatuses(call: Call, { repoId, sha }: Commit): readonly CommitStatus[] {
  const newest = new Map<string, CommitStatus>();
  for (const status of call.world.statuses.of(`${repoId}:${sha}`))
    newest.set(status.context, status);
  return [...newest.values()];
}

function combinedStatus(call: Call): Reply {
  const { world } = call;
  const repo = repository(call);
  const target = commitOf(call);
  const rows = latestStatuses(call, target);
  const bad = rows.some((row) => row.state === 'failure' || row.state === 'error');
  const state = bad
    ? 'failure'
    : rows.length > 0 && rows.every((row) => row.state === 'success')
      ? 'success'
      : 'pending';
  return ok({
    state,
    statuses: rows.map((row) => statusJson(world, row)),
    sha: target.sha,
    total_count: rows.length,
    repository: repositoryJson(world, repo),
    commit_url: `${repoApi(world, repo)}/commits/${target.sha}`,
    url: `${repoApi(world, repo)}/commits/${target.sha}/status`,
  });
}

function setStatus(call: Call): Reply {
  const resource = { resource: 'Status' };
  const state = optionalChoice(call, 'state', {
    ...resource,
    among: ['error', 'failure', 'pending', 'success'],
  });
  if (state === undefined) throw unprocessable('Validation Failed', ['state is missing']);
  const input = defined({
    context: optionalText(call, 'context', resource),
    description: optionalText(call, 'description', resource),
    targetUrl: optionalText(call, 'target_url', resource),
  });
  return created(
    statusJson(
      call.world,
      createStatus(author(call), repository(call), { ...input, sha: param(call, 'sha'), state }),
    ),
  );
}

function deployment(call: Call): Deployment {
  const found = call.world.deployments.get(numberParam(call, 'deployment_id'));
  if (found?.repoId !== repository(call).id) throw notFound();
  return found;
}

function deploy(call: Call): Reply {
  const resource = { resource: 'Deployment' };
  const given = call.body['payload'];
  const payload: JsonObject | string | undefined =
    isJsonObject(given) || typeof given === 'string' ? given : undefined;
  const input = defined({
    environment: optionalText(call, 'environment', resource),
    task: optionalText(call, 'task', resource),
    description: optionalText(call, 'description', resource),
    production: optionalBoolean(call, 'production_environment'),
    transient: optionalBoolean(call, 'transient_environment'),
    payload,
  });
  return created(
    deploymentJson(
      call.world,
      createDeployment(author(call), repository(call), {
        ...input,
        ref: requiredText(call, 'ref', resource),
      }),
    ),
  );
}

function listDeployments(call: Call): Reply {
  const { query } = call;
  const wanted = (['sha', 'ref', 'task', 'environment'] as const).filter(
    (field) => query.get(field) !== null,
  );
  const rows = call.world.deployments
    .of(repository(call).id)
    .filter((row) => wanted.every((field) => row[field] === query.get(field)));
  return listed(call, rows.toReversed(), (row) => deploymentJson(call.world, row));
}

function reportDeployment(call: Call): Reply {
  const resource = { resource: 'DeploymentStatus' };
  const state = optionalChoice(call, 'state', { ...resource, among: deploymentStates });
  if (state === undefined) throw unprocessable('Validation Failed', ['state is missing']);
  const input = defined({
    description: optionalText(call, 'description', resource),
    logUrl: optionalText(call, 'log_url', resource) ?? optionalText(call, 'target_url', resource),
    environmentUrl: optionalText(call, 'environment_url', resource),
  });
  return created(
    deploymentStatusJson(
      call.world,
      createDeploymentStatus(author(call), deployment(call), { ...input, state }),
    ),
  );
}

function listDeploymentStatuses(call: Call): Reply {
  const rows = call.world.deploymentStatuses.of(deployment(call).id);
  return listed(call, rows.toReversed(), (row) => deploymentStatusJson(call.world, row));
}

function listStatuses(call: Call): Reply {
  const { repoId, sha } = commitOf(call);
  return listed(call, call.world.statuses.of(`${repoId}:${sha}`).toReversed(), (row) =>
    statusJson(call.world, row),
  );
}

const repo = '/repos/{owner}/{repo}';

export const statusRoutes: readonly Route[] = [
  { method: 'GET', pattern: `${repo}/commits/{ref}/status`, handle: combinedStatus },
  { method: 'GET', pattern: `${repo}/commits/{ref}/statuses`, handle: listStatuses },
  { method: 'POST', pattern: `${repo}/statuses/{sha}`, handle: setStatus },
  { method: 'GET', pattern: `${repo}/deployments`, handle: listDeployments },
  { method: 'POST', pattern: `${repo}/deployments`, handle: deploy },
  {
    method: 'GET',
    pattern: `${repo}/deployments/{deployment_id}`,
    handle: (call) => ok(deploymentJson(call.world, deployment(call))),
  },
  {
    method: 'GET',
    pattern: `${repo}/deployments/{deployment_id}/statuses`,
    handle: listDeploymentStatuses,
  },
  {
    method: 'POST',
    pattern: `${repo}/deployments/{deployment_id}/statuses`,
    handle: reportDeployment,
  },
];
