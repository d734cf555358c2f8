/**
 * Pull requests of a change: linked by a line in their description, pushed to, merged, reviewed. A review that
 * approves is the same act as the command, bound to the commit that was reviewed.
 *
 * What must stay true: one act on a pull request that belongs to two changes is two intentions with two keys.
 */
import type { Command } from '../change/command.ts';
import { changeName } from '../change/state.ts';
import type { Person } from '../change/stamp.ts';
import type { Change } from '../change/state.ts';
import { changesNamed } from './changes-named.ts';
import type { Intention } from './intention.ts';
import { dismissalKey, linkKey, reviewKey } from './key.ts';
import { asking, byPerson } from './known.ts';
import type { Known, NoticeOf } from './known.ts';

const MOST_LINKS = 10;

export function intendPull(notice: NoticeOf<'pull_changed'>, known: Known): readonly Intention[] {
  const { action, pull } = notice.fact;
  const { repo } = notice;
  if (repo === null) return [];
  const linked = (about: string, command: Command): readonly Intention[] =>
    known.linked.map(({ number }) =>
      asking(number, command, { key: `${about}:${String(number)}`, url: pull.url }),
    );
  const name = `${repo.id}:${String(pull.number)}`;
  const based = pull.base === undefined ? {} : { base: pull.base };
  const head = {
    type: 'note_head',
    repoId: repo.id,
    pull: pull.number,
    head: pull.head,
    ...based,
  } as const;
  const shown = `${pull.head}:${pull.base ?? ''}`;
  switch (action) {
    case 'opened':
    case 'edited':
      return [
        ...intendLinks(notice, known),
        ...linked(`pull:${name}:${action}:${shown}:${notice.occurredAt}`, head),
      ];
    // While it was closed nobody told of pushes: it may come back with another head.
    case 'reopened':
    case 'pushed': {
      const command = action === 'pushed' ? { ...head, pushed: true as const } : head;
      return linked(`push:${name}:${pull.head}:${notice.occurredAt}`, command);
    }
    case 'closed': {
      if (!pull.merged)
        return linked(`pull:${name}:closed:${notice.occurredAt}`, { type: 'reconsider' });
      const sha = pull.mergeSha ?? pull.head;
      return linked(`merge:${name}`, {
        type: 'note_merge',
        repoId: repo.id,
        pull: pull.number,
        sha,
        by: mergerOf(notice),
      });
    }
    case 'queued':
    case 'unqueued':
      return linked(`queue:${name}:${action}:${notice.occurredAt}`, {
        type: 'note_queued',
        repoId: repo.id,
        pull: pull.number,
        queued: action === 'queued',
      });
    default:
      return linked(`pull:${name}:${action}:${notice.occurredAt}`, { type: 'reconsider' });
  }
}

/** The person behind a merge, who may have let a machine do it; null: no person is named. */
function mergerOf({ actor, fact }: NoticeOf<'pull_changed'>): Person | null {
  const { mergedBy, autoMergeBy } = fact.pull;
  const named = [mergedBy, actor, autoMergeBy].find((one) => one?.kind === 'human');
  return named === undefined ? null : { id: named.id, login: named.login };
}

/** `Change: CHG-00012` on a line of its own, by who opened the pull request. Asked once; then `/chg link` is there. */
function intendLinks(notice: NoticeOf<'pull_changed'>, known: Known): readonly Intention[] {
  const { pull } = notice.fact;
  const { repo } = notice;
  if (repo === null || !byPerson(notice) || notice.actor.id !== pull.author.id) return [];
  const linked = new Set(known.linked.map(({ number }) => number));
  const named = changesNamed(pull.body).filter((number) => !linked.has(number));
  return named.slice(0, MOST_LINKS).map((number) => {
    const command = {
      type: 'link',
      repoId: repo.id,
      repo: repo.name,
      pull: pull.number,
      head: pull.head,
      ...(pull.base === undefined ? {} : { base: pull.base }),
    } as const;
    return asking(number, command, {
      key: linkKey(repo.id, pull.number, number),
      url: pull.url,
    });
  });
}

export function intendReview(
  notice: NoticeOf<'review_submitted'>,
  known: Known,
): readonly Intention[] {
  const { review } = notice.fact;
  if (!byPerson(notice) || review.state === 'commented') return [];
  const text = review.body.trim();
  const command: Command =
    review.state === 'approved'
      ? {
          type: 'approve',
          note: text,
          channel: 'review',
          commit: review.commit,
          ...amongSeveral(known.linked),
        }
      : {
          type: 'request_changes',
          text: text === '' ? 'Changes requested in a review without words.' : text,
        };
  return known.linked.map(({ number }) =>
    asking(number, command, { key: reviewKey(review.id, number), url: review.url }),
  );
}

/** Which of several plans a review speaks of, nobody can tell; the check on the head shows one of them. */
function amongSeveral(linked: readonly Change[]): { readonly among?: readonly string[] } {
  const open = linked.filter(({ ended }) => ended === null);
  return open.length > 1 ? { among: open.map(({ number }) => changeName(number)).sort() } : {};
}

export function intendDismissal(
  notice: NoticeOf<'review_dismissed'>,
  known: Known,
): readonly Intention[] {
  const { review, pull } = notice.fact;
  const { id, login } = review.by;
  return known.linked.map(({ number }) =>
    asking(
      number,
      { type: 'note_review_dismissed', person: { id, login } },
      { key: dismissalKey(review.id, number), url: pull.url },
    ),
  );
}

/** Something the gates look at moved; `about` names it. */
export function intendReconsider(about: string, changes: readonly Change[]): readonly Intention[] {
  return changes.map(({ number }) =>
    asking(number, { type: 'reconsider' }, { key: `${about}:${String(number)}`, url: null }),
  );
}
