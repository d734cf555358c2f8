/**
 * Who is asked to review after the fact, an emergency or a change that failed: once when it has ended, and once more when
 * the deadline has passed.
 *
 * What must stay true: whoever had a hand in it is not asked; nobody is disturbed while the work is going on.
 */
import type { Actor, Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { holdsAny, rolesForVerb } from '../policy/rights.ts';
import type { AnnouncementDraft } from './announcement.ts';
import { whoReviews } from './ask-whom.ts';
import { compactInstant, few } from './asked.ts';
import { hasEnded, reviewOwed } from './duties.ts';

export function reviewAnnouncements(change: Change, facts: Facts): readonly AnnouncementDraft[] {
  const owed = reviewOwed(change);
  if (owed === null) return [];
  const { why, dueAt, overdueSince } = owed;
  const asked = { notify: few(reviewers(change, facts)), who: whoReviews(change, facts) };
  if (overdueSince !== null) {
    const about = {
      kind: 'overdue',
      dueAt,
      owed: 'review',
      shutsMerge: why === 'emergency',
    } as const;
    return [{ key: `overdue:${compactInstant(overdueSince)}`, about, ...asked }];
  }
  if (!hasEnded(change)) return [];
  const about = { kind: 'post_review', dueAt, why } as const;
  return [{ key: `post-review:${String(change.ended?.seq ?? 0)}`, about, ...asked }];
}

export function reviewers(change: Change, facts: Facts): readonly Actor[] {
  const who = whoReviews(change, facts);
  const barred = who.kind === 'nobody' ? [] : who.except.map(({ login }) => login);
  const may = rolesForVerb(facts.policy, 'review');
  return (facts.people ?? []).filter(
    ({ kind, login, roles }) => kind === 'human' && holdsAny(roles, may) && !barred.includes(login),
  );
}
