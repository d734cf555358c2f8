/**
 * What the questionnaire suggests, beside what the author chose: for whoever still writes or decides.
 *
 * What must stay true: it is shown in draft and in review, never once the change is agreed or runs, and it decides
 * nothing.
 */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import type { Level } from '../plan/plan.ts';
import { isInvalid } from '../policy/invalid-policy.ts';
import { suggestionFor } from '../risk/note.ts';
import { compareLevels } from '../risk/score.ts';
import type { Suggestion } from '../risk/score.ts';

export type RiskView = Pick<Suggestion, 'score' | 'level' | 'floors'> & {
  readonly chosen: Level | null;
  /** The suggested level against the chosen one; null while one of them is missing. */
  readonly against: 'higher' | 'lower' | 'same' | null;
  /** Titles of the questions without an answer. */
  readonly missing: readonly string[];
};

/** While a plan is still written or decided on: what is worth knowing beforehand is shown then. */
export function isBeforehand({ state }: Pick<Change, 'state'>): boolean {
  return state === 'draft' || state === 'review';
}

export function riskView(change: Change, { policy }: Facts): RiskView | null {
  if (!isBeforehand(change) || isInvalid(policy)) return null;
  const suggestion = suggestionFor(change.plan, policy);
  if (suggestion === null) return null;
  const { score, level, floors, missing } = suggestion;
  const chosen = change.risk;
  const titles = policy.riskModel?.questions.filter(({ field }) => missing.includes(field)) ?? [];
  return {
    ...{ score, level, floors, chosen },
    against: level === null || chosen === null ? null : compareLevels(level, chosen),
    missing: titles.map(({ title }) => title),
  };
}
