/**
 * Deployments to some environments want more than their change: that one of a few people has approved it, and that
 * whoever started the deployment is not the only one who did, nor the second person at one of its hold points.
 *
 * What must stay true: who started it is known by account, or cannot be told. A change from an approved template was
 * agreed to by others, before anybody deployed it.
 */
import type { Change } from '../change/state.ts';
import type { Deploying } from '../deploy/deploying.ts';
import type { Environment } from '../policy/catalogue.ts';
import { isNobody, ROLES } from '../policy/holders.ts';
import type { Holders } from '../policy/holders.ts';
import { isSameHuman } from '../policy/humans.ts';
import { either, isHolder } from '../policy/roles.ts';
import { tally } from '../policy/tally.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Asked, Finding, Gate } from './gate.ts';

export const environmentReview: Gate = {
  id: 'environment_review',
  title: 'Reviewed for this environment',
  code: 'environment_review_missing',
  also: ['deployer_self_review'],
  purposes: ['deploy'],
  wakesOn: ['approved', 'approval_withdrawn', 'approvals_voided', 'deployment_asked'],
  bypassedInEmergency: true,
  isNews: ({ facts }) => facts.policy.catalogue.environments.some(asksForReview),
  judge: ({ change, facts }) => {
    const { deploying } = facts;
    if (deploying === undefined) return notApplicable('no_deployment');
    const { environment } = deploying;
    if (environment === null || !asksForReview(environment))
      return notApplicable('none_configured');
    const scene = { change, facts, deploying, environment };
    return judgeReviewers(scene) ?? judgeDeployer(scene) ?? met();
  },
};

type Scene = Pick<Asked, 'change' | 'facts'> & {
  readonly deploying: Deploying;
  readonly environment: Environment;
};

function asksForReview({ reviewers, preventSelfReview }: Environment): boolean {
  return preventSelfReview || !isNobody(reviewers);
}

/** Null: one of them has approved, or nobody has to. */
function judgeReviewers({ change, facts, environment }: Scene): Finding | null {
  const { id, reviewers } = environment;
  if (isNobody(reviewers)) return null;
  const approvals = tally(change, facts).counted;
  const answer = either(
    approvals.map(({ by, roles }) =>
      isHolder(reviewers, { ...by, roles: ROLES.filter((role) => roles.includes(role)) }, facts),
    ),
  );
  if (answer === 'yes') return null;
  if (answer === 'unknown') return cannotTell('teams', { environment: id });
  const needs = namesOf(reviewers);
  return unmet({ environment: id, needs }, { who: needs, next: '/chg approve' });
}

function namesOf({ roles, teams, people }: Holders): readonly string[] {
  return [...roles, ...teams, ...people];
}

/** Null: whoever started it had others beside them, or that is not asked. */
function judgeDeployer({ change, facts, deploying, environment }: Scene): Finding | null {
  if (!environment.preventSelfReview) return null;
  const { by } = deploying;
  if (by === null) return cannotTell('deployer', { environment: environment.id });
  const isDeployer = (id: string): boolean => isSameHuman(facts, id, by.id);
  const said = { environment: environment.id, by: by.login };
  const { counted } = tally(change, facts);
  if (counted.length > 0 && counted.every((one) => isDeployer(one.by.id)))
    return { ...unmet(said, { next: '/chg approve' }), code: 'deployer_self_review' };
  const steps = confirmedBy(change, isDeployer);
  if (steps.length === 0) return null;
  return { ...unmet({ ...said, steps, why: 'confirmed' }), code: 'deployer_self_review' };
}

function confirmedBy({ steps }: Change, isDeployer: (id: string) => boolean): readonly string[] {
  return Object.entries(steps).flatMap(([step, { hold }]) => {
    if (hold?.status !== 'confirmed' || hold.stamp === null) return [];
    return isDeployer(hold.stamp.by.id) ? [step] : [];
  });
}
