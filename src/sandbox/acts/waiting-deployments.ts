/*
 * Deployments of an environment with a protection rule of an app: the run waits, the app is told, and its word lets the
 * run go on or ends it. Without a state the app only says why it waits, ten times at most.
 */
import type { Deployment, WaitingRun } from '../state/checks.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene } from '../state/world.ts';
import { deploymentJson } from '../json/checks.ts';
import { repoApi } from '../json/repositories.ts';
import { notFound, unprocessable } from './refuse.ts';
import { demand } from './rights.ts';
import type { DeploymentInput } from './statuses.ts';
import { createDeployment } from './statuses.ts';
import { tellRepository } from './tell.ts';

const MOST_REPORTS = 10;
const LONGEST_COMMENT = 1_024;

/** As a job of a workflow does that names such an environment. */
export function deployAndWait(scene: Scene, repo: Repository, input: DeploymentInput): WaitingRun {
  const { world } = scene;
  const deployment = createDeployment(scene, repo, input);
  const run = world.waitingRuns.put({
    id: world.ids.next('workflowRun'),
    repoId: repo.id,
    deploymentId: deployment.id,
    environment: deployment.environment,
    answer: null,
    reports: [],
  });
  tellWaiting(scene, repo, { deployment, run });
  return run;
}

function tellWaiting(
  scene: Scene,
  repo: Repository,
  { deployment, run }: { readonly deployment: Deployment; readonly run: WaitingRun },
): void {
  const { world } = scene;
  const api = repoApi(world, repo);
  const body = {
    environment: run.environment,
    event: 'workflow_dispatch',
    deployment_callback_url: `${api}/actions/runs/${run.id}/deployment_protection_rule`,
    deployment: deploymentJson(world, deployment),
    pull_requests: [],
  };
  tellRepository(scene, repo, { event: 'deployment_protection_rule', action: 'requested', body });
}

export type RunWord = {
  readonly run: number;
  readonly environment: string;
  readonly state: 'approved' | 'rejected' | undefined;
  readonly comment: string;
};

export function answerRun(scene: Scene, repo: Repository, word: RunWord): void {
  const { world } = scene;
  const right = ['deployments', 'write'] as const;
  demand(scene, repo, { role: 'admin', permission: right, what: 'Answering a protection rule' });
  const run = world.waitingRuns.get(word.run);
  if (run?.repoId !== repo.id || run.environment !== word.environment) throw notFound();
  if (run.answer !== null) throw unprocessable('The deployment does not wait any more.');
  if (word.comment.length > LONGEST_COMMENT) throw unprocessable('The comment is too long.');
  if (word.state === undefined && run.reports.length >= MOST_REPORTS)
    throw unprocessable('There were ten status reports already.');
  const reports = [...run.reports, word.comment];
  world.waitingRuns.patch(run.id, { answer: word.state ?? null, reports });
}
