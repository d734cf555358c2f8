/*
 * Check suites: one per app and commit, opened by the forge when commits arrive. A suite's own state is the
 * sum of its runs.
 */
import type { CheckConclusion, CheckRun, CheckSuite } from '../state/checks.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene, World } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { checkSuiteJson } from '../json/checks.ts';
import { mayUse } from './rights.ts';
import { tellRepository } from './tell.ts';

export type SuiteInput = {
  readonly appId: number;
  readonly sha: string;
  readonly branch: string | null;
};

export function suiteFor(world: World, repo: Repository, input: SuiteInput): CheckSuite {
  const known = world.checkSuites
    .of(`${repo.id}:${input.sha}`)
    .find((suite) => suite.appId === input.appId);
  if (known !== undefined) return known;
  const id = world.ids.next('checkSuite');
  const now = stamp(world);
  return world.checkSuites.put({
    id,
    nodeId: nodeId('checkSuite', id),
    repoId: repo.id,
    appId: input.appId,
    headSha: input.sha,
    headBranch: input.branch ?? branchAt(repo, input.sha),
    status: 'queued',
    conclusion: null,
    createdAt: now,
    updatedAt: now,
  });
}

function branchAt(repo: Repository, sha: string): string | null {
  const ref = [...repo.refs].find(([name, target]) => target === sha && name.startsWith('heads/'));
  return ref === undefined ? null : ref[0].slice('heads/'.length);
}

/** Opens a suite for every installed app that may write checks, and asks the app to fill it. */
export function requestSuites(
  scene: Scene,
  repo: Repository,
  pushed: { readonly sha: string; readonly branch: string; readonly before: string | null },
): void {
  const { world } = scene;
  const commit = world.commits.find(`${repo.id}:${pushed.sha}`);
  if (commit === undefined || /^skip-checks: *true$/m.test(commit.message)) return;
  for (const installation of world.installations.of(repo.ownerId)) {
    const token = {
      value: '',
      installationId: installation.id,
      permissions: installation.permissions,
      repositories: installation.repositories,
      expiresAt: 0,
    };
    if (!mayUse(token, ['checks', 'write'])) continue;
    const suite = suiteFor(world, repo, {
      appId: installation.appId,
      sha: pushed.sha,
      branch: pushed.branch,
    });
    tellSuite(scene, suite, 'requested');
  }
}

export function tellSuite(
  scene: Scene,
  suite: CheckSuite,
  action: 'requested' | 'rerequested' | 'completed',
): void {
  const { world } = scene;
  const repo = world.repositories.get(suite.repoId);
  if (repo === undefined) return;
  const only = action === 'completed' ? {} : { onlyAppId: suite.appId };
  tellRepository(scene, repo, {
    event: 'check_suite',
    action,
    body: { check_suite: checkSuiteJson(world, suite) },
    ...only,
  });
}

const gravest: readonly CheckConclusion[] = [
  'action_required',
  'timed_out',
  'cancelled',
  'failure',
  'neutral',
  'skipped',
  'success',
];

export function sumOf(runs: readonly CheckRun[]): Pick<CheckSuite, 'status' | 'conclusion'> {
  if (runs.some((run) => run.status !== 'completed')) {
    return {
      status: runs.some((run) => run.status === 'in_progress') ? 'in_progress' : 'queued',
      conclusion: null,
    };
  }
  const conclusion = gravest.find((grave) => runs.some((run) => run.conclusion === grave)) ?? null;
  return { status: 'completed', conclusion };
}

/** Recomputes a suite after one of its runs changed. */
export function settleSuite(scene: Scene, suiteId: number): void {
  const { world } = scene;
  const suite = world.checkSuites.get(suiteId);
  if (suite === undefined) return;
  const runs = world.checkRuns
    .of(`${suite.repoId}:${suite.headSha}`)
    .filter((run) => run.suiteId === suiteId);
  const sum = sumOf(runs);
  if (sum.status === suite.status && sum.conclusion === suite.conclusion) return;
  const after = world.checkSuites.patch(suiteId, { ...sum, updatedAt: stamp(world) });
  if (after.status === 'completed') tellSuite(scene, after, 'completed');
}
