/**
 * Reads the three steps answers into steps with ids, and holds each step to what its phase demands.
 *
 * What must stay true: ids follow the order of writing within the phase, whatever numbers the author gave; execution
 * and verification steps say what is expected, and execution steps how to go back.
 */
import { parseDuration } from '../time/window.ts';
import type { Section } from './body.ts';
import type { Phase, PlanProblem, Step } from './plan.ts';
import { quote } from './quote.ts';
import { MAX_STEPS, readStepBlocks } from './step-blocks.ts';
import type { StepBlock } from './step-blocks.ts';
import { readDetails } from './step-details.ts';
import type { Detail, DetailKey } from './step-details.ts';

/** A step and the line it begins on. */
export type PlacedStep = { readonly step: Step; readonly field: string; readonly line: number };

export type StepsReading = {
  readonly steps: readonly PlacedStep[];
  readonly problems: readonly PlanProblem[];
};

type PhaseField = { readonly phase: Phase; readonly letter: string };

const PHASES: ReadonlyMap<string, PhaseField> = new Map([
  ['steps_before', { phase: 'preflight', letter: 'P' }],
  ['steps_execute', { phase: 'execution', letter: 'E' }],
  ['steps_verify', { phase: 'verification', letter: 'V' }],
]);

export function phaseOfField(field: string): Phase | null {
  return PHASES.get(field)?.phase ?? null;
}

export function readSteps(lines: readonly string[], section: Section, field: string): StepsReading {
  const { blocks, problems } = readStepBlocks(lines, section, field);
  if (blocks.length > MAX_STEPS) return { steps: [], problems: [tooManySteps(field)] };
  const readings = blocks.map((block, index) => readBlock(block, field, index + 1));
  return {
    steps: readings.map((reading) => reading.placed),
    problems: [...problems, ...readings.flatMap((reading) => reading.problems)],
  };
}

export function tooManySteps(field: string | null): PlanProblem {
  return {
    code: 'steps_too_many',
    field,
    line: null,
    expected: `at most ${String(MAX_STEPS)} steps`,
    found: 'more',
    remedy: 'divide the change, or let one step stand for a script that does many things',
  };
}

type BlockReading = { readonly placed: PlacedStep; readonly problems: readonly PlanProblem[] };

function readBlock(block: StepBlock, field: string, position: number): BlockReading {
  const { details, problems } = readDetails(block.lines, field);
  const { phase, letter } = PHASES.get(field) ?? { phase: 'execution', letter: 'E' };
  const time = details.find((detail) => detail.key === 'time');
  const minutes = time === undefined ? null : parseDuration(time.text);
  const step: Step = {
    id: `${letter}${String(position)}`,
    phase,
    text: block.text,
    tags: block.tags,
    after: readAfter(textOf(details, 'after')),
    minutes,
    expect: textOf(details, 'expect'),
    rollback: textOf(details, 'rollback'),
    owner: textOf(details, 'owner'),
    evidence: textOf(details, 'evidence'),
    abort: textOf(details, 'abort'),
    notes: details.filter((detail) => detail.key === 'note').map((detail) => detail.text),
    ...readCovers(textOf(details, 'covers')),
  };
  const placed = { step, field, line: block.line };
  const badTime = time === undefined || minutes !== null ? [] : [timeInvalid(time, field)];
  const lacking = block.faulty ? [] : lackingDetails(placed);
  return { placed, problems: [...problems, ...badTime, ...lacking] };
}

function textOf(details: readonly Detail[], key: DetailKey): string | null {
  return details.find((detail) => detail.key === key)?.text ?? null;
}

/** Ids as written, upper case, each once; whether they exist is judged when all phases are read. */
function readAfter(text: string | null): readonly string[] {
  if (text === null) return [];
  const words = text.toUpperCase().split(/[\s,;]/u);
  return [...new Set(words.filter((word) => word !== '' && word !== 'AND'))];
}

/** Ids as the policy spells them, each once. */
function readCovers(text: string | null): Pick<Step, 'covers'> {
  const ids = (text ?? '').toLowerCase().split(/[\s,;]/u);
  const covers = [...new Set(ids.filter((id) => id !== ''))];
  return covers.length === 0 ? {} : { covers };
}

function lackingDetails(placed: PlacedStep): readonly PlanProblem[] {
  const { step } = placed;
  const problems: PlanProblem[] = [];
  if (step.phase !== 'preflight' && step.expect === null) {
    problems.push(
      detailMissing(placed, 'step_expect_missing', 'expect: with what will be seen when it worked'),
    );
  }
  const needsRollback = step.phase === 'execution' && !step.tags.includes('irreversible');
  if (needsRollback && step.rollback === null) {
    problems.push(
      detailMissing(placed, 'step_rollback_missing', 'rollback: with how this step is taken back'),
    );
  }
  if (step.tags.includes('optional') && step.tags.includes('hold')) {
    problems.push(optionalHold(placed));
  }
  return problems;
}

function detailMissing(placed: PlacedStep, code: string, expected: string): PlanProblem {
  const { step, field, line } = placed;
  const irreversible =
    code === 'step_rollback_missing'
      ? ', or tag the step [irreversible] and put a hold before it'
      : '';
  return {
    code,
    field,
    line,
    expected: `${expected}, indented below ${step.id}`,
    found: `${step.id} ${quote(step.text)} without it`,
    remedy: `add the line${irreversible}`,
  };
}

function optionalHold({ step, field, line }: PlacedStep): PlanProblem {
  return {
    code: 'hold_not_skippable',
    field,
    line,
    expected: '[optional] or [hold]',
    found: `both on ${step.id}`,
    remedy: 'hold points are never skipped: drop [optional], or put the hold on a step of its own',
  };
}

function timeInvalid(time: Detail, field: string): PlanProblem {
  return {
    code: 'duration_invalid',
    field,
    line: time.line,
    expected: 'a duration such as 5m, 2h or 1h30m',
    found: quote(time.text),
    remedy: 'write hours and minutes; a bare number means minutes',
  };
}
