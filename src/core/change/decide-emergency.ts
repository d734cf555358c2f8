/**
 * What is said afterwards: the word of an emergency's authoriser, and the review that it owes, or that a change owes which
 * failed, by somebody who neither wrote, started nor executed it.
 */
import { unreadPulls } from '../gate/linked-pulls.ts';
import { findRule, holdsAny, mayUse } from '../policy/rights.ts';
import { findBar } from '../policy/bar.ts';
import { humansOf, isSameHuman } from '../policy/humans.ts';
import { isWordSigned, signInMinutes } from '../policy/sign-in.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { isNamed, namedLogins } from './named-logins.ts';
import type { Facts } from './facts.ts';
import { forbidden } from './permission.ts';
import { readOutage, type Outage } from './outage.ts';
import { postReviewOf } from './post-review.ts';
import type { Change } from './state.ts';
import type { Person } from './stamp.ts';

export const emergencyHandlers: Handlers<'authorise' | 'review'> = {
  authorise: (asked) => {
    const { change, command, facts } = asked;
    const known = change.emergency?.authorised ?? null;
    if (known?.by.id === facts.actor.id) return NOTHING;
    if (known !== null) {
      return obstacle('already_done', { verb: command.type, by: known.by.login, at: known.at });
    }
    const own = executedAs(change, facts);
    if (own !== null) return obstacle('second_person_required', { doer: own.login });
    return (
      notTheAuthoriser(asked) ??
      notSignedIn(asked) ??
      record({ type: 'authorised', data: {}, texts: { note: command.note.trim() } })
    );
  },
  review: (asked) => {
    const { change, command, facts } = asked;
    const owed = postReviewOf(change);
    if (owed === null) return obstacle('review_not_owed');
    const known = owed.review;
    if (known?.by.id === facts.actor.id) return NOTHING;
    if (known !== null) {
      return obstacle('already_done', { verb: command.type, by: known.by.login, at: known.at });
    }
    if (isSameHuman(facts, facts.actor.id, change.author.id)) {
      return obstacle('self_approval', { why: 'author', verb: command.type });
    }
    const own = executedAs(change, facts);
    if (own !== null) return obstacle('second_person_required', { doer: own.login });
    if (humansOf(facts).unknown) return obstacle('evidence_unavailable', { unknown: 'people' });
    const barred = hadAHand(change, facts);
    if (barred !== null) return barred;
    const findings = command.findings.trim();
    if (findings === '') return obstacle('reason_required', { verb: command.type });
    return reviewed(asked, findings);
  },
};

/** The times of an outage are those of the run: its zone, and without a day the one on which it began. */
function reviewed({ change, command, facts }: Case<'review'>, findings: string): Answer {
  const made = (outage: Outage | null): Answer =>
    record({ type: 'posthoc_reviewed', data: { outage }, texts: { findings } });
  if (command.outage === undefined) return made(null);
  const zone = change.window?.zone ?? 'UTC';
  const began = change.started?.at ?? change.times.openedAt;
  const read = readOutage(command.outage, { zone, began, now: facts.now });
  if (read.kind === 'outage') return made(read.outage);
  const { found, remedy } = read;
  return obstacle('time_invalid', { found, remedy });
}

function notTheAuthoriser({ change, command, facts }: Case<'authorise'>): Answer | null {
  const { actor, policy } = facts;
  if (mayUse(policy, 'authorise_unnamed', actor.roles)) return null;
  const needs = findRule(policy, 'emergency')?.authoriserRoles ?? [];
  if (!holdsAny(actor.roles, needs)) {
    return forbidden({ verb: command.type, why: 'role', needs, held: actor.roles });
  }
  const named = namedLogins(change.emergency?.authoriser ?? '');
  const ids = change.emergency?.authoriserIds ?? null;
  const isIt = ids === null ? isNamed(named, actor.login) : ids.includes(actor.id);
  if (named.length === 0 || isIt) return null;
  return forbidden({ verb: command.type, why: 'not_named', who: named });
}

/** The word of an emergency is an approval given late: who gives it has signed in before. */
function notSignedIn({ change, facts }: Case<'authorise'>): Answer | null {
  const minutes = signInMinutes({ category: 'emergency' }, facts.policy);
  const { actor, occurredAt, signInAt } = facts;
  if (minutes === null) return null;
  if (isWordSigned(change, { by: actor, at: occurredAt }, facts.policy)) return null;
  if (signInAt === null) return obstacle('evidence_unavailable', { unknown: 'sign_in' });
  const address = signInAt === undefined ? {} : { address: signInAt };
  return obstacle('reauthentication_due', { why: 'word', by: [actor.login], minutes, ...address });
}

/** Nobody looks over their own plan or code. Of a pull request that cannot be read nobody knows whose code it is. */
function hadAHand(change: Change, facts: Facts): Answer | null {
  const bar = findBar(change, facts, facts.actor.id);
  if (bar?.reason === 'plan_editor_approval')
    return obstacle('plan_editor_approval', { revision: change.revision });
  if (bar !== null) {
    const pull = bar.pull === null ? {} : { pull: bar.pull };
    return obstacle('self_approval', { why: 'contributor', ...pull, verb: 'review' });
  }
  const unread = unreadPulls(change, facts);
  if (unread.length === 0) return null;
  return obstacle('evidence_unavailable', { unknown: 'pulls', pulls: unread });
}

/** The account under which the actor carried it out; null: they did not. */
function executedAs({ executors }: Change, facts: Facts): Person | null {
  return executors.find(({ id }) => isSameHuman(facts, id, facts.actor.id)) ?? null;
}
