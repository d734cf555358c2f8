/**
 * The repository of the last two stories: its policy, its CI, and the rule of its main branch that nothing is merged
 * without the check of the app. A second app reports under the name of the CI's check: a name alone proves nothing.
 */
import { readFileSync } from 'node:fs';
import { checkout, type Company } from '../company.ts';
import type { Narrator } from '../narrator.ts';
import { ForgeRefusal } from '../../sandbox/acts/refuse.ts';
import type { PullRequest } from '../../sandbox/state/pulls.ts';

export const CI = 'harbour-ci';
export const LOOKALIKE = 'mirror-ci';

const DEE = 'dee-lead';

/** The policy on the default branch, and the check required there, pinned to the app. */
export async function layDownRules(company: Company, tell: Narrator, at: string): Promise<void> {
  const { sandbox, clock } = company;
  clock.moveTo(at);
  for (const slug of [CI, LOOKALIKE]) sandbox.createApp({ slug });
  tell.act(clock.now(), DEE, 'puts .github/holdpoint.yml on main of checkout');
  const policy = readFileSync(new URL('../changes/checkout-policy.yml', import.meta.url), 'utf8');
  sandbox.as(DEE).push(checkout, {
    branch: 'main',
    commits: [
      { message: 'Our change policy', author: DEE, files: { '.github/holdpoint.yml': policy } },
    ],
  });
  tell.act(clock.now(), DEE, 'requires the check holdpoint on main, from this app and no other');
  sandbox.protectBranch(checkout, 'main', {
    requiredChecks: [{ context: 'holdpoint', integrationId: sandbox.app.id }],
    enforceAdmins: true,
  });
  await company.settle();
}

function pullNow({ sandbox }: Company, pull: string): PullRequest {
  const number = Number(pull.split('#')[1]);
  const found = sandbox.world.pulls
    .of(sandbox.repository(checkout).id)
    .find((one) => one.number === number);
  if (found === undefined) throw new Error(`${pull} is no pull request`);
  return found;
}

/** The word of an app on the head of a pull request, under the name of the unit tests. */
export function testsPass(company: Company, pull: string, app: string): void {
  company.sandbox.reportCheck(checkout, {
    app,
    name: 'unit-tests',
    ref: pullNow(company, pull).headSha,
    status: 'completed',
    conclusion: 'success',
  });
}

/** What the forge answers to whoever merges too early; a merge that it lets pass is no story of ours. */
export function refusedMerge({ sandbox }: Company, pull: string, who: string): string {
  try {
    sandbox.as(who).merge(pull, 'squash');
  } catch (error) {
    if (error instanceof ForgeRefusal) return `the forge refuses: ${error.message}`;
    throw error;
  }
  throw new Error(`${pull} was merged without the check`);
}

/** What the check of the app says on the head: `red: Not mergeable …`. */
export function checkOf(company: Company, pull: string): string {
  const { repoId, headSha } = pullNow(company, pull);
  const run = company.sandbox.world.checkRuns
    .of(`${String(repoId)}:${headSha}`)
    .findLast(({ appId }) => appId === company.sandbox.app.id);
  const colour = run?.conclusion === 'success' ? 'green' : 'red';
  return `check holdpoint · ${colour}: ${run?.output.title ?? 'nothing yet'}`;
}
