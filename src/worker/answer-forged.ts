/**
 * Somebody else reported under a name of ours. Whatever commit it stands on, the workspace remembers who and how often;
 * where a change speaks for the commit its own run puts our answer over it, and everywhere else it is done here.
 *
 * What must stay true: what we put there is what is true of that commit, and never a yes that nobody looked into.
 */
import { spellAbout } from '../core/intent/check-about.ts';
import type { NoticeFact, RepoRef } from '../core/intent/notice.ts';
import { renderUnaskedPolicy } from '../render/policy-check.ts';
import type { CheckContent, Forge } from '../forge/port.ts';
import { isoNow } from '../clock.ts';
import { findChangesByHead } from '../store/changes.ts';
import { noteForged } from '../store/forged-reports.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { loadChanges } from '../store/load-change.ts';
import { answerGroupAt } from './answer-merge-group.ts';
import { checkPolicyPull, POLICY_CHECK } from './check-policy-pull.ts';
import type { House } from './house.ts';
import { listedFor, unlinkedContent } from './own-pulls.ts';
import { mayAnswer, putAnswer, putStatus } from './put-answer.ts';

const REMEMBERED_MS = 90 * 86_400_000;

export type CommitAt = { readonly repo: RepoRef; readonly sha: string };

type Forged = {
  readonly repo: RepoRef;
  readonly fact: Extract<NoticeFact, { readonly kind: 'check_forged' }>;
};

export async function answerForged(
  house: House,
  forge: Forge,
  { repo, fact: { sha, report } }: Forged,
): Promise<void> {
  const now = isoNow(house.clock);
  const forget = new Date(Date.parse(now) - REMEMBERED_MS).toISOString();
  const times = await inWorkspace(house.db, forge.workspace, (tx) =>
    noteForged(tx, { repoId: repo.id, sha, report }, { now, forget }),
  );
  const { by, via, name, says } = report;
  const fields = { action: 'check_forged', repository: repo.id, sha, actor: by.id, times };
  house.log.warn({ ...fields, via, name, says }, 'somebody else reported under our name');
  // Until it says something it opens and shuts nothing.
  if (says === null) return;
  if (name === POLICY_CHECK) return restatePolicy(house, forge, { repo, sha });
  const { isSpokenFor } = await speakersAt(house, forge, { repo, sha });
  if (!isSpokenFor) await answerCommit(house, forge, { repo, sha });
}

/** A group of the merge queue, or a commit that belongs to no change. */
export async function answerCommit(
  house: House,
  forge: Forge,
  { repo, sha, again = false }: CommitAt & { readonly again?: boolean },
): Promise<void> {
  if (await answerGroupAt(house, forge, { repo, sha, again })) return;
  const content = unlinkedContent(await listedFor(house, forge, repo), { kind: 'commit' });
  await putAnswer(house, forge, { repo, sha, content, again });
}

async function speakersAt(
  house: House,
  forge: Forge,
  { repo, sha }: CommitAt,
): Promise<{ readonly isSpokenFor: boolean; readonly pulls: readonly number[] }> {
  const changes = await inWorkspace(house.db, forge.workspace, async (tx) =>
    loadChanges(tx, await findChangesByHead(tx, repo.id, sha)),
  );
  const here = changes.flatMap(({ pulls }) =>
    pulls.filter(({ repoId, head }) => repoId === repo.id && head === sha),
  );
  return { isSpokenFor: changes.length > 0, pulls: [...new Set(here.map((one) => one.number))] };
}

/** Asked anew where its pull request is known; where we never answered under this name, that is what is said. To ask
 * costs as much as to answer: beyond so many an hour neither is done. */
async function restatePolicy(house: House, forge: Forge, { repo, sha }: CommitAt): Promise<void> {
  const place = { repoId: repo.id, sha, name: POLICY_CHECK } as const;
  if (!(await mayAnswer(house, forge.workspace, place))) return;
  for (const number of (await speakersAt(house, forge, { repo, sha })).pulls) {
    const pull = await forge.observePull(repo, number);
    if (pull !== null) await checkPolicyPull(house, forge, { repo, pull });
  }
  const there = await forge.observeCheck(repo, sha, POLICY_CHECK);
  if (there !== null) {
    const content = { ...there.content, name: POLICY_CHECK } as const;
    return putStatus(house, forge, { repo, sha, content });
  }
  const content: CheckContent = {
    ...{ name: POLICY_CHECK, conclusion: 'failure', ...renderUnaskedPolicy() },
    ...{ externalId: spellAbout({ kind: 'policy', number: null }), detailsUrl: null },
  };
  await putAnswer(house, forge, { repo, sha, content });
}
