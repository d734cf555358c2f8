/**
 * The risk questionnaire as a policy says it: questions of the form, what each answer is worth, where levels begin, and
 * floors that only raise. Its result is a suggestion that stands beside the author's own choice.
 *
 * What must stay true: levels are half-open, in order, without gap and overlap, from 0 to beyond 100.
 */
import type { Level } from '../plan/plan.ts';

export type RiskQuestion = {
  /** Field id of the form, `risk_scope`. */
  readonly field: string;
  readonly title: string;
  readonly weight: number;
  /** Points by option text. */
  readonly options: Readonly<Record<string, number>>;
};

export type RiskFloor = {
  /** Points by field id: it applies where each of these questions has this many, or more. */
  readonly when: Readonly<Record<string, number>>;
  readonly atLeast: Level;
  readonly because: string;
};

export type RiskModel = {
  readonly version: number;
  /** The most points of an answer. */
  readonly scaleMax: number;
  /** `from` belongs to it; it ends where the next begins. */
  readonly levels: readonly { readonly level: Level; readonly from: number }[];
  readonly questions: readonly RiskQuestion[];
  readonly floors: readonly RiskFloor[];
};
