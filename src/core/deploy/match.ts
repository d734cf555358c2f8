/**
 * Which change a deployment belongs to: the one that it names; otherwise one that the commit belongs to; otherwise the
 * only running one that it can be meant by.
 *
 * What must stay true: it is never guessed. Where two changes could be meant none is, and a change whose plan names
 * other environments is not meant at all, whoever wrote its number there.
 */
import type { MatchedBy } from '../change/deployment-note.ts';
import type { Change } from '../change/state.ts';
import { windowFor } from '../gate/window-for.ts';
import type { Environment } from '../policy/catalogue.ts';
import { compileGlobs } from '../policy/glob.ts';
import { contains } from '../time/window.ts';
import type { Deployment } from './deployment.ts';

export type DeploymentMatch =
  | { readonly kind: 'matched'; readonly change: Change; readonly by: MatchedBy }
  | { readonly kind: 'unmatched'; readonly why: 'none' | 'several' };

/** Changes that can be meant, as they were found: those that are named, those of the commit, those that run. */
export type Candidates = {
  readonly named: readonly Change[];
  readonly ofCommit: readonly Change[];
  readonly running: readonly Change[];
};

export type Matching = {
  readonly deployment: Deployment;
  /** Null: the policy does not know it. */
  readonly environment: Environment | null;
  readonly now: string;
};

const NONE: DeploymentMatch = { kind: 'unmatched', why: 'none' };

export function matchDeployment(candidates: Candidates, matching: Matching): DeploymentMatch {
  const { environment } = matching;
  const turns: readonly [MatchedBy, readonly Change[]][] = [
    ['number', candidates.named],
    ['commit', candidates.ofCommit.filter((change) => holdsCommit(change, matching.deployment))],
    ['window', candidates.running.filter((change) => isRunningFor(change, matching))],
  ];
  for (const [by, all] of turns) {
    const match = only(
      all.filter((change) => goesTo(change, environment)),
      by,
    );
    if (match.kind === 'matched' || match.why === 'several') return match;
  }
  return NONE;
}

/** One that has not ended goes before those that have: a commit is deployed again, or goes back. */
function only(changes: readonly Change[], by: MatchedBy): DeploymentMatch {
  const live = changes.filter(({ ended }) => ended === null);
  const meant = live.length > 0 ? live : changes;
  const [change, ...others] = meant;
  if (change === undefined) return NONE;
  return others.length > 0
    ? { kind: 'unmatched', why: 'several' }
    : { kind: 'matched', change, by };
}

/** A plan that names environments is not meant where it goes to others. */
function goesTo({ plan, planInForce }: Change, environment: Environment | null): boolean {
  const named = (planInForce ?? plan)?.environments ?? [];
  return environment === null || named.length === 0 || named.includes(environment.id);
}

function holdsCommit({ pulls }: Change, { repoId, sha }: Deployment): boolean {
  return pulls.some(
    (pull) => pull.repoId === repoId && (pull.head === sha || pull.mergeSha === sha),
  );
}

function isRunningFor(change: Change, { deployment, environment, now }: Matching): boolean {
  if (change.state !== 'in_progress' || environment === null) return false;
  const window = windowFor(change);
  if (window !== null && !contains(window, now)) return false;
  const plan = change.planInForce ?? change.plan;
  if (plan?.environments.includes(environment.id) !== true) return false;
  if (environment.assets.length === 0) return isAtHome(change, deployment);
  const globs = compileGlobs(environment.assets, 'name') ?? [];
  return plan.assets.some((asset) => globs.some(({ matches }) => matches(asset)));
}

/** Where an environment does not say what is changed by it, only the repository does. */
function isAtHome({ repoId, pulls }: Change, deployment: Deployment): boolean {
  return repoId === deployment.repoId || pulls.some((pull) => pull.repoId === deployment.repoId);
}
