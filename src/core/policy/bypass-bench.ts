/**
 * Who could answer a request for a bypass: the reviewers whom the policy names, less whoever asked and whoever had a
 * hand in the change.
 *
 * What must stay true: only known people sit on the bench. Where none does, nobody is asked.
 */
import type { Actor, Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { findBar } from './bar.ts';
import { isSameHuman } from './humans.ts';
import { isHolder, teamsGone } from './roles.ts';

export type Bench = {
  readonly eligible: readonly Actor[];
  /** There may be others: the forge lists nobody, or does not show a team. */
  readonly isUnsure: boolean;
  /** Teams that it rests on and that are gone, or not shown. */
  readonly gone: readonly string[];
};

export function bypassBench(change: Change, facts: Facts, asker: string): Bench {
  const { reviewers } = facts.policy.bypass;
  const others = (facts.people ?? []).filter(
    ({ id, kind }) =>
      kind === 'human' && !isSameHuman(facts, id, asker) && findBar(change, facts, id) === null,
  );
  const answers = others.map((person) => ({ person, answer: isHolder(reviewers, person, facts) }));
  return {
    eligible: answers.filter(({ answer }) => answer === 'yes').map(({ person }) => person),
    isUnsure: facts.peopleAreSome === true || answers.some(({ answer }) => answer === 'unknown'),
    gone: teamsGone(reviewers, facts),
  };
}
