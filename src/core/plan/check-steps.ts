/**
 * What can only be judged when all steps are known: `after:` ids, circles, the hold before an irreversible step, and
 * the length of the list.
 *
 * What must stay true: a plan that passes can be walked to its end; no step waits for itself through others, and
 * nothing that cannot be undone is done before a second person has looked.
 */
import type { Phase, PlanProblem, Step } from './plan.ts';
import { tooManySteps } from './read-steps.ts';
import type { PlacedStep } from './read-steps.ts';
import { quote } from './quote.ts';
import { MAX_STEPS } from './step-blocks.ts';

const LONG_STRETCH = 9;
const LONG_LIST = 25;

/** Ids of the steps that must be finished before the step at `index` opens. */
export function predecessorsOf(steps: readonly Step[], index: number): readonly string[] {
  const step = steps[index];
  const before = steps[index - 1];
  if (step === undefined) return [];
  if (step.after.length > 0) return step.after;
  return before === undefined ? [] : [before.id];
}

export function checkSteps(placed: readonly PlacedStep[]): readonly PlanProblem[] {
  if (placed.length > MAX_STEPS) return [tooManySteps(null)];
  const unknown = placed.flatMap((one) => unknownIds(one, placed));
  if (unknown.length > 0) return unknown;
  return [
    ...placed.flatMap((one) => waitingForLater(one, placed)),
    ...circle(placed),
    ...placed.flatMap((_, index) => irreversibleWithoutHold(placed, index)),
  ];
}

/** Advice, never a refusal: people lose their place in long lists. */
export function adviseOnSteps(placed: readonly PlacedStep[]): readonly PlanProblem[] {
  const advice: PlanProblem[] = [];
  if (placed.length > LONG_LIST) {
    advice.push({
      code: 'checklist_long',
      field: null,
      line: null,
      expected: `at most ${String(LONG_LIST)} steps`,
      found: `${String(placed.length)} steps`,
      remedy: 'consider dividing the change',
    });
  }
  let stretch = 0;
  let phase: Phase | null = null;
  for (const { step, field, line } of placed) {
    if (step.phase !== phase) stretch = 0;
    phase = step.phase;
    stretch = step.tags.includes('hold') ? 0 : stretch + 1;
    // Said once for each stretch, at the step that makes it too long.
    if (stretch === LONG_STRETCH + 1) advice.push(stretchLong(step.id, field, line));
  }
  return advice;
}

function unknownIds(one: PlacedStep, all: readonly PlacedStep[]): readonly PlanProblem[] {
  const ids = new Set(all.map(({ step }) => step.id));
  return one.step.after
    .filter((id) => !ids.has(id))
    .slice(0, 5)
    .map((id) => ({
      code: 'step_unknown',
      field: one.field,
      line: one.line,
      expected: `after: with ids of steps in this plan (${span(all)})`,
      found: quote(id),
      remedy:
        'steps are counted in each part: P1… before, E1… execute, V1… verify; your own numbers do not count',
    }));
}

/** Pre-flight steps are walked before the start, so they can wait for nothing that comes after it. */
function waitingForLater(one: PlacedStep, all: readonly PlacedStep[]): readonly PlanProblem[] {
  const { step, field, line } = one;
  if (step.phase !== 'preflight') return [];
  const later = step.after.find((id) => phaseOf(id, all) !== 'preflight');
  if (later === undefined) return [];
  return [
    {
      code: 'dependency_cycle',
      field,
      line,
      expected: 'steps before the start to wait only for each other',
      found: `${step.id} waits for ${later}, which comes after the start`,
      remedy: 'move the step to the steps to execute, or drop the after: line',
    },
  ];
}

/** Takes away every step whose predecessors are gone; what is left turns in a circle. */
function circle(placed: readonly PlacedStep[]): readonly PlanProblem[] {
  const steps = placed.map(({ step }) => step);
  const waiting = new Map(steps.map((step, index) => [step.id, predecessorsOf(steps, index)]));
  let before = -1;
  while (waiting.size > 0 && waiting.size !== before) {
    before = waiting.size;
    for (const [id, predecessors] of [...waiting]) {
      if (predecessors.every((predecessor) => !waiting.has(predecessor))) waiting.delete(id);
    }
  }
  const first = placed.find(({ step }) => waiting.has(step.id) && step.after.length > 0);
  if (first === undefined) return [];
  const stuck = [...waiting.keys()].slice(0, 6).join(', ');
  return [
    {
      code: 'dependency_cycle',
      field: first.field,
      line: first.line,
      expected: 'an order in which every step can open',
      found: `${stuck} wait for each other (a step without after: waits for the one above it)`,
      remedy: `change the after: line of ${first.step.id}`,
    },
  ];
}

function irreversibleWithoutHold(
  placed: readonly PlacedStep[],
  index: number,
): readonly PlanProblem[] {
  const one = placed[index];
  if (one?.step.tags.includes('irreversible') !== true) return [];
  const steps = placed.map(({ step }) => step);
  const before = predecessorsOf(steps, index);
  const held = steps.some((step) => before.includes(step.id) && step.tags.includes('hold'));
  if (held) return [];
  return [
    {
      code: 'irreversible_without_hold',
      field: one.field,
      line: one.line,
      expected: `a [hold] step directly before ${one.step.id}, so that a second person looks first`,
      found:
        before.length === 0
          ? 'no step before it'
          : `${before.slice(0, 5).join(', ')} without [hold]`,
      remedy:
        'tag the step before it [hold]; a [hold] on the irreversible step itself comes too late',
    },
  ];
}

function phaseOf(id: string, all: readonly PlacedStep[]): Phase | undefined {
  return all.find(({ step }) => step.id === id)?.step.phase;
}

function span(all: readonly PlacedStep[]): string {
  const ids = all.map(({ step }) => step.id);
  return ids.length > 8
    ? `${ids.slice(0, 4).join(', ')} … ${ids.slice(-3).join(', ')}`
    : ids.join(', ');
}

function stretchLong(id: string, field: string, line: number): PlanProblem {
  return {
    code: 'hold_stretch_long',
    field,
    line,
    expected: `at most ${String(LONG_STRETCH)} steps between two holds`,
    found: `${id} is the tenth in a row without one`,
    remedy: 'consider a [hold] where somebody could look up',
  };
}
