/**
 * Pull requests whose opening nobody told of, in repositories where they may be their own change: found among those that
 * moved since the last sweep, with one read a repository.
 *
 * What must stay true: whoever opened it is believed as its author; a line that names a change is the author's word only
 * where nobody else ever wrote. What was opened before the first sweep waits until somebody works on it.
 */
import { changesNamed } from '../core/intent/changes-named.ts';
import type { PullSeen, RepoRef } from '../core/intent/notice.ts';
import { isoNow } from '../clock.ts';
import { findChangeByIssue, findChangesByPull } from '../store/changes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { listedFor } from './own-pulls.ts';
import { hand, NOBODY, type Place } from './sweep-hand.ts';
import { handLinks } from './sweep-pull.ts';

type Listing = { readonly repo: RepoRef; readonly since: string };

/** Those that belong to no change, and are none. */
export async function unopenedPulls(
  { house, forge }: Place,
  { repo, since }: Listing,
): Promise<readonly PullSeen[]> {
  if ((await listedFor(house, forge, repo)).length === 0) return [];
  const moved = (await forge.observeOpenPulls(repo)).filter(
    ({ updatedAt = '' }) => Date.parse(updatedAt) >= Date.parse(since),
  );
  if (moved.length === 0) return [];
  return inWorkspace(house.db, forge.workspace, async (tx) => {
    const free: PullSeen[] = [];
    for (const pull of moved) {
      const own = await findChangeByIssue(tx, repo.id, pull.number);
      const linked = await findChangesByPull(tx, repo.id, pull.number);
      if (own === null && linked.length === 0) free.push(pull);
    }
    return free;
  });
}

/** Who edited its text is asked when it is opened. One that names a change is at least told what is missing. */
export async function handUnopened(place: Place, repo: RepoRef, pull: PullSeen): Promise<void> {
  const occurredAt = pull.updatedAt ?? isoNow(place.house.clock);
  const told = { repo, occurredAt };
  if (changesNamed(pull.body).length === 0) {
    const fact = { kind: 'pull_changed', action: 'opened', pull } as const;
    await hand(place, { ...told, actor: pull.author, fact });
    return;
  }
  await handLinks(place, repo, pull);
  const fact = { kind: 'pull_changed', action: 'edited', pull } as const;
  await hand(place, { ...told, actor: NOBODY, fact });
}
