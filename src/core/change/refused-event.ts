/**
 * The event that a refusal leaves. It says whether the person is to be answered: the first time yes, then no; and no
 * machine is ever answered, or two of them would talk for ever. A tick is answered beside its step, where it was made:
 * while a change runs, nobody is notified of a slip of the hand.
 *
 * What must stay true: words of people stand in `texts`; `data` holds only codes and ids that the plan knows.
 */
import { canonicalize } from '../audit/canonical.ts';
import type { Command } from './command.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { stepOf } from './progress.ts';
import { countKey, MAX_REFUSALS_RECORDED, seenKey } from './refusal-keys.ts';
import type { Refusal } from './refusal.ts';
import type { Change } from './state.ts';
import { storable } from './storable.ts';

type Refused = {
  readonly change: Change;
  readonly command: Command;
  readonly facts: Facts;
  readonly refusal: Refusal;
};

export function refusedEvents({
  change,
  command,
  facts,
  refusal,
}: Refused): readonly ChangeEvent[] {
  const { actor } = facts;
  const { code } = refusal;
  const recorded = change.refusalCounts[countKey(actor.id, code)] ?? 0;
  if (recorded >= MAX_REFUSALS_RECORDED) return [];
  const verb = command.type;
  const step = 'step' in command && stepOf(change, command.step) !== null ? command.step : null;
  const { revision } = change;
  const key = seenKey({ actor: actor.id, code, revision });
  const unheard = !change.refusalsSeen.includes(key);
  const reply = actor.kind === 'human' && unheard && !isTick(command);
  const data = { verb, code, step, revision, reply };
  return [{ type: 'refused', data, texts: { facts: canonicalize(storable(refusal.facts)) } }];
}

function isTick(command: Command): boolean {
  const isTicking = command.type === 'done' || command.type === 'fulfil';
  return command.type === 'untick' || (isTicking && command.via === 'tick');
}
