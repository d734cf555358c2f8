/*
 * A pull request by a developer and the app's verdict on it, as several tests need them.
 */
import type { Play } from './support.ts';

const repo = { owner: 'lighthouse-freight', repo: 'checkout' } as const;
const name = 'lighthouse-freight/checkout';

export function propose(play: Play): number {
  const pull = play.sandbox.as('lin-dev').openPullRequest(name, {
    head: 'pool',
    title: 'Raise the pool',
    body: 'Change: CHG-00001',
    commits: [{ message: 'Raise it', files: { 'pool.conf': 'size=20\n' } }],
  });
  return pull.number;
}

export async function report(
  play: Play,
  number: number,
  conclusion: 'success' | 'failure' | 'action_required',
): Promise<number> {
  const { data } = await play.bot.rest.pulls.get({ ...repo, pull_number: number });
  const { data: run } = await play.bot.rest.checks.create({
    ...repo,
    name: 'holdpoint',
    head_sha: data.head.sha,
    conclusion,
    external_id: 'CHG-00001/gate',
    output: { title: 'Holdpoint', summary: 'all gates' },
    actions: [{ label: 'Confirm', description: 'I have seen it', identifier: 'hold:E3:confirm' }],
  });
  return run.id;
}
