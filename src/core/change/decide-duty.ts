/**
 * Doing what an emergency owes: in words, by a tick, or by what can be seen. A tick says that it was done; where words
 * are the proof, they are still asked for.
 */
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { dutiesOf, openDuties, proofOf } from './duties.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import type { Change, Duty } from './state.ts';

export const dutyHandlers: Handlers<'fulfil'> = {
  fulfil: (asked) => {
    const { change, command, facts } = asked;
    const duty = dutiesOf(change).find(({ id }) => id === command.duty);
    if (duty === undefined) {
      const known = dutiesOf(change).map(({ id }) => id);
      return obstacle('step_unknown', { step: command.duty, known });
    }
    const { done, id: step } = duty;
    if (done !== null && done.by.id === facts.actor.id) return NOTHING;
    if (done !== null)
      return obstacle('already_done', { step, verb: 'done', by: done.by.login, at: done.at });
    return proven(asked, duty);
  },
};

function proven({ change, command, facts }: Case<'fulfil'>, duty: Duty): Answer {
  const { id, proof, ticked } = duty;
  const what = command.what.trim();
  const seen = proofOf(duty, change, facts);
  if (seen !== null) return record(doneBy(duty, { seen: true, what: what === '' ? seen : what }));
  if (proof === 'pull_request' || proof === 'checks')
    return obstacle('duty_unproven', { step: id, why: proof });
  if (what !== '') return record(doneBy(duty, { seen: false, what }));
  if (command.via === 'command') return obstacle('observation_missing', { step: id });
  return ticked === null ? record({ type: 'duty_ticked', data: { duty: id }, texts: {} }) : NOTHING;
}

/** What can be seen now, and was not before. */
export function seenDuties(change: Change, facts: Facts): readonly ChangeEvent[] {
  return openDuties(change).flatMap((duty) => {
    const what = proofOf(duty, change, facts);
    return what === null ? [] : [doneBy(duty, { seen: true, what })];
  });
}

function doneBy(
  { id: duty }: Duty,
  { seen, what }: { readonly seen: boolean; readonly what: string },
): ChangeEvent {
  return { type: 'duty_done', data: { duty, seen }, texts: { what } };
}
