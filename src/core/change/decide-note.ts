/**
 * What the forge, the worker and time report. Nobody asks for permission here: it has happened, and is recorded when
 * it matters.
 *
 * What must stay true: the same report twice is one event; nobody fills the log by repeating an offence.
 */
import { NOTHING, obstacle, record } from './answer.ts';
import type { Handlers } from './answer.ts';
import type { ExceptionKind } from './exception-kinds.ts';
import type { Facts } from './facts.ts';
import { stepOf } from './progress.ts';
import { MAX_REFUSALS_RECORDED } from './refusal-keys.ts';
import type { Change } from './state.ts';

type NoteVerb =
  | 'note_closed'
  | 'note_tampering'
  | 'note_orphan_tick'
  | 'note_moved'
  | 'note_stopped'
  | 'note_restated'
  | 'note_set_aside'
  | 'reconsider'
  | 'ask'
  | 'open'
  | 'misread';

export const noteHandlers: Handlers<NoteVerb> = {
  note_closed: ({ change, facts }) => {
    if (change.ended !== null || isWornOut(change, facts, 'closed_early')) return NOTHING;
    return record({ type: 'closed_early', data: { closer: facts.actor.id }, texts: {} });
  },
  note_tampering: ({ change, command, facts }) => {
    if (isWornOut(change, facts, 'tampering')) return NOTHING;
    const { surface, how, detail } = command;
    return record({ type: 'tampering_found', data: { surface, how }, texts: { detail } });
  },
  note_orphan_tick: ({ change, command }) => {
    // The id was read from a text that anybody may have written: only one that the plan knows is recorded.
    if (stepOf(change, command.step) === null) return NOTHING;
    return record({ type: 'orphan_tick_found', data: { step: command.step }, texts: {} });
  },
  note_moved: ({ change, command }) =>
    change.issueGone === command.how
      ? NOTHING
      : record({ type: 'issue_moved', data: { how: command.how }, texts: {} }),
  note_stopped: ({ change, command }) => {
    const { delivery, problem } = command;
    if (isStoppedBy(change, delivery)) return NOTHING;
    return record({ type: 'processing_stopped', data: { delivery }, texts: { problem } });
  },
  note_restated: ({ change, command }) => {
    const deliveries = command.deliveries.filter((delivery) => isStoppedBy(change, delivery));
    if (deliveries.length === 0) return NOTHING;
    return record({ type: 'restated', data: { deliveries }, texts: {} });
  },
  note_set_aside: ({ change, command }) => {
    const { delivery, note } = command;
    if (!isStoppedBy(change, delivery)) return NOTHING;
    return record({ type: 'delivery_set_aside', data: { delivery }, texts: { note } });
  },
  reconsider: () => NOTHING,
  ask: () => NOTHING,
  open: () => NOTHING,
  misread: ({ command }) => obstacle(command.code, { ...command.facts, verb: command.verb }),
};

function isStoppedBy(change: Change, delivery: string): boolean {
  return change.stopped.some((stop) => stop.delivery === delivery);
}

function isWornOut(change: Change, facts: Facts, kind: ExceptionKind): boolean {
  const same = change.exceptions.filter((one) => one.kind === kind && one.by.id === facts.actor.id);
  return same.length >= MAX_REFUSALS_RECORDED;
}
