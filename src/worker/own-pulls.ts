/**
 * Where the policy lets a pull request be its own change: in which categories, and what its check says while it belongs
 * to none.
 *
 * What must stay true: the answer on a pull request without a change is written before its delivery is done with, so
 * that nobody waits for one that was lost.
 */
import type { Change } from '../core/change/state.ts';
import { spellAbout, type CheckAbout } from '../core/intent/check-about.ts';
import type { Notice, NoticeFact, RepoRef } from '../core/intent/notice.ts';
import type { Category } from '../core/plan/plan.ts';
import { isInvalid } from '../core/policy/invalid-policy.ts';
import type { CheckContent, Forge } from '../forge/port.ts';
import { buttonsOf } from '../render/check-buttons.ts';
import { renderUnlinkedCheck } from '../render/unlinked.ts';
import { findChangesByPull } from '../store/changes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import type { House } from './house.ts';
import { putAnswer } from './put-answer.ts';

export type Placed = Notice & { readonly repo: RepoRef };

/** Empty where the notice is about no pull request, and where the policy lists none or cannot be used. */
export async function ownPullsFor(
  house: House,
  { fact, workspace, repo }: Placed,
  change: Change | null,
): Promise<readonly Category[]> {
  if (!isAboutPull(fact)) return [];
  const listed = await listedFor(house, await house.app.forge(workspace), repo);
  if (listed.length > 0) return listed;
  // What it was read as when it could be one stays: nobody has edited it.
  const own = change?.own === null ? null : (change?.category ?? null);
  return own === null ? [] : [own];
}

/** The categories that the policy in force lists for it. */
export async function listedFor(
  { policies }: House,
  forge: Forge,
  repo: RepoRef,
): Promise<readonly Category[]> {
  const { policy } = await policies.inForce(forge, repo);
  return isInvalid(policy) ? [] : policy.ownPulls.filter((one) => one !== 'emergency');
}

function isAboutPull(fact: NoticeFact): boolean {
  switch (fact.kind) {
    case 'pull_changed':
      return true;
    case 'comment_created':
      return fact.onPull;
    case 'label_added':
    case 'issue_edited':
      return fact.issue.pull !== undefined;
    default:
      return false;
  }
}

/** Whether it may be left without an answer by every change. */
export function mayBeUnlinked({ fact }: Placed): boolean {
  return fact.kind === 'pull_changed' && fact.pull.open;
}

export async function answerUnlinked(house: House, notice: Placed, again = false): Promise<void> {
  const { fact, workspace, repo } = notice;
  if (fact.kind !== 'pull_changed' || !fact.pull.open) return;
  const allowed = await ownPullsFor(house, notice, null);
  if (allowed.length === 0) return;
  const { number, head } = fact.pull;
  const linked = await inWorkspace(house.db, workspace, (tx) =>
    findChangesByPull(tx, repo.id, number),
  );
  if (linked.length > 0) return;
  const forge = await house.app.forge(workspace);
  const content = unlinkedContent(allowed, { kind: 'pull', number });
  await putAnswer(house, forge, { repo, sha: head, content, again });
}

/** `allowed`: in which categories it could be its own change. */
export function unlinkedContent(allowed: readonly Category[], about: CheckAbout): CheckContent {
  return {
    conclusion: 'action_required',
    ...renderUnlinkedCheck(allowed),
    buttons: buttonsOf(null),
    externalId: spellAbout(about),
    detailsUrl: null,
  };
}
