/**
 * Folds what was told of the deployments of a change: one note for each, the newest of them kept.
 */
import { isDeployment, wentAhead } from './deployment-note.ts';
import type { DeploymentKey, DeploymentNote } from './deployment-note.ts';
import { withException } from './evolve-context.ts';
import type { Folds } from './evolve-context.ts';
import type { Change } from './state.ts';

const REMEMBERED = 50;

export const deploymentFolds: Folds<
  'deployment_requested' | 'deployment_decided' | 'deployment_finished'
> = {
  deployment_requested: (change, { data, texts }, { stamp }) =>
    withNote(change, { ...data, ...texts }, { requested: stamp }),
  deployment_decided: (change, { data: { answer, would, codes, ...data }, texts }, { stamp }) => {
    const receipt = would === null ? null : { would, codes };
    return withNote(change, { ...data, ...texts }, { decided: { ...stamp, answer, receipt } });
  },
  deployment_finished: (change, { data: { end, ...data }, texts }, { stamp }) => {
    const told = withNote(change, { ...data, ...texts }, { finished: { ...stamp, end } });
    const note = told.deployments.at(-1);
    if (note === undefined || !wentAhead(note)) return told;
    const detail = `${note.environment}, ${note.sha}`;
    return withException(told, stamp, { kind: 'deployed_past_the_gate', detail });
  },
};

type Of = DeploymentKey & Pick<DeploymentNote, 'repo' | 'environment' | 'sha' | 'by'>;
type What = Partial<Pick<DeploymentNote, 'requested' | 'decided' | 'finished'>>;

function withNote(change: Change, of: Of, what: What): Change {
  const none = { requested: null, decided: null, finished: null };
  const known = change.deployments.find((one) => isDeployment(one, of)) ?? { ...of, ...none };
  const others = change.deployments.filter((one) => !isDeployment(one, of));
  return { ...change, deployments: [...others, { ...known, ...what }].slice(-REMEMBERED) };
}
