/** What the evidence says of deployments: which, how each was found to belong to the change, our word, and its end. */
import type { DeploymentNote } from '../change/deployment-note.ts';
import type { Change } from '../change/state.ts';
import { actOf } from './evidence-act.ts';
import type { EvidenceRecord } from './evidence-record.ts';

export function evidenceDeployments({ deployments }: Change): Pick<EvidenceRecord, 'deployments'> {
  if (deployments.length === 0) return {};
  return {
    deployments: deployments.map(
      ({ repo, deployment, environment, sha, by, decided, finished }) => ({
        ...{ repository: repo, deployment, environment, sha, matched_by: by },
        answer: decided === null ? null : answerOf(decided),
        end: finished === null ? null : { ...actOf(finished), state: finished.end },
      }),
    ),
  };
}

type Answer = NonNullable<NonNullable<EvidenceRecord['deployments']>[number]['answer']>;

function answerOf(decided: NonNullable<DeploymentNote['decided']>): Answer {
  const { answer, receipt } = decided;
  return { ...actOf(decided), answer, ...(receipt === null ? {} : { receipt }) };
}
