/**
 * What is read in our own record of a deployment that is asked about: which change it belongs to, which locks are on,
 * and where its commit was deployed before.
 */
import { environmentOf, changesNamedIn, namesOf } from '../core/deploy/deployment.ts';
import type { Deployment } from '../core/deploy/deployment.ts';
import type { Deploying } from '../core/deploy/deploying.ts';
import { matchDeployment } from '../core/deploy/match.ts';
import type { DeploymentMatch } from '../core/deploy/match.ts';
import type { Policy } from '../core/policy/policy.ts';
import { findDeployable, listDeployedTo } from './deployments.ts';
import { listLocks } from './environment-locks.ts';
import type { Tx } from './in-workspace.ts';
import { loadChanges } from './load-change.ts';

export type DeploymentAsked = Deployment & { readonly repo: string } & Pick<
    Deploying,
    'by' | 'askedAt'
  >;

export async function findMatch(
  tx: Tx,
  deployment: Deployment,
  { policy, now }: { readonly policy: Policy; readonly now: string },
): Promise<DeploymentMatch> {
  const { ofCommit, running } = await findDeployable(tx, deployment);
  const candidates = {
    named: await loadChanges(tx, changesNamedIn(deployment.words)),
    ofCommit: await loadChanges(tx, ofCommit),
    running: await loadChanges(tx, running),
  };
  const environment = environmentOf(policy.catalogue, deployment.environment);
  return matchDeployment(candidates, { deployment, environment, now });
}

export async function readDeploying(
  tx: Tx,
  { repoId, repo, sha, environment: name, by, askedAt }: DeploymentAsked,
  { catalogue }: Policy,
): Promise<Deploying> {
  const environment = environmentOf(catalogue, name);
  return {
    repo: { id: repoId, name: repo },
    sha,
    name,
    environment,
    locks: await listLocks(tx, namesOf(environment, name)),
    deployedTo: environment === null ? [] : await listDeployedTo(tx, { repoId, sha }),
    ...{ by, askedAt },
  };
}
