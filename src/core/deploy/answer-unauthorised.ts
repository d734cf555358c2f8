/**
 * Who may answer for what went past the gates, and with what: a reason, or a change that was written afterwards. Read
 * from a comment in the issue that was opened for it.
 *
 * What must stay true: nobody answers for what they did themselves, by whatever account of theirs; what cannot be told
 * is refused.
 */
import type { Facts } from '../change/facts.ts';
import { namedChange } from '../intent/changes-named.ts';
import { firstWord, parseSlash } from '../intent/slash.ts';
import { humansOf, isSameHuman } from '../policy/humans.ts';
import type { Role } from '../policy/holders.ts';
import type { Policy } from '../policy/policy.ts';

export type UnauthorisedState = 'open' | 'justified' | 'dismissed';

export const ANSWER_VERBS = ['justify', 'dismiss'] as const;

export type UnauthorisedAnswer = {
  readonly verb: (typeof ANSWER_VERBS)[number];
  /** Line of the comment. */
  readonly line: number;
  /** The change that stands for it; null: none was named. */
  readonly change: number | null;
  readonly reason: string;
};

export const ANSWER_REFUSALS = [
  'answered_already',
  'not_human',
  'own_act',
  'not_permitted',
  'cannot_tell',
  'reason_missing',
  'change_unknown',
] as const;
export type AnswerRefusal = (typeof ANSWER_REFUSALS)[number];

const LONGEST_REASON = 2_000;

/** In the order in which they were written; anything else in the comment is none. */
export function answersIn(body: string): readonly UnauthorisedAnswer[] {
  return parseSlash(body).flatMap((said): readonly UnauthorisedAnswer[] => {
    if (said.kind !== 'command') return [];
    const verb = ANSWER_VERBS.find((one) => one === said.verb.toLowerCase());
    if (verb === undefined) return [];
    const { line, rest } = said;
    const change = verb === 'justify' ? namedChange(rest) : null;
    const words = change === null ? rest : firstWord(rest).rest;
    return [{ verb, line, change, reason: words.slice(0, LONGEST_REASON).toWellFormed() }];
  });
}

/** Whoever approves changes, and leads. */
export function answerersOf({ categories }: Policy): readonly Role[] {
  return [...new Set<Role>(['lead', ...categories.flatMap(({ approverRoles }) => approverRoles)])];
}

export type Answering = {
  readonly state: UnauthorisedState;
  /** Whose act it was. */
  readonly actorId: string;
  /** Whether there is a change of that number; true where none is named. */
  readonly changeIsKnown: boolean;
};

/** Null: it counts. */
export function answerRefusal(
  { state, actorId, changeIsKnown }: Answering,
  { change, reason }: UnauthorisedAnswer,
  facts: Facts,
): AnswerRefusal | null {
  const { actor } = facts;
  if (state !== 'open') return 'answered_already';
  if (actor.kind !== 'human') return 'not_human';
  if (isSameHuman(facts, actorId, actor.id)) return 'own_act';
  if (!answerersOf(facts.policy).some((role) => actor.roles.includes(role))) return 'not_permitted';
  if (humansOf(facts).unknown) return 'cannot_tell';
  if (!changeIsKnown) return 'change_unknown';
  return reason === '' && change === null ? 'reason_missing' : null;
}
