/**
 * Reads one linked pull request: where it is now, what was said below it, which other changes it names, and which
 * reviews stand.
 *
 * What must stay true: a review is handed on once. Those from before the link said nothing about the change, and nobody
 * is answered for them now.
 */
import { hasNewBase } from '../core/change/binding.ts';
import type { Change, LinkedPull } from '../core/change/state.ts';
import { changesNamed } from '../core/intent/changes-named.ts';
import { dismissalKey, linkKey, reviewKey } from '../core/intent/key.ts';
import type { PullSeen, RepoRef, ReviewSeen } from '../core/intent/notice.ts';
import { isoNow } from '../clock.ts';
import { knownActs } from '../store/acts.ts';
import { findChangesByPull } from '../store/changes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { loadChange } from '../store/load-change.ts';
import { hand, handComments, NOBODY, type Place } from './sweep-hand.ts';

const MOST_NAMED = 100;

export async function sweepPull(place: Place, change: Change, linked: LinkedPull): Promise<void> {
  const { forge, house } = place;
  const repo = { id: linked.repoId, name: linked.repo };
  const pull = await forge.observePull(repo, linked.number);
  if (pull === null) return;
  const told = { repo, actor: NOBODY, occurredAt: isoNow(house.clock) };
  if (pull.head !== linked.head || hasNewBase(linked, pull))
    await hand(place, { ...told, fact: { kind: 'pull_changed', action: 'pushed', pull } });
  if (pull.merged && !linked.merged)
    await hand(place, { ...told, fact: { kind: 'pull_changed', action: 'closed', pull } });
  if (isOwn(change, linked)) {
    await handOwn(place, change, { repo, pull });
  } else {
    const comments = await forge.observeComments(repo, linked.number);
    await handComments(place, comments, { repo, number: linked.number, onPull: true });
  }
  if (!pull.open) return;
  await handLinks(place, repo, pull);
  await handReviews(place, { repo, pull, change: change.number, linked });
}

/** Its comments are read as those of the change's issue. */
function isOwn({ own, repoId, issue }: Change, linked: LinkedPull): boolean {
  return own !== null && linked.repoId === repoId && linked.number === issue;
}

type Standing = { readonly repo: RepoRef; readonly pull: PullSeen };

/** Closed, a draft again or ready, and nobody told of it. */
async function handOwn(place: Place, change: Change, { repo, pull }: Standing): Promise<void> {
  const told = { repo, actor: NOBODY, occurredAt: isoNow(place.house.clock) };
  const { ended, own } = change;
  if (ended !== null) return;
  if (!pull.open && !pull.merged)
    await hand(place, { ...told, fact: { kind: 'pull_changed', action: 'closed', pull } });
  else if (pull.draft !== undefined && pull.draft !== own?.draft) {
    const action = pull.draft ? 'draft' : 'ready';
    await hand(place, { ...told, fact: { kind: 'pull_changed', action, pull } });
  }
}

/** A line that names a change is the author's word only where nobody else ever wrote. */
export async function handLinks(place: Place, repo: RepoRef, pull: PullSeen): Promise<void> {
  const { house, forge } = place;
  if (!(await namesAnother(place, repo, pull))) return;
  const { author: actor } = pull;
  const editors = await forge.observePullEditors(repo, pull.number);
  if (editors === null || editors.some(({ id }) => id !== actor.id)) return;
  const fact = { kind: 'pull_changed', action: 'edited', pull } as const;
  await hand(place, { repo, actor, occurredAt: isoNow(house.clock), fact });
}

/** A change that is there, and that it was never linked to by such a line. */
async function namesAnother(
  { house, forge }: Place,
  repo: RepoRef,
  pull: PullSeen,
): Promise<boolean> {
  const named = changesNamed(pull.body).slice(0, MOST_NAMED);
  if (named.length === 0) return false;
  return inWorkspace(house.db, forge.workspace, async (tx) => {
    const linked = await findChangesByPull(tx, repo.id, pull.number);
    const keyOf = (change: number): string => linkKey(repo.id, pull.number, change);
    const known = await knownActs(tx, named.map(keyOf));
    for (const change of named)
      if (!linked.includes(change) && !known.has(keyOf(change)))
        if ((await loadChange(tx, change)) !== null) return true;
    return false;
  });
}

type Reviewed = {
  readonly repo: RepoRef;
  readonly pull: PullSeen;
  readonly change: number;
  readonly linked: LinkedPull;
};

async function handReviews(place: Place, reviewed: Reviewed): Promise<void> {
  const { house, forge } = place;
  const { repo, pull, change, linked } = reviewed;
  const reviews = await forge.observeReviews(repo, pull.number);
  const keys = reviews.flatMap(({ id }) => [reviewKey(id, change), dismissalKey(id, change)]);
  const known = await inWorkspace(house.db, forge.workspace, (tx) => knownActs(tx, keys));
  for (const review of reviews) {
    const heard = known.has(reviewKey(review.id, change));
    if (review.state === 'dismissed') {
      if (heard && !known.has(dismissalKey(review.id, change)))
        await handDismissal(place, reviewed, review);
    } else if (!heard && Date.parse(review.at) > Date.parse(linked.linked.at)) {
      const { by: actor, at: occurredAt, state, ...said } = review;
      const fact = { kind: 'review_submitted', pull, review: { ...said, state } } as const;
      await hand(place, { repo, actor, occurredAt, fact });
    }
  }
}

/** Who dismissed it, and when, the forge does not say. */
async function handDismissal(
  place: Place,
  { repo, pull }: Reviewed,
  { id, by }: ReviewSeen,
): Promise<void> {
  const fact = { kind: 'review_dismissed', pull, review: { id, by } } as const;
  await hand(place, { repo, actor: NOBODY, occurredAt: isoNow(place.house.clock), fact });
}
