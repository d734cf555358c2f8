/**
 * What else somebody owes while the main thing goes on. Reminders stand in the record, quietly; nobody is
 * notified by them.
 */
import { silentHolds } from '../change/checklist.ts';
import { pendingBypasses } from '../change/bypass-request.ts';
import type { Facts } from '../change/facts.ts';
import { unfitSecond } from '../change/second-person.ts';
import type { Change } from '../change/state.ts';
import { isFinal } from '../change/transitions.ts';
import { approversExist } from '../gate/approvers-exist.ts';
import { openObjections } from '../gate/objections.ts';
import { isOnHold } from '../gate/on-hold.ts';
import { dutiesOwed, hasEnded, isOver, owesAuthorisation, reviewOwed } from './duties.ts';
import { unobserved } from './situation.ts';
import type { Reminder, Situation } from './view.ts';

export function remindersOf(
  change: Change,
  situation: Situation,
  facts: Facts,
): readonly Reminder[] {
  return [
    ...held(change, situation),
    ...overrun(change),
    ...gaps(change, situation),
    ...silences(change),
    ...handover(change, situation),
    ...emergencyDuties(change, situation),
    ...planTrouble(change),
    ...secondTrouble(change, facts),
    ...reachTrouble(change, facts),
    ...recordTrouble(change),
  ];
}

/** What keeps the start or the merge shut, although something else is next. */
function held(change: Change, situation: Situation): readonly Reminder[] {
  const shut = situation.kind === 'gate_shut' ? situation.verdict.code : null;
  const trouble: Reminder[] = [];
  const { hold } = change;
  if (hold !== null && isOnHold(change) && !isFinal(change.state) && shut !== 'on_hold')
    trouble.push({ kind: 'on_hold', by: hold.by.login, since: hold.at, reason: hold.reason });
  const names = openObjections(change, 'concern').flatMap(({ name }) => name ?? []);
  if (names.length > 0 && !isFinal(change.state) && shut !== 'concern_open')
    trouble.push({ kind: 'concerns_open', names });
  const asked = isOver(change) ? [] : pendingBypasses(change);
  if (asked.length > 0) trouble.push({ kind: 'bypasses_asked', asked });
  return trouble;
}

function overrun(change: Change): readonly Reminder[] {
  if (change.state !== 'in_progress' || change.overrunSince === null) return [];
  return [{ kind: 'overrun', end: change.window?.end ?? change.overrunSince }];
}

function gaps(change: Change, situation: Situation): readonly Reminder[] {
  const asked = situation.kind === 'observation_missing' ? situation.step.id : null;
  const steps = unobserved(change)
    .map(({ step }) => step.id)
    .filter((id) => id !== asked);
  return steps.length === 0 || hasEnded(change) ? [] : [{ kind: 'observations_missing', steps }];
}

/** The second person's own words: nobody else can write them. */
function silences(change: Change): readonly Reminder[] {
  if (hasEnded(change)) return [];
  return silentHolds(change).map(({ step, progress }) => ({
    kind: 'hold_words_missing',
    step: step.id,
    by: progress.hold?.stamp?.by.login ?? '',
  }));
}

function handover(change: Change, situation: Situation): readonly Reminder[] {
  if (change.handover === null || situation.kind === 'handover_offered') return [];
  return [
    { kind: 'handover_offered', from: change.handover.by.login, to: change.handover.to.login },
  ];
}

function emergencyDuties(change: Change, situation: Situation): readonly Reminder[] {
  const { emergency } = change;
  const review = reviewOwed(change);
  // Of a change that failed it is the next thing itself; nothing else stands beside it.
  if (emergency === null) return [];
  const duties: Reminder[] = [];
  const { authoriser, authoriseDueAt, unconfirmedSince } = emergency;
  if (owesAuthorisation(change) && situation.kind !== 'authorisation_owed') {
    const when = { dueAt: authoriseDueAt, overdueSince: unconfirmedSince };
    duties.push({ kind: 'authorisation_owed', authoriser, ...when });
  }
  if (review !== null && situation.kind !== 'review_owed')
    duties.push({ kind: 'review_owed', ...review });
  const owed = dutiesOwed(change);
  if (owed !== null && isOver(change) && situation.kind !== 'duties_owed')
    duties.push({ kind: 'duties_owed', ...owed });
  return duties;
}

function planTrouble(change: Change): readonly Reminder[] {
  const trouble: Reminder[] = [];
  const edit = change.editedWhileRunning;
  if (edit !== null && !hasEnded(change))
    trouble.push({ kind: 'edited_while_running', by: edit.by.login, at: edit.at });
  if (change.reapprovalDue && !hasEnded(change)) trouble.push({ kind: 'reapproval_owed' });
  return trouble;
}

/** Found while there is time to name another, not at the hold point in the night. */
function secondTrouble(change: Change, facts: Facts): readonly Reminder[] {
  const unfit = isOver(change) ? null : unfitSecond(change, facts);
  return unfit === null ? [] : [{ kind: 'second_person_unfit', ...unfit }];
}

/** At submit it was within reach; people leave, and policies change. */
function reachTrouble(change: Change, facts: Facts): readonly Reminder[] {
  if (change.state !== 'review' || facts.people === null) return [];
  const found = approversExist.judge({ change, facts, purpose: 'submit' });
  return found.kind === 'unmet' ? [{ kind: 'out_of_reach', facts: found.facts ?? {} }] : [];
}

function recordTrouble(change: Change): readonly Reminder[] {
  const trouble: Reminder[] = [];
  const first = change.stopped[0];
  if (first !== undefined) trouble.push({ kind: 'processing_stopped', since: first.at });
  if (change.issueGone !== null) trouble.push({ kind: 'issue_gone', how: change.issueGone });
  return trouble;
}
