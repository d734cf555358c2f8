/**
 * A rehearsal: the checklist run once in another environment, and what was seen and how long it took, step by step.
 *
 * What must stay true: it never does a step and never confirms a hold. What was seen of a step stands beside it only
 * while the step reads as it did then.
 */
import type { Step } from '../plan/plan.ts';
import type { Stamp } from './stamp.ts';

export type RehearsedStep = Stamp & {
  /** As the step read then. */
  readonly text: string;
  readonly minutes: number;
  readonly observed: string;
};

export type Rehearsal = Stamp & {
  readonly environment: string;
  /** By id; the last word on each. */
  readonly steps: Readonly<Record<string, RehearsedStep>>;
};

export type RehearsalEvent =
  | {
      readonly type: 'rehearsal_begun';
      readonly data: object;
      readonly texts: { readonly environment: string };
    }
  | {
      readonly type: 'step_rehearsed';
      readonly data: { readonly step: string; readonly minutes: number };
      readonly texts: { readonly observed: string };
    };

/** What was seen of exactly this step; null: nothing. */
export function rehearsedOf(rehearsal: Rehearsal | null, { id, text }: Step): RehearsedStep | null {
  const seen = rehearsal?.steps[id];
  return seen?.text === text ? seen : null;
}
