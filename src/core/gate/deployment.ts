/**
 * What is deployed is what the change is about: its environment is one that the plan names, and its commit the head or
 * the merge of a linked pull request. A change that no pull request of that repository is linked to has no commit to
 * compare with: then it has to have been opened there, or the policy says that such a deployment changes its assets.
 */
import { pullName } from '../change/binding.ts';
import type { RefusalFacts } from '../change/refusal.ts';
import type { Change } from '../change/state.ts';
import type { Deploying } from '../deploy/deploying.ts';
import type { Catalogue, Environment } from '../policy/catalogue.ts';
import { compileGlobs } from '../policy/glob.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Finding, Gate } from './gate.ts';

export const deployment: Gate = {
  id: 'deployment',
  title: 'Deployment is part of the change',
  code: 'deployment_foreign',
  purposes: ['deploy'],
  wakesOn: ['pull_linked', 'pull_head_moved', 'pull_merged', 'plan_recorded'],
  bypassedInEmergency: false,
  judge: ({ change, facts: { deploying, policy } }) =>
    deploying === undefined
      ? notApplicable('no_deployment')
      : judgeOne(change, deploying, policy.catalogue),
};

function judgeOne(change: Change, deploying: Deploying, { environments }: Catalogue): Finding {
  const { sha, name, repo, environment } = deploying;
  const said = { sha, environment: environment?.id ?? name, deployed_from: repo.name };
  if (environment === null && environments.length > 0)
    return unmet({ ...said, why: 'unknown', environments: environments.map(({ id }) => id) });
  const planned = (change.planInForce ?? change.plan)?.environments ?? [];
  if (planned.length > 0 && !planned.includes(said.environment))
    return unmet({ ...said, why: 'environment', environments: planned });
  return judgeCommit(change, deploying, said);
}

function judgeCommit(change: Change, deploying: Deploying, said: RefusalFacts): Finding {
  const { sha, repo, environment } = deploying;
  const pulls = change.pulls.filter(({ repoId }) => repoId === repo.id);
  if (pulls.length === 0) {
    const { assets } = change.planInForce ?? change.plan ?? { assets: [] };
    const isAbout = change.repoId === repo.id || changesAny(environment, assets);
    return isAbout ? met(said) : unmet({ ...said, why: 'repository' });
  }
  const isOurs = pulls.some(({ head, mergeSha }) => head === sha || mergeSha === sha);
  return isOurs ? met(said) : unmet({ ...said, pulls: pulls.map(pullName) });
}

/** The policy says that deployments there, wherever they come from, change one of the assets. */
function changesAny(environment: Environment | null, assets: readonly string[]): boolean {
  const globs = compileGlobs(environment?.assets ?? [], 'name') ?? [];
  return assets.some((asset) => globs.some(({ matches }) => matches(asset)));
}
