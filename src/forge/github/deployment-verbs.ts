/**
 * Our word on a deployment that waits for it. Only our own rule is answered; without a state it is a report of why it
 * waits, of which GitHub takes ten for each deployment.
 */
import { ForgeFault } from '../fault.ts';
import type { Forge } from '../port.ts';
import { isNoSuchAddress } from './lacks.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

const ANSWER = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule';

export function deploymentVerbs({ api }: Site): Pick<Forge, 'answerDeployment'> {
  return {
    answerDeployment: async (repo, { run, environment, answer, comment }) => {
      const state = answer === null ? {} : { state: answer };
      const params = { ...named(repo), run_id: Number(run), environment_name: environment };
      // A report that was given twice would be one of ten; an answer given twice is the same answer.
      const kind = answer === null ? 'create' : 'repeatable';
      const said = { route: ANSWER, params: { ...params, comment, ...state } };
      try {
        await api.write({ kind, urgency: 'gate' }, said, () => undefined);
        return true;
      } catch (error) {
        const isGone = error instanceof ForgeFault && ['not_found', 'invalid'].includes(error.code);
        if (!isGone && !isNoSuchAddress(error)) throw error;
        return false;
      }
    },
  };
}
