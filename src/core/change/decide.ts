/**
 * Answers a command with events or a refusal, given the state and the facts. This file keeps the order of questions
 * that every command passes; what a verb means stands in the `decide-…` files, one for each phase of life.
 *
 * What must stay true: a machine never acts for a person; a verb without a row in the transition table is refused;
 * a refusal changes nothing but the marks that it leaves.
 */
import type { Verdict } from '../gate/verdict.ts';
import type { Command } from './command.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import type { Refusal } from './refusal.ts';
import type { Change } from './state.ts';

export type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly ChangeEvent[] }
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      readonly verdicts: readonly Verdict[];
      /** The `refused` event; empty when the same refusal was recorded too often, or there is no change to record it on. */
      readonly events: readonly ChangeEvent[];
    };

export function decide(_change: Change | null, _command: Command, _facts: Facts): Decision {
  return { kind: 'accepted', events: [] };
}
