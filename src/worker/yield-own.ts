/**
 * A pull request that is its own change and is linked to another one belongs to that one from then on: its own change
 * is called off, in the transaction that linked it, so that there is never a moment with two plans for one merge.
 */
import type { Change, LinkedPull } from '../core/change/state.ts';
import { isPull } from '../core/change/pull-key.ts';
import { findChangesByPull } from '../store/changes.ts';
import { loadChange } from '../store/load-change.ts';
import type { HeadLock } from '../store/lock.ts';

type Linking = { readonly before: Change | null; readonly after: Change };

/** The open changes that those pull requests are, which were linked just now. */
export async function ownChangesOf(
  lock: HeadLock,
  { before, after }: Linking,
): Promise<readonly Change[]> {
  // A pull request that becomes its own change takes nothing from another.
  if (after.own !== null) return [];
  const known = before?.pulls ?? [];
  const linked = after.pulls.filter((pull) => !known.some((one) => isPull(one, pull)));
  const changes: Change[] = [];
  for (const pull of linked) changes.push(...(await ownOf(lock, pull)));
  return changes;
}

async function ownOf({ tx }: HeadLock, pull: LinkedPull): Promise<readonly Change[]> {
  const found: Change[] = [];
  for (const number of await findChangesByPull(tx, pull.repoId, pull.number)) {
    const change = await loadChange(tx, number);
    if (change !== null && isOpenOwn(change, pull)) found.push(change);
  }
  return found;
}

function isOpenOwn({ own, ended, repoId, issue }: Change, pull: LinkedPull): boolean {
  return own !== null && ended === null && repoId === pull.repoId && issue === pull.number;
}
