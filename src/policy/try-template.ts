/**
 * Tries a template before anybody uses it: its gaps are filled with the examples and with each option once, and what
 * comes out is read as every other plan is. What is wrong is said where it stands in the file.
 */
import { findHeadings, splitLines } from '../core/plan/body.ts';
import { CHANGE_FORM } from '../core/plan/change-form.ts';
import type { PlanProblem, PlanReading } from '../core/plan/plan.ts';
import { readPlan } from '../core/plan/read-plan.ts';
import { quote } from '../core/plan/quote.ts';
import { filledBody } from '../core/template/plan-of.ts';
import type { Template } from '../core/template/template.ts';
import type { Values } from '../core/template/values.ts';
import type { AnswerPlaces } from './answer-places.ts';
import type { Trouble } from './template-shape.ts';

const NOTHING = 'nothing';
/** Filled in for every template, whatever its file says. */
const GIVEN = ['category', 'attest'];

type Trial = { readonly values: Values; readonly without: readonly string[] };

/** Questions that are always asked and have no answer. */
export function absentAnswers({ answers }: Template, where: AnswerPlaces): readonly Trouble[] {
  const absent = CHANGE_FORM.fields.filter(
    ({ id, required }) => required === 'always' && answers[id] === undefined && !GIVEN.includes(id),
  );
  return absent.map(({ id }) => {
    const { expected, found, remedy } = missingAnswer(id);
    return { ...where.answer(id), code: 'missing', expected, found, remedy };
  });
}

export function tryTemplate(template: Template, where: AnswerPlaces): readonly Trouble[] {
  const headings = copiedHeadings(template, where);
  if (headings.length > 0) return headings;
  return trialsOf(template).flatMap((trial) => tryOne(template, trial, where));
}

/** Of several words about the same thing the first. */
export function toldOnce(troubles: readonly Trouble[]): readonly Trouble[] {
  const keys = troubles.map(({ line, column, expected }) =>
    JSON.stringify([line, column, expected]),
  );
  return troubles.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
}

/** Every option is chosen in one of them; the last one leaves out what may be left out. */
function trialsOf({ variables }: Template): readonly Trial[] {
  const most = Math.max(1, ...variables.map(({ options }) => options.length));
  const trials = Array.from({ length: most }, (_, at): Trial => {
    const values = variables.map(({ id, options, example }) => [
      id,
      options.at(at % Math.max(1, options.length)) ?? example ?? '',
    ]);
    return { values: Object.fromEntries(values) as Values, without: [] };
  });
  const without = variables.filter(({ required }) => !required).map(({ id }) => id);
  const [first] = trials;
  if (without.length === 0 || first === undefined) return trials;
  const left = Object.fromEntries(without.map((id) => [id, '']));
  return [...trials, { values: { ...first.values, ...left }, without }];
}

function tryOne(
  template: Template,
  { values, without }: Trial,
  where: AnswerPlaces,
): readonly Trouble[] {
  const body = filledBody(template, values);
  const told = problemsIn(readPlan(body, [CHANGE_FORM]));
  const names = without.join(', ');
  const left = names === '' ? '' : `, when ${names} is left out`;
  const instead = names === '' ? '' : `; or make what is left out required`;
  return told.map(({ field, line, expected, found, remedy }) => ({
    ...placeOf(body, { field, line }, where),
    code: found === NOTHING ? 'missing' : 'wrong_value',
    expected,
    found: `${found}${left}`,
    remedy: `${remedy}${instead}`,
  }));
}

function problemsIn(reading: PlanReading): readonly PlanProblem[] {
  if (reading.kind === 'unreadable') return reading.problems;
  return reading.plan.missing.map(missingAnswer);
}

function missingAnswer(id: string): PlanProblem {
  const label = CHANGE_FORM.fields.find((field) => field.id === id)?.label ?? id;
  return {
    code: 'answer_missing',
    field: id,
    line: null,
    expected: `an answer to ${quote(label)}`,
    found: NOTHING,
    remedy: `write it as "${id}:" below "answers:"`,
  };
}

type Spot = Pick<PlanProblem, 'field' | 'line'>;

function placeOf(
  body: string,
  { field, line }: Spot,
  where: AnswerPlaces,
): Pick<Trouble, 'line' | 'column'> {
  if (line === null) return where.answer(field ?? '');
  const above = findHeadings(splitLines(body)).findLast(({ at }) => at < line);
  const id = CHANGE_FORM.fields.find(({ label }) => label === above?.label)?.id;
  if (above === undefined || id === undefined) return where.answer(field ?? '');
  // The heading and an empty line stand before an answer.
  return where.line(id, Math.max(0, line - 1 - above.at - 2));
}

/** A line that the form's own headings are found by would make two answers of one. */
function copiedHeadings({ answers }: Template, where: AnswerPlaces): readonly Trouble[] {
  const labels = CHANGE_FORM.fields.map(({ label }) => label);
  return Object.entries(answers).flatMap(([id, text]) =>
    findHeadings(splitLines(text))
      .filter(({ label }) => labels.includes(label))
      .map(({ label, at }) => ({
        ...where.line(id, at),
        code: 'wrong_value' as const,
        expected: 'answers without the headings of the form',
        found: quote(label),
        remedy: 'take the heading out: the key of the answer stands for it',
      })),
  );
}
