/**
 * The plan of a change that is opened from a template: its answers with the gaps filled, read by the parser that reads
 * every other plan.
 *
 * What must stay true: a value fills a gap and nothing else. The steps of the filled text are the steps of the template
 * with their gaps filled, one for one; a value that would make more of them, or other ones, is refused by name.
 */
import { canonicalize } from '../audit/canonical.ts';
import type { JsonValue } from '../audit/canonical.ts';
import { splitLines } from '../plan/body.ts';
import { CHANGE_FORM } from '../plan/change-form.ts';
import type { PlanProblem, PlanReading, Step } from '../plan/plan.ts';
import { printForm } from '../plan/print-plan.ts';
import { quote } from '../plan/quote.ts';
import { readPlan } from '../plan/read-plan.ts';
import { phaseOfField, readSteps } from '../plan/read-steps.ts';
import { findGaps } from './gaps.ts';
import { templateName } from './template.ts';
import type { Template } from './template.ts';
import { fill } from './values.ts';
import type { Values } from './values.ts';

/** Here a comma would make two of one. */
const LISTS: readonly string[] = ['assets', 'environments', 'kinds'];

/** The one category that can be approved beforehand, as the form calls it. */
const CATEGORY = 'Standard';

/** `values`: of every variable, each already found to be one that may stand in its gap. */
export function planOf(template: Template, values: Values): PlanReading {
  const breaking = template.variables.filter(({ id }) => breaks(template, values, [id]));
  const [first] = breaking;
  if (first !== undefined || breaks(template, values, Object.keys(values))) {
    const blamed = breaking.length > 0 ? breaking : template.variables;
    return {
      kind: 'unreadable',
      problems: blamed.map(({ id }) => reshapes(id, values[id] ?? '')),
    };
  }
  const { id, version, blob } = template;
  const reading = readPlan(filledBody(template, values), [CHANGE_FORM]);
  if (reading.kind === 'unreadable')
    return { kind: 'unreadable', problems: reading.problems.map(inTemplate(template)) };
  const form = `template/${templateName(template)}`;
  const plan = { ...reading.plan, form, template: { id, version, blob } };
  return { ...reading, plan };
}

/** The change form as it would stand in an issue, answered by the template. */
export function filledBody(template: Template, values: Values): string {
  const answers = answersOf(template, values);
  return printForm(CHANGE_FORM, (field) => answers[field.id] ?? '');
}

/**
 * The answers of the change form. Two of them are never asked: the category is the template's own, and what is ticked
 * before submitting was attested by those who approved it.
 */
function answersOf(template: Template, values: Values): Readonly<Record<string, string>> {
  const attest = CHANGE_FORM.fields.find(({ id }) => id === 'attest')?.options.join('\n') ?? '';
  const filled = Object.entries(template.answers).map(
    ([id, text]) => [id, fill(text, values)] as const,
  );
  return { attest, ...Object.fromEntries(filled), category: CATEGORY };
}

/** Whether these variables, with their values, make anything else of the template than itself with gaps filled. */
function breaks(template: Template, values: Values, ids: readonly string[]): boolean {
  const some = Object.fromEntries(ids.map((id) => [id, values[id] ?? '']));
  return Object.entries(template.answers).some(([field, text]) => {
    if (phaseOfField(field) !== null) return !keepsSteps(field, text, some);
    return (
      LISTS.includes(field) && findGaps(text).some(({ id }) => some[id]?.includes(',') === true)
    );
  });
}

function keepsSteps(field: string, text: string, values: Values): boolean {
  const before = stepsOf(field, text);
  const after = stepsOf(field, fill(text, values));
  return canonicalize(before.map((step) => filled(step, values))) === canonicalize(after);
}

function stepsOf(field: string, text: string): JsonValue[] {
  const lines = splitLines(text);
  const { steps, problems } = readSteps(lines, { from: 0, to: lines.length }, field);
  return [...steps.map(({ step }) => asJson(step)), problems.length];
}

function asJson({ covers = [], ...step }: Step): JsonValue {
  return { ...step, covers };
}

function filled(value: JsonValue, values: Values): JsonValue {
  if (typeof value === 'string') return fill(value, values);
  if (Array.isArray(value)) return value.map((one: JsonValue) => filled(one, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, values)]));
}

function reshapes(field: string, value: string): PlanProblem {
  return {
    code: 'value_invalid',
    field,
    line: null,
    expected: 'words that fill a gap',
    found: `${quote(value)}, which would make other steps or lists of the template`,
    remedy: 'write the plain words; for other steps use the ordinary change form',
  };
}

/** Its lines are those of no text that anybody sees. */
function inTemplate({ file }: Template): (problem: PlanProblem) => PlanProblem {
  return (problem) => ({
    ...problem,
    line: null,
    remedy: `${problem.remedy} (in ${file}, or in the value that was filled in)`,
  });
}
