/**
 * Whether a predicate holds: yes, no, or cannot tell, each with why; and how such answers are put together.
 *
 * What must stay true: what is not known stays not known. A group tells only what no hidden fact could turn round, and
 * a group of nothing tells nothing.
 */
import type { Unknown } from '../change/refusal-facts.ts';
import type { Predicate } from './predicate.ts';

type Leaf = Exclude<Predicate['kind'], 'and' | 'or' | 'not'>;

/** What an answer rests on: the questions that were decided, or that there was nothing to ask. */
export type MatchWhy = Leaf | 'always' | 'no_pull_requests';

export type Match =
  | { readonly kind: 'holds' | 'does_not'; readonly why: readonly MatchWhy[] }
  | { readonly kind: 'cannot_tell'; readonly why: readonly Unknown[] };

export function says(holds: boolean, why: MatchWhy): Match {
  return { kind: holds ? 'holds' : 'does_not', why: [why] };
}

export function hidden(...why: readonly Unknown[]): Match {
  return { kind: 'cannot_tell', why: [...new Set(why)] };
}

export function not(answer: Match): Match {
  if (answer.kind === 'cannot_tell') return answer;
  return { kind: answer.kind === 'holds' ? 'does_not' : 'holds', why: answer.why };
}

/** Lazy: after the first answer that decides, nobody is asked any more. */
export function allOf(answers: Iterable<Match>): Match {
  return group(answers, 'does_not');
}

export function anyOf(answers: Iterable<Match>): Match {
  return group(answers, 'holds');
}

function group(answers: Iterable<Match>, deciding: 'holds' | 'does_not'): Match {
  const why = new Set<MatchWhy>();
  const unknown = new Set<Unknown>();
  let isEmpty = true;
  for (const answer of answers) {
    isEmpty = false;
    if (answer.kind === deciding) return answer;
    if (answer.kind === 'cannot_tell') for (const one of answer.why) unknown.add(one);
    else for (const one of answer.why) why.add(one);
  }
  // The policy is at fault that asks for all or any of nothing.
  if (isEmpty) return hidden('policy');
  if (unknown.size > 0) return hidden(...unknown);
  return { kind: deciding === 'holds' ? 'does_not' : 'holds', why: [...why] };
}
