/** A rehearsal as it is shown: beside each step what was seen of it, and before the start how far it went. */
import { checklist } from '../change/checklist.ts';
import { rehearsedOf, type RehearsedStep } from '../change/rehearsal.ts';
import type { Change } from '../change/state.ts';
import type { Stamp } from '../change/stamp.ts';
import type { Step } from '../plan/plan.ts';

export type RehearsedView = RehearsedStep & { readonly environment: string };

export type RehearsalView = Stamp & {
  readonly environment: string;
  readonly seen: number;
  readonly steps: number;
};

export function rehearsedView(change: Change, step: Step): RehearsedView | null {
  const seen = rehearsedOf(change.rehearsal, step);
  if (seen === null || change.rehearsal === null) return null;
  return { ...seen, environment: change.rehearsal.environment };
}

export function rehearsalView(change: Change): RehearsalView | null {
  if (change.rehearsal === null) return null;
  const { steps: told, ...begun } = change.rehearsal;
  const steps = checklist(change).map(({ step }) => step);
  const seen = steps.filter((step) => rehearsedOf(change.rehearsal, step) !== null).length;
  return { ...begun, seen, steps: steps.length };
}
