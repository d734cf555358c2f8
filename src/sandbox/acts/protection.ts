/*
 * Whether the rules of a branch let a commit in. A required check is satisfied by success, neutral or skipped,
 * on exactly this commit, from the pinned app when one is pinned; a check and a status of one name must both
 * pass. Only approvals of people with write access count, the last decisive review of each person, not dismissed.
 */
import type { CheckRun } from '../state/checks.ts';
import type { PullRequest, Review } from '../state/pulls.ts';
import type { Protection, RequiredCheck } from '../state/repositories.ts';
import { mergeBase } from '../state/history.ts';
import type { World } from '../state/world.ts';
import { atLeast, roleOf } from './rights.ts';

const satisfying = new Set<string | null>(['success', 'neutral', 'skipped']);

export function protectionOf(world: World, repoId: number, branch: string): Protection | undefined {
  return world.repositories.get(repoId)?.protection.get(branch);
}

/** The newest run of each name, app and workflow on a commit. */
export function latestRuns(world: World, repoId: number, sha: string): readonly CheckRun[] {
  const newest = new Map<string, CheckRun>();
  for (const run of world.checkRuns.of(`${repoId}:${sha}`))
    newest.set(JSON.stringify([run.appId, run.workflow, run.name]), run);
  return [...newest.values()];
}

export function checkSatisfied(
  world: World,
  at: { readonly repoId: number; readonly sha: string },
  required: RequiredCheck,
): boolean {
  const runs = latestRuns(world, at.repoId, at.sha).filter(
    (run) =>
      run.name === required.context &&
      (required.integrationId === null || run.appId === required.integrationId),
  );
  const statuses =
    required.integrationId === null
      ? world.statuses
          .of(`${at.repoId}:${at.sha}`)
          .filter((row) => row.context === required.context)
      : [];
  const lastStatus = statuses.at(-1);
  if (runs.length === 0 && lastStatus === undefined) return false;
  const runsPass = runs.every(
    (run) => run.status === 'completed' && satisfying.has(run.conclusion),
  );
  return runsPass && (lastStatus === undefined || lastStatus.state === 'success');
}

/** The names of required checks that this commit does not satisfy. */
export function missingChecks(
  world: World,
  at: { readonly repoId: number; readonly sha: string; readonly branch: string },
): readonly string[] {
  const protection = protectionOf(world, at.repoId, at.branch);
  return (protection?.requiredChecks ?? [])
    .filter((required) => !checkSatisfied(world, at, required))
    .map((required) => required.context);
}

/** Each person's last review that decides something; a later plain comment cancels nothing. */
export function decisiveReviews(world: World, pull: PullRequest): readonly Review[] {
  const last = new Map<number, Review>();
  for (const review of world.reviews.of(pull.id))
    if (review.state !== 'COMMENTED') last.set(review.userId, review);
  return [...last.values()];
}

function countingReviews(world: World, pull: PullRequest): readonly Review[] {
  const repo = world.repositories.get(pull.repoId);
  return decisiveReviews(world, pull).filter((review) => {
    const user = world.accounts.get(review.userId);
    return (
      repo !== undefined &&
      user !== undefined &&
      (user.type === 'Bot' || atLeast(roleOf(world, repo, user), 'write'))
    );
  });
}

/** Why the reviews do not suffice, or null. */
export function reviewObstacle(world: World, pull: PullRequest): string | null {
  const protection = protectionOf(world, pull.repoId, pull.baseRef);
  if (protection === undefined || protection.requiredReviews === 0) return null;
  const reviews = countingReviews(world, pull);
  if (reviews.some((review) => review.state === 'CHANGES_REQUESTED'))
    return 'Changes have been requested.';
  const approvals = reviews.filter((review) => review.state === 'APPROVED');
  const counted = protection.requireLastPushApproval
    ? approvals.filter((review) => review.userId !== pull.lastPusherId)
    : approvals;
  const lacking = protection.requiredReviews - counted.length;
  if (lacking <= 0) return null;
  return `At least ${protection.requiredReviews} approving review${protection.requiredReviews === 1 ? ' is' : 's are'} required by reviewers with write access.`;
}

export function mergeability(
  world: World,
  pull: PullRequest,
): { readonly mergeable: boolean; readonly state: string } {
  const issue = world.issues.get(pull.id);
  if (pull.merged || issue?.state !== 'open') return { mergeable: false, state: 'unknown' };
  const baseHead = world.repositories.get(pull.repoId)?.refs.get(`heads/${pull.baseRef}`);
  const base = mergeBase(world, pull.repoId, {
    base: baseHead ?? pull.baseSha,
    head: pull.headSha,
  });
  if (base === undefined) return { mergeable: false, state: 'dirty' };
  if (pull.draft) return { mergeable: true, state: 'draft' };
  const missing = missingChecks(world, {
    repoId: pull.repoId,
    sha: pull.headSha,
    branch: pull.baseRef,
  });
  if (missing.length > 0 || reviewObstacle(world, pull) !== null)
    return { mergeable: true, state: 'blocked' };
  const failing = latestRuns(world, pull.repoId, pull.headSha).some(
    (run) => run.status !== 'completed' || !satisfying.has(run.conclusion),
  );
  return { mergeable: true, state: failing ? 'unstable' : 'clean' };
}
