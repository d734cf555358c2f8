/**
 * What an emergency asks for afterwards beside its review: that the authoriser confirms, that its tasks are done; and
 * again when the deadline has passed.
 *
 * What must stay true: nobody is disturbed by it while the work is going on.
 */
import { openDuties } from '../change/duties.ts';
import type { Actor, Facts } from '../change/facts.ts';
import type { Change, Emergency } from '../change/state.ts';
import { isNamed, namedLogins } from '../change/named-logins.ts';
import { findRule, holdsAny } from '../policy/rights.ts';
import type { AnnouncementDraft } from './announcement.ts';
import { asks, asksForTheWord, compactInstant, few } from './asked.ts';
import { owesAuthorisation } from './duties.ts';
import { reviewers } from './review-announcements.ts';

const CALLS_BEFORE_OTHERS = 2;

export function emergencyAnnouncements(change: Change, facts: Facts): readonly AnnouncementDraft[] {
  const { emergency } = change;
  if (emergency === null) return [];
  return [
    ...authorisation(change, emergency, facts),
    ...unconfirmed(change, emergency, facts),
    ...dutiesOverdue(change, emergency, facts),
  ];
}

function authorisation(
  change: Change,
  { authoriser, authoriseDueAt: dueAt, unconfirmedSince }: Emergency,
  facts: Facts,
): readonly AnnouncementDraft[] {
  if (!owesAuthorisation(change) || unconfirmedSince !== null || change.state === 'in_progress')
    return [];
  const startedBy = change.started?.by.login ?? change.author.login;
  return [
    {
      key: `authorise:${String(change.started?.seq ?? 0)}`,
      about: { kind: 'authorise', authoriser, startedBy, dueAt },
      ...whoConfirmed(change, facts),
    },
  ];
}

/** Calls for whom it was asked of: nobody reviews away that the authoriser is silent. */
function unconfirmed(
  change: Change,
  { authoriseDueAt: dueAt, unconfirmedSince }: Emergency,
  facts: Facts,
): readonly AnnouncementDraft[] {
  if (unconfirmedSince === null || !owesAuthorisation(change)) return [];
  return [
    {
      key: `unconfirmed:${compactInstant(unconfirmedSince)}`,
      about: { kind: 'overdue', dueAt, owed: 'authorisation', shutsMerge: false },
      ...whoConfirmed(change, facts),
    },
  ];
}

/** Called again and again, further and further apart: whoever did it, and from the third call on those who review. */
function dutiesOverdue(
  change: Change,
  { dutyCall }: Emergency,
  facts: Facts,
): readonly AnnouncementDraft[] {
  const duties = openDuties(change).filter(({ overdueSince }) => overdueSince !== null);
  if (dutyCall === null || duties.length === 0) return [];
  const own = [change.operator ?? change.author, change.author];
  const others = dutyCall.round >= CALLS_BEFORE_OTHERS ? reviewers(change, facts) : [];
  const logins = own.map(({ login }) => login);
  return [
    {
      key: `duties:${compactInstant(dutyCall.at)}`,
      about: { kind: 'duties_overdue', duties },
      notify: few([...own, ...others], logins),
      who: asks(logins, null, facts.policy),
    },
  ];
}

function whoConfirmed(change: Change, facts: Facts): Pick<AnnouncementDraft, 'notify' | 'who'> {
  const named = namedLogins(change.emergency?.authoriser ?? '');
  const roles = findRule(facts.policy, 'emergency')?.authoriserRoles ?? [];
  const doers = change.executors.map(({ id }) => id);
  const able = humans(facts).filter(
    (person) => holdsAny(person.roles, roles) && !doers.includes(person.id),
  );
  const asked = able.filter(({ login }) => isNamed(named, login));
  return {
    notify: few(asked.length > 0 ? asked : able),
    who: asksForTheWord(change, facts.policy),
  };
}

function humans(facts: Facts): readonly Actor[] {
  return (facts.people ?? []).filter(({ kind }) => kind === 'human');
}
