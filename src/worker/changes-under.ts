/**
 * The open changes that a policy file governs: those of its repository, those with a pull request in it, and those of
 * every repository that rests on it.
 * One push of a policy is one look at each of them, however many events it leads to.
 */
import type { RepoRef } from '../core/intent/notice.ts';
import { listOpenChanges, listOpenChangesWithPullsIn } from '../store/changes.ts';
import type { Tx } from '../store/in-workspace.ts';
import { listPolicies } from '../store/policies.ts';
import { isOrganisationHome } from './policy-files.ts';

export async function changesUnder(tx: Tx, repo: RepoRef): Promise<readonly number[]> {
  if (await isShared(tx, repo)) return listOpenChanges(tx);
  const own = await listOpenChanges(tx, repo.id);
  return [...new Set([...own, ...(await listOpenChangesWithPullsIn(tx, repo.id))])];
}

/** The last source of a policy is the repository's own file, those before it are others'. */
async function isShared(tx: Tx, repo: RepoRef): Promise<boolean> {
  if (isOrganisationHome(repo)) return true;
  const known = await listPolicies(tx);
  return known.some(({ content }) =>
    content.sources.slice(0, -1).some(({ file }) => file.startsWith(`${repo.name}:`)),
  );
}
