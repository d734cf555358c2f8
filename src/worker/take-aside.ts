/**
 * What a notice asks for that concerns no single change: the check of a policy, a group of the merge queue, a commit
 * that belongs to none. It is done once the acts on changes are recorded.
 *
 * What must stay true: trouble that passes brings the delivery back, and any other is told and holds nothing up.
 */
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { Forge } from '../forge/port.ts';
import { answerForged } from './answer-forged.ts';
import { forgetGroup, formGroup } from './answer-merge-group.ts';
import { answerPressed } from './answer-pressed.ts';
import { answerUnauthorised, answersUnauthorised } from './answer-unauthorised.ts';
import { checkPolicyPull } from './check-policy-pull.ts';
import type { House } from './house.ts';
import type { Told } from './note-unauthorised.ts';
import type { Placed } from './own-pulls.ts';
import { takeDeployment } from './take-deployment.ts';
import { saysFreeze, takeFreeze, takeFreezeClosed } from './take-freeze.ts';
import { takeMerged, takePushed } from './take-pushed.ts';

type Answering = () => Promise<void>;

/** Null: nothing is asked for. */
export function asideOf(house: House, notice: Placed, told: Told): Answering | null {
  const answering = answeringOf(house, notice, told);
  return answering === null ? null : () => answerAside(house, notice, answering);
}

function answeringOf(house: House, notice: Placed, told: Told): Answering | null {
  const { workspace, repo, fact } = notice;
  const forge = (): Promise<Forge> => house.app.forge(workspace);
  switch (fact.kind) {
    case 'pull_changed':
      return async () => {
        await checkPolicyPull(house, await forge(), { repo, pull: fact.pull });
        await takeMerged(house, { ...notice, fact }, told);
      };
    case 'policy_pushed':
    case 'branch_pushed':
      return () => takePushed(house, { ...notice, fact }, told);
    case 'comment_created':
      return answeringComment(house, { ...notice, fact }, told);
    case 'issue_closed':
      return () => takeFreezeClosed(house, { ...notice, fact }, told);
    case 'check_forged':
      return async () => answerForged(house, await forge(), { repo, fact });
    case 'check_requested':
      return async () => answerPressed(house, await forge(), { ...notice, fact });
    case 'merge_group_formed':
      return async () => formGroup(house, await forge(), { repo, group: fact });
    case 'deployment_created':
    case 'deployment_moved':
    case 'deployment_asked':
      return async () => takeDeployment(house, { forge: await forge(), told }, { ...notice, fact });
    case 'merge_group_gone':
      return () => forgetGroup(house, workspace, { repo, headSha: fact.headSha });
    default:
      return null;
  }
}

type Said = Placed & {
  readonly fact: Extract<Placed['fact'], { readonly kind: 'comment_created' }>;
};

function answeringComment(house: House, said: Said, told: Told): Answering | null {
  if (saysFreeze(said)) return () => takeFreeze(house, said, told);
  return answersUnauthorised(said.fact) ? () => answerUnauthorised(house, said, told) : null;
}

async function answerAside({ log }: House, { fact }: Placed, answering: Answering): Promise<void> {
  try {
    await answering();
  } catch (error) {
    if (error instanceof ForgeFault && isTransient(error.code)) throw error;
    const fields = { action: 'answer_failed', fact: fact.kind, err: error };
    log.error(fields, 'an answer that concerns no single change was not given');
  }
}
