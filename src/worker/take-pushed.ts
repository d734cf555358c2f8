/**
 * Pushes and merges that went past every gate, where a policy has them looked for: a push to a default branch that no
 * pull request stands behind, a merge of one that belongs to no change against our check.
 *
 * What must stay true: where no policy of the workspace speaks of it nothing is asked of the forge. A push that edits
 * the rules is asked about all the same: it may be the one that begins it.
 */
import {
  isAgainstTheCheck,
  isBroughtByPull,
  movesBranch,
  type Sighting,
} from '../core/deploy/unauthorised.ts';
import type { NoticeFact } from '../core/intent/notice.ts';
import type { Forge } from '../forge/port.ts';
import type { PolicySeen } from '../reconcile/eyes.ts';
import { findChangesByPull } from '../store/changes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { isWatched } from '../store/unauthorised.ts';
import type { House } from './house.ts';
import { noteUnauthorised, type Told } from './note-unauthorised.ts';
import type { Placed } from './own-pulls.ts';

type Fact<K extends NoticeFact['kind']> = Extract<NoticeFact, { readonly kind: K }>;
type Pushed = Placed & { readonly fact: Fact<'policy_pushed' | 'branch_pushed'> };
type Merged = Placed & { readonly fact: Fact<'pull_changed'> };

export async function takePushed(house: House, notice: Pushed, told: Told): Promise<void> {
  const { repo, fact, actor, occurredAt } = notice;
  if (!movesBranch(fact)) return;
  const watched = await watchOver(house, notice, fact.kind === 'policy_pushed');
  if (watched === null) return;
  const { forge, seen } = watched;
  const { before, after: sha, branch } = fact;
  // Whoever puts a branch back to an older commit takes off what came by pull requests.
  const forced = fact.kind === 'policy_pushed' && fact.forced === true;
  if (!forced && isBroughtByPull(await forge.observePullsOfCommit(repo, sha), branch)) return;
  const sighting: Sighting = {
    ...{ kind: 'direct_push', place: branch, sha, by: actor, at: occurredAt },
    ...{ change: null, url: null },
    key: `unauthorised:push:${repo.id}:${branch}:${before}:${sha}`,
  };
  await noteUnauthorised(house, forge, { repo, sighting, seen, told });
}

/** What is linked to a change is told to that change. */
export async function takeMerged(house: House, notice: Merged, told: Told): Promise<void> {
  const { repo, fact, workspace, actor, occurredAt } = notice;
  const { pull, action } = fact;
  const { number, head, base, mergeSha, mergedBy } = pull;
  if (action !== 'closed' || !pull.merged || base === undefined) return;
  const watched = await watchOver(house, notice, false);
  if (watched === null) return;
  const linked = await inWorkspace(house.db, workspace, (tx) =>
    findChangesByPull(tx, repo.id, number),
  );
  if (linked.length > 0) return;
  const { forge, seen } = watched;
  const check = await forge.observeCheck(repo, head);
  const said = check?.content.conclusion ?? null;
  const { required } = await forge.observeGate(repo, base);
  if (!isAgainstTheCheck({ said, required })) return;
  const sighting: Sighting = {
    ...{ kind: 'merge_against_the_check', place: base, sha: mergeSha ?? head, change: null },
    ...{ by: mergedBy ?? actor, at: occurredAt, url: pull.url },
    key: `unauthorised:merge:${repo.id}:${String(number)}`,
  };
  await noteUnauthorised(house, forge, { repo, sighting, seen, told });
}

type Watched = { readonly forge: Forge; readonly seen: PolicySeen };

/** Null: the policy in force there has nothing of it looked for. */
async function watchOver(
  house: House,
  { workspace, repo }: Placed,
  anyway: boolean,
): Promise<Watched | null> {
  if (!anyway && !(await inWorkspace(house.db, workspace, isWatched))) return null;
  const forge = await house.app.forge(workspace);
  const seen = await house.policies.inForce(forge, repo);
  return seen.policy.unauthorised === undefined ? null : { forge, seen };
}
