/**
 * The shapes of an answer. A handler answers with events or an obstacle; `decide` makes the decision of it, which
 * for an obstacle carries the `refused` event that is stored.
 */
import type { Verdict } from '../gate/verdict.ts';
import type { Command, CommandType } from './command.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { refuse } from './refusal.ts';
import type { Refusal, RefusalCode, RefusalFacts } from './refusal.ts';
import type { Change } from './state.ts';

export type Answer =
  | { readonly kind: 'events'; readonly events: readonly ChangeEvent[] }
  | { readonly kind: 'obstacle'; readonly refusal: Refusal; readonly verdicts: readonly Verdict[] };

export type CommandOf<T extends CommandType> = Extract<Command, { readonly type: T }>;

export type Case<T extends CommandType> = {
  readonly change: Change;
  readonly command: CommandOf<T>;
  readonly facts: Facts;
};

export type Handler<T extends CommandType> = (asked: Case<T>) => Answer;
export type Handlers<T extends CommandType> = { readonly [K in T]: Handler<K> };

export const NOTHING: Answer = { kind: 'events', events: [] };

export function record(...events: readonly ChangeEvent[]): Answer {
  return { kind: 'events', events };
}

export function obstacle(
  code: RefusalCode,
  facts: RefusalFacts = {},
  verdicts: readonly Verdict[] = [],
): Answer {
  return { kind: 'obstacle', refusal: refuse(code, facts), verdicts };
}

/** The first verdict that stands in the way becomes the refusal; all of them are shown. */
export function blockedBy(
  blockers: readonly Verdict[],
  verdicts: readonly Verdict[],
): Answer | null {
  const [first] = blockers;
  return first === undefined ? null : obstacle(first.code, first.facts, verdicts);
}
