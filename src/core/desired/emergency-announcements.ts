/**
 * What an emergency asks for afterwards: that the authoriser confirms, that somebody reviews; and once more when
 * the deadline has passed.
 *
 * What must stay true: nobody is disturbed by it while the work is going on.
 */
import type { Actor, Facts } from '../change/facts.ts';
import type { Change, Emergency } from '../change/state.ts';
import { isNamed, namedLogins } from '../change/named-logins.ts';
import { holdsAny, rolesForVerb } from '../policy/rights.ts';
import { whoReviews } from './ask-whom.ts';
import { asksForTheWord, compactInstant, few } from './asked.ts';
import { hasEnded, owesAuthorisation, postReviewStatus } from './duties.ts';
import type { AnnouncementDraft } from './view.ts';

export function emergencyAnnouncements(change: Change, facts: Facts): readonly AnnouncementDraft[] {
  const { emergency } = change;
  if (emergency === null) return [];
  return [
    ...authorisation(change, emergency, facts),
    ...review(change, emergency, facts),
    ...overdue(change, emergency, facts),
  ];
}

function authorisation(
  change: Change,
  { authoriser, authoriseDueAt: dueAt }: Emergency,
  facts: Facts,
): readonly AnnouncementDraft[] {
  if (!owesAuthorisation(change) || change.state === 'in_progress') return [];
  const named = namedLogins(authoriser ?? '');
  const startedBy = change.started?.by.login ?? change.author.login;
  return [
    {
      key: `authorise:${String(change.started?.seq ?? 0)}`,
      about: { kind: 'authorise', authoriser, startedBy, dueAt },
      notify: few(humans(facts).filter(({ login }) => isNamed(named, login))),
      who: asksForTheWord(named, facts.policy),
    },
  ];
}

function review(
  change: Change,
  { reviewDueAt: dueAt }: Emergency,
  facts: Facts,
): readonly AnnouncementDraft[] {
  if (postReviewStatus(change) !== 'due' || !hasEnded(change)) return [];
  return [
    {
      key: `post-review:${String(change.ended?.seq ?? 0)}`,
      about: { kind: 'post_review', dueAt },
      notify: few(reviewers(change, facts)),
      who: whoReviews(change, facts.policy),
    },
  ];
}

function overdue(
  change: Change,
  { overdueSince, reviewDueAt: dueAt }: Emergency,
  facts: Facts,
): readonly AnnouncementDraft[] {
  const owed = [
    ...(postReviewStatus(change) === 'none' ? [] : ['review' as const]),
    ...(owesAuthorisation(change) ? ['authorisation' as const] : []),
  ];
  if (overdueSince === null || owed.length === 0) return [];
  return [
    {
      key: `overdue:${compactInstant(overdueSince)}`,
      about: { kind: 'overdue', dueAt, owed },
      notify: few(reviewers(change, facts)),
      who: whoReviews(change, facts.policy),
    },
  ];
}

function reviewers(change: Change, facts: Facts): readonly Actor[] {
  const who = whoReviews(change, facts.policy);
  const barred = who.kind === 'nobody' ? [] : who.except.map(({ login }) => login);
  const may = rolesForVerb(facts.policy, 'review');
  return humans(facts).filter(
    ({ login, roles }) => holdsAny(roles, may) && !barred.includes(login),
  );
}

function humans(facts: Facts): readonly Actor[] {
  return (facts.people ?? []).filter(({ kind }) => kind === 'human');
}
