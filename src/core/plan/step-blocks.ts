/**
 * Cuts a steps answer into blocks: a step's first line and the indented lines that belong to it, fences kept whole.
 *
 * What must stay true: every line that says something belongs to exactly one step, or is a problem. A fence ends with
 * its closing line; text at the margin inside one means that it was never closed, so that no step can hide in a fence.
 */
import type { Section } from './body.ts';
import { closesFence, indentOf, openFence } from './fence.ts';
import type { Fence } from './fence.ts';
import type { PlanProblem, StepTag } from './plan.ts';
import { quote } from './quote.ts';
import { looksLikeTaggedStep, readStepLine } from './step-line.ts';

export type BlockLine = {
  readonly kind: 'text' | 'verbatim';
  /** Without its indentation; verbatim lines keep what exceeds the indentation of their fence. */
  readonly text: string;
  readonly line: number;
};

export type StepBlock = {
  readonly tags: readonly StepTag[];
  readonly text: string;
  readonly line: number;
  readonly lines: readonly BlockLine[];
  /** It could not be read to its end, which is a problem already; what it lacks cannot be said. */
  readonly faulty: boolean;
};

export type BlocksReading = {
  readonly blocks: readonly StepBlock[];
  readonly problems: readonly PlanProblem[];
};

export const MAX_STEPS = 200;

/** A body of nothing but faults is answered with the first of them. */
const ENOUGH_PROBLEMS = 50;

type OpenFence = Fence & { readonly line: number };

type OpenBlock = Omit<StepBlock, 'lines' | 'faulty'> & {
  readonly lines: BlockLine[];
  faulty: boolean;
};

type State = {
  readonly field: string;
  readonly blocks: OpenBlock[];
  readonly problems: PlanProblem[];
  fence: OpenFence | null;
};

/** Stops at the first step beyond the limit: nobody needs to know how many more there are. */
export function readStepBlocks(
  lines: readonly string[],
  section: Section,
  field: string,
): BlocksReading {
  const state: State = { field, blocks: [], problems: [], fence: null };
  for (let at = section.from; at < section.to; at += 1) {
    if (state.problems.length >= ENOUGH_PROBLEMS || state.blocks.length > MAX_STEPS) break;
    takeLine(state, lines[at] ?? '', at + 1);
  }
  closeFence(state);
  return { blocks: state.blocks, problems: state.problems };
}

function takeLine(state: State, line: string, number: number): void {
  const indent = indentOf(line);
  const text = line.slice(indent).trimEnd();
  if (state.fence !== null && (indent > 0 || text === '')) {
    takeVerbatim(state, line, number);
    return;
  }
  closeFence(state);
  if (text === '') return;
  if (indent === 0) takeMargin(state, text, number);
  else takeIndented(state, line.trimEnd(), number);
}

function takeMargin(state: State, text: string, line: number): void {
  const step = readStepLine(text);
  switch (step.kind) {
    case 'step':
      state.blocks.push({ tags: step.tags, text: step.text, line, lines: [], faulty: false });
      return;
    case 'faulty': {
      const { code, expected, found, remedy } = step;
      state.problems.push({ code, field: state.field, line, expected, found, remedy });
      // The details below it still belong to a step, and must not be reported as strays.
      state.blocks.push({ tags: [], text, line, lines: [], faulty: true });
      return;
    }
    case 'not_a_step':
      state.problems.push(strayLine(state.field, text, line));
  }
}

function takeIndented(state: State, line: string, number: number): void {
  const indent = indentOf(line);
  const text = line.slice(indent);
  const block = state.blocks.at(-1);
  if (
    block === undefined ||
    (indent === 1 && !line.startsWith('\t')) ||
    looksLikeTaggedStep(text)
  ) {
    state.problems.push(indentWrong(state.field, text, number));
    return;
  }
  const fence = openFence(line);
  if (fence !== null) state.fence = { ...fence, line: number };
  block.lines.push({ kind: fence === null ? 'text' : 'verbatim', text, line: number });
}

function takeVerbatim(state: State, line: string, number: number): void {
  const { fence } = state;
  if (fence === null) return;
  const shared = Math.min(indentOf(line), fence.indent);
  const text = line.slice(shared).trimEnd();
  state.blocks.at(-1)?.lines.push({ kind: 'verbatim', text, line: number });
  if (closesFence(line, fence)) state.fence = null;
}

function closeFence(state: State): void {
  if (state.fence === null) return;
  const block = state.blocks.at(-1);
  if (block !== undefined) block.faulty = true;
  state.problems.push({
    code: 'step_fence_unclosed',
    field: state.field,
    line: state.fence.line,
    expected: `a closing ${state.fence.mark}, indented like the opening one, before the next step`,
    found: 'none',
    remedy: 'close the fence, or indent what belongs into it',
  });
  state.fence = null;
}

function strayLine(field: string, text: string, line: number): PlanProblem {
  const fenced = openFence(text) !== null;
  return {
    code: fenced ? 'step_fence_outside' : 'step_outside_list',
    field,
    line,
    expected: 'a list item (-, *, + or 1.) at the margin, or indented details below one',
    found: quote(text),
    remedy: fenced
      ? 'indent the fence, so that it belongs to the step above it'
      : 'make it a list item, or indent it to add it to the step above',
  };
}

function indentWrong(field: string, text: string, line: number): PlanProblem {
  return {
    code: 'step_indent',
    field,
    line,
    expected: 'steps at the margin, details below a step, indented by two spaces or more',
    found: quote(text),
    remedy: 'move a step to the margin; indent a detail by three spaces below its step',
  };
}
