/**
 * From the text of an issue to a plan, or to every reason why it is none. Pure, linear in the length of the text, and
 * total: any string is answered, none throws.
 *
 * What must stay true: nothing is guessed. All problems of a body are reported at once, so that its author repairs it
 * in one edit.
 */
import { firstLine, sectionText, splitLines } from './body.ts';
import type { Section } from './body.ts';
import { adviseOnSteps, checkSteps } from './check-steps.ts';
import { chooseForm } from './choose-form.ts';
import type { AnchoredForm } from './choose-form.ts';
import type { FormVersion } from './form.ts';
import { hiddenForm } from './hidden-form.ts';
import { missingAnswers } from './missing-answers.ts';
import type { Plan, PlanProblem, PlanReading } from './plan.ts';
import { outsideText, readAnswer } from './read-answer.ts';
import { readFacts } from './read-facts.ts';
import { phaseOfField, readSteps } from './read-steps.ts';
import type { PlacedStep } from './read-steps.ts';

/** Four times the forge's own limit, since a letter may be several units; beyond it nothing is read. */
export const MAX_BODY_LENGTH = 262_144;

const ENOUGH_PROBLEMS = 50;

type Answers = {
  readonly texts: ReadonlyMap<string, string>;
  /** Line numbers of the answers, by field id. */
  readonly places: ReadonlyMap<string, number>;
  readonly steps: readonly PlacedStep[];
  /** What stands around the answers; empty when nothing does. */
  readonly outside: string;
  readonly problems: readonly PlanProblem[];
  readonly warnings: readonly PlanProblem[];
};

export function readPlan(body: string, forms: readonly FormVersion[]): PlanReading {
  if (body.length > MAX_BODY_LENGTH) return unreadable([bodyTooLong(body.length)]);
  const lines = splitLines(body);
  const choice = chooseForm(lines, forms);
  if (choice.kind === 'unreadable') return unreadable(choice.problems);
  const hidden = hiddenForm(lines, choice);
  if (hidden !== null) return unreadable([hidden]);
  const answers = readAnswers(lines, choice);
  const facts = readFacts(choice.form, answers.texts, answers.places);
  const problems = [...answers.problems, ...facts.problems];
  // A step that could not be read would make its neighbours look wrong.
  if (answers.problems.length === 0) problems.push(...checkSteps(answers.steps));
  if (problems.length > 0) return unreadable(problems);
  const steps = answers.steps.map(({ step }) => step);
  const plan: Plan = {
    form: choice.form.id,
    answers: withoutPrototype(answers.texts),
    ...(answers.outside === '' ? {} : { outside: answers.outside }),
    steps,
    ...facts.facts,
    missing: missingAnswers(choice.form, {
      texts: answers.texts,
      steps,
      category: facts.facts.category,
    }),
  };
  const warnings = [...answers.warnings, ...facts.warnings, ...adviseOnSteps(answers.steps)];
  return { kind: 'readable', plan, warnings };
}

function readAnswers(lines: readonly string[], anchored: AnchoredForm): Answers {
  const { form, sections, preface } = anchored;
  const texts = new Map<string, string>();
  const places = new Map<string, number>();
  const steps: PlacedStep[] = [];
  const problems: PlanProblem[] = [];
  const warnings: PlanProblem[] = [];
  const outside = [sectionText(lines, preface)];
  if (outside.join('') !== '') warnings.push(outsideText(1));
  for (const [index, field] of form.fields.entries()) {
    const section: Section = sections[index] ?? { from: lines.length, to: lines.length };
    const isLast = index === form.fields.length - 1;
    const reading = readAnswer({ lines, section, field, isLast });
    problems.push(...reading.problems);
    warnings.push(...reading.warnings);
    outside.push(reading.outside?.trim() ?? '');
    places.set(field.id, firstLine(lines, section));
    if (reading.text === '') continue;
    texts.set(field.id, reading.text);
    if (phaseOfField(field.id) === null) continue;
    const stepsReading = readSteps(lines, section, field.id);
    steps.push(...stepsReading.steps);
    problems.push(...stepsReading.problems);
  }
  return {
    texts,
    places,
    steps,
    problems,
    warnings,
    outside: outside.filter((text) => text !== '').join('\n\n'),
  };
}

/** Answers keyed by field id, without a prototype: no name can be found in it that the form does not have. */
function withoutPrototype(texts: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const bare = Object.create(null) as Record<string, string>;
  for (const [id, text] of texts) bare[id] = text;
  return Object.freeze(bare);
}

function bodyTooLong(length: number): PlanProblem {
  return {
    code: 'body_too_long',
    field: null,
    line: null,
    expected: `at most ${String(MAX_BODY_LENGTH)} characters`,
    found: `${String(length)} characters`,
    remedy: 'move logs and listings elsewhere and link to them',
  };
}

function unreadable(problems: readonly PlanProblem[]): PlanReading {
  const fromTheTop = problems.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0));
  return { kind: 'unreadable', problems: fromTheTop.slice(0, ENOUGH_PROBLEMS) };
}
