/**
 * What is told of a deployment of this change: recorded once, whatever state the change is in, because it has happened.
 */
import { NOTHING, record } from './answer.ts';
import type { Answer, Handlers } from './answer.ts';
import { isDeployment } from './deployment-note.ts';
import type { DeploymentNote, DeploymentTold } from './deployment-note.ts';

export const deploymentHandlers: Handlers<'note_deployment'> = {
  note_deployment: ({ change, command: { told } }) => {
    const known = change.deployments.find((one) => isDeployment(one, told));
    return isKnown(known, told) ? NOTHING : recordTold(told);
  },
};

function isKnown(known: DeploymentNote | undefined, { what }: DeploymentTold): boolean {
  switch (what.kind) {
    case 'requested':
      return (known?.requested ?? null) !== null;
    case 'decided':
      return (known?.decided ?? null) !== null;
    case 'finished':
      return known?.finished?.end === what.end;
  }
}

function recordTold({ what, repo, environment, ...told }: DeploymentTold): Answer {
  const { repoId, deployment, sha, by } = told;
  const data = { repoId, deployment, sha, by };
  const texts = { repo, environment };
  switch (what.kind) {
    case 'requested':
      return record({ type: 'deployment_requested', data, texts });
    case 'decided':
      return record({
        type: 'deployment_decided',
        data: {
          ...{ ...data, answer: what.answer },
          ...{ would: what.receipt?.would ?? null, codes: what.receipt?.codes ?? [] },
        },
        texts,
      });
    case 'finished':
      return record({ type: 'deployment_finished', data: { ...data, end: what.end }, texts });
  }
}
