/**
 * Reading and writing what is recorded about one step. Step ids reach this file only after they were found in a
 * plan, but lookups still never see a prototype.
 */
import type { Step } from '../plan/plan.ts';
import { planShown } from './binding.ts';
import type { Change, HoldProgress, StepProgress } from './state.ts';
import type { Person } from './stamp.ts';

export const UNTOUCHED: StepProgress = {
  status: 'open',
  begun: null,
  finished: null,
  observed: null,
  observedBy: null,
  doers: [],
  hold: null,
  refused: null,
};

/** The step of the plan that counts now: the one in force once the change has begun. */
export function stepOf(change: Change, id: string): Step | null {
  return planShown(change)?.steps.find((step) => step.id === id) ?? null;
}

export function progressOf(change: Change, id: string): StepProgress {
  return Object.hasOwn(change.steps, id) ? (change.steps[id] ?? UNTOUCHED) : UNTOUCHED;
}

export function withStep(change: Change, id: string, what: Partial<StepProgress>): Change {
  const progress: StepProgress = { ...progressOf(change, id), ...what };
  return { ...change, steps: { ...change.steps, [id]: progress } };
}

/** The same for whoever does something in the run: remembered with the step and with the change. */
export function withDoer(
  change: Change,
  by: Person,
  step: { readonly id: string; readonly what: Partial<StepProgress> },
): Change {
  const doers = withPerson(progressOf(change, step.id).doers, by);
  return withStep(withExecutor(change, by), step.id, { ...step.what, doers });
}

export function withExecutor(change: Change, by: Person): Change {
  return { ...change, executors: withPerson(change.executors, by) };
}

function withPerson(people: readonly Person[], one: Person): readonly Person[] {
  return people.some(({ id }) => id === one.id) ? people : [...people, one];
}

/** Confirmed without words, as by a button: it lets the work go on, and what was seen is still to be written. */
export function owesWords({ status, observed }: HoldProgress): boolean {
  return status === 'confirmed' && observed === null;
}

/** Done or skipped: nothing more to do on it. Says nothing about its hold. */
export function isFinished(progress: StepProgress): boolean {
  return progress.status === 'done' || progress.status === 'skipped';
}

/** Finished, and nobody has to look at it any more: what comes after may open. */
export function isPassed(progress: StepProgress): boolean {
  const { hold } = progress;
  return (
    isFinished(progress) &&
    (hold === null || hold.status === 'confirmed' || hold.status === 'waived')
  );
}
