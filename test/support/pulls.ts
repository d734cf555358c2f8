/**
 * Pull requests in tales: proposed, pushed to, checked by a CI, and the app's own answer on their heads.
 */
import { operations } from '../../src/demo/company.ts';
import type { CommitInput } from '../../src/sandbox/acts/commits.ts';
import type { CheckRun } from '../../src/sandbox/state/checks.ts';
import type { PullRequest } from '../../src/sandbox/state/pulls.ts';
import { BOT, LIN, type Stage, type Tale } from './tale.ts';

export type Proposal = {
  readonly who?: string;
  readonly branch: string;
  readonly commits?: readonly CommitInput[];
  /** Links the tale's change when absent. */
  readonly body?: string;
};

/** Opens a pull request in the operations repository, and gives `owner/name#n`. */
export async function proposes(stage: Stage, tale: Tale, proposal: Proposal): Promise<string> {
  const { who = LIN, branch } = proposal;
  const commits = proposal.commits ?? [
    { message: 'Add the fee', author: who, files: { [`${branch}.ts`]: 'export {};\n' } },
  ];
  const body = proposal.body ?? `Change: CHG-${String(tale.number).padStart(5, '0')}`;
  const { sandbox } = stage.world().company;
  let number = 0;
  await tale.does(who, `proposes ${branch}`, () => {
    const opened = sandbox
      .as(who)
      .openPullRequest(operations, { head: branch, title: branch, body, commits });
    number = opened.number;
  });
  return `${operations}#${String(number)}`;
}

/** One more commit on the branch of a pull request. */
export async function pushes(stage: Stage, tale: Tale, branch: string): Promise<void> {
  await tale.does(LIN, `pushes to ${branch}`, () => {
    pushNow(stage, branch);
  });
}

export function pushNow(stage: Stage, branch: string): void {
  const files = { [`${branch}.ts`]: `export const at = ${String(stage.now().getTime())};\n` };
  const { sandbox } = stage.world().company;
  sandbox.as(LIN).push(operations, { branch, commits: [{ message: 'More', author: LIN, files }] });
}

/** The CI's word on the head. */
export async function ciSays(
  stage: Stage,
  tale: Tale,
  said: { readonly pull: string; readonly state: 'success' | 'failure' | 'pending' },
): Promise<void> {
  const { sandbox } = stage.world().company;
  const { state } = said;
  const sha = pullOf(stage, said.pull).headSha;
  await tale.does('ci', `says ${state}`, () =>
    sandbox.as(BOT).setStatus(operations, { sha, context: 'ci/test', state, description: state }),
  );
}

export function pullOf(stage: Stage, pull: string): PullRequest {
  const { sandbox } = stage.world().company;
  const number = Number(pull.split('#')[1]);
  const found = sandbox.world.pulls
    .of(sandbox.repository(operations).id)
    .find((one) => one.number === number);
  if (found === undefined) throw new Error(`${pull} is no pull request`);
  return found;
}

/** The app's check on the head; undefined when it has not answered there. */
export function checkOn(stage: Stage, pull: string): CheckRun | undefined {
  const { repoId, headSha } = pullOf(stage, pull);
  return checkAt(stage, repoId, headSha);
}

export function checkAt(stage: Stage, repoId: number, sha: string): CheckRun | undefined {
  const { sandbox } = stage.world().company;
  return sandbox.world.checkRuns
    .of(`${String(repoId)}:${sha}`)
    .findLast(({ appId, name }) => appId === sandbox.app.id && name === 'holdpoint');
}
