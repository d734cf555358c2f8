/*
 * The word of an app on a run that waits for its protection rule.
 */
import { answerRun } from '../acts/waiting-deployments.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import {
  author,
  noContent,
  numberParam,
  optionalChoice,
  optionalText,
  repository,
  requiredText,
} from '../http/call.ts';

const resource = { resource: 'DeploymentProtectionRule' };

function answer(call: Call): Reply {
  const among = ['approved', 'rejected'] as const;
  answerRun(author(call), repository(call), {
    run: numberParam(call, 'run_id'),
    environment: requiredText(call, 'environment_name', resource),
    state: optionalChoice(call, 'state', { ...resource, among }),
    comment: optionalText(call, 'comment', resource) ?? '',
  });
  return noContent;
}

export const waitingDeploymentRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: '/repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule',
    handle: answer,
  },
];
