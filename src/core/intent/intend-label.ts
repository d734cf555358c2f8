/**
 * Labels that people move. A state label put on is a request, judged like the command of the same meaning; a state
 * label taken off asks for nothing and is put back by the reconciler, like all other labels. A machine that moves a
 * state label asks for nobody: that is noted. The one label that people own as much as we do is the hold: on is a hold,
 * off is its end, each judged like the command.
 *
 * What must stay true: a label never grants anything; verbs that need words arrive without them and are refused so.
 */
import { STATES } from '../change/state.ts';
import type { Command } from '../change/command.ts';
import type { Change, StateName } from '../change/state.ts';
import { intendOpen, MARKER_LABEL } from './intend-issue.ts';
import { intendMarked } from './intend-own.ts';
import type { Intention } from './intention.ts';
import { asking, byPerson } from './known.ts';
import type { Known, NoticeOf } from './known.ts';
import { misread } from './read-command.ts';

export const HOLD_LABEL = 'chg-flag/hold';

export function intendLabelAdded(
  notice: NoticeOf<'label_added'>,
  known: Known,
): readonly Intention[] {
  const { issue } = notice.fact;
  const label = notice.fact.label.toLowerCase();
  // The list of labels in the delivery may be older than the label it tells of.
  if (label === MARKER_LABEL)
    return issue.pull === undefined
      ? intendOpen(notice, { ...issue, labels: [...issue.labels, label] }, known)
      : intendMarked(notice, { ...issue, pull: issue.pull }, known);
  if (known.change === null) return [];
  const act = { key: `label:${issue.id}:${label}:${notice.occurredAt}`, url: issue.url };
  if (label === HOLD_LABEL) {
    const hold: Command = { type: 'hold', reason: '', via: 'label' };
    return [asking(known.change.number, byPerson(notice) ? hold : tampering(label), act)];
  }
  const state = stateOf(label);
  if (state === null || label === stateLabel(known, known.change)) return [];
  const command = byPerson(notice) ? requestFor(state, known.change) : tampering(label);
  return [asking(known.change.number, command, act)];
}

export function intendLabelRemoved(
  notice: NoticeOf<'label_removed'>,
  known: Known,
): readonly Intention[] {
  const { issue } = notice.fact;
  const label = notice.fact.label.toLowerCase();
  if (known.change === null) return [];
  const act = { key: `unlabel:${issue.id}:${label}:${notice.occurredAt}`, url: issue.url };
  if (label === HOLD_LABEL && byPerson(notice))
    return [asking(known.change.number, { type: 'unhold', reason: '', via: 'label' }, act)];
  if (label !== HOLD_LABEL && label !== stateLabel(known, known.change)) return [];
  // Whoever moves a label takes one off: that is half of a request, not an offence.
  if (byPerson(notice)) return [];
  return [asking(known.change.number, tampering(label), act)];
}

function requestFor(state: StateName, change: Change): Command {
  switch (state) {
    case 'draft':
      return misread('draft', 'not_in_state', { verb: 'draft', state: change.state });
    case 'review':
      return { type: 'submit' };
    case 'approved':
      return { type: 'approve', note: '', channel: 'command', commit: null };
    case 'scheduled':
      return { type: 'schedule', window: null };
    case 'in_progress':
      return { type: 'start', authoriser: null };
    case 'completed':
      return { type: 'complete', code: '', notes: '' };
    case 'rolled_back':
      return { type: 'rollback', reason: '' };
    case 'rejected':
      return { type: 'reject', reason: '' };
    case 'cancelled':
      return { type: 'cancel', reason: '' };
  }
}

function tampering(label: string): Command {
  return { type: 'note_tampering', surface: 'state_label', how: 'moved', detail: label };
}

function stateLabel(known: Known, change: Change): string {
  return known.stateLabel?.toLowerCase() ?? labelOf(change.state);
}

function stateOf(label: string): StateName | null {
  return STATES.find((state) => labelOf(state) === label) ?? null;
}

/** `chg/in-progress` */
function labelOf(state: StateName): string {
  return `chg/${state.replaceAll('_', '-')}`;
}
