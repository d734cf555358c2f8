/**
 * The open changes that a policy file governs: those of its repository, and those of every repository that rests on it.
 * One push of a policy is one look at each of them, however many events it leads to.
 */
import type { RepoRef } from '../core/intent/notice.ts';
import { listOpenChanges } from '../store/changes.ts';
import type { Tx } from '../store/in-workspace.ts';
import { listPolicies } from '../store/policies.ts';
import { isOrganisationHome } from './policy-files.ts';

export async function changesUnder(tx: Tx, repo: RepoRef): Promise<readonly number[]> {
  return (await isShared(tx, repo)) ? listOpenChanges(tx) : listOpenChanges(tx, repo.id);
}

/** The last source of a policy is the repository's own file, those before it are others'. */
async function isShared(tx: Tx, repo: RepoRef): Promise<boolean> {
  if (isOrganisationHome(repo)) return true;
  const known = await listPolicies(tx);
  return known.some(({ content }) =>
    content.sources.slice(0, -1).some(({ file }) => file.startsWith(`${repo.name}:`)),
  );
}
