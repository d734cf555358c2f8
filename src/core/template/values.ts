/**
 * What may stand in a gap. A value is one line of plain words that its author chose or typed; it fills the gap as text.
 *
 * What must stay true: nothing is put in that a reader could take for something else: no heading, no gap, no comment,
 * nothing that cannot be seen. Whatever is wrong is said with field and line, and never repaired in silence.
 */
import type { PlanProblem } from '../plan/plan.ts';
import { nearest } from '../plan/nearest.ts';
import { quote } from '../plan/quote.ts';
import { compileGlobs } from '../policy/glob.ts';
import { findGaps } from './gaps.ts';
import type { TemplateVariable } from './template.ts';

/** By the id of the variable; the empty text where nothing was given. */
export type Values = Readonly<Record<string, string>>;

/** Stands where an answer says more than what was not given. */
const NOT_GIVEN = 'not given';

/** Control and format characters (zero width, direction), fillers and blank signs, and line ends that are no LF. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/u;
const MARKS = ['{{', '}}', '<!--', '-->'] as const;

/** Each gap once, from the left; what was put in is not read again. An answer that is one gap may be absent. */
export function fill(text: string, values: Values): string {
  const gaps = findGaps(text);
  const [only] = gaps;
  if (only !== undefined && gaps.length === 1 && text.trim() === text.slice(only.from, only.to))
    return valueOf(values, only.id) ?? text;
  const parts: string[] = [];
  let at = 0;
  for (const { id, from, to } of gaps) {
    const value = valueOf(values, id);
    parts.push(text.slice(at, from), value === null ? text.slice(from, to) : orNotGiven(value));
    at = to;
  }
  return [...parts, text.slice(at)].join('');
}

/** Null: there is no such variable. */
function valueOf(values: Values, id: string): string | null {
  return Object.hasOwn(values, id) ? (values[id] ?? null) : null;
}

function orNotGiven(value: string): string {
  return value === '' ? NOT_GIVEN : value;
}

/** Why it may not stand in the gap; null when it may. */
export function valueProblem(
  variable: TemplateVariable,
  value: string,
  line: number,
): PlanProblem | null {
  const fault = faultOf(variable, value);
  return fault === null ? null : { code: 'value_invalid', field: variable.id, line, ...fault };
}

type Fault = Pick<PlanProblem, 'expected' | 'found' | 'remedy'>;

function faultOf(variable: TemplateVariable, value: string): Fault | null {
  const { label, required, options } = variable;
  if (value === '') {
    if (!required) return null;
    const remedy = `answer it below "### ${label}"`;
    return { expected: `an answer to ${quote(label)}`, found: 'none', remedy };
  }
  if (options.length > 0 && !options.includes(value)) return notAnOption(options, value);
  return unreadable(value) ?? unfitting(variable, value);
}

function notAnOption(options: readonly string[], value: string): Fault {
  const meant = nearest(value, options, 3);
  const remedy =
    meant === null ? 'write one of the options as it stands' : `did you mean ${quote(meant)}?`;
  return { expected: `one of: ${options.join(' | ')}`, found: quote(value), remedy };
}

function unreadable(value: string): Fault | null {
  const remedy = 'write the plain words, and nothing else';
  if (value.includes('\n'))
    return { expected: 'one line', found: `${String(value.split('\n').length)} lines`, remedy };
  if (UNSEEN.test(value))
    return { expected: 'only characters that can be seen', found: quote(value), remedy };
  const mark = MARKS.find((one) => value.includes(one));
  if (mark !== undefined)
    return { expected: `an answer without "${mark}"`, found: quote(value), remedy };
  return isHeading(value)
    ? { expected: 'an answer that is no heading', found: quote(value), remedy }
    : null;
}

function isHeading(value: string): boolean {
  let marks = 0;
  while (value[marks] === '#') marks += 1;
  const next = value[marks];
  return marks > 0 && marks <= 6 && (next === undefined || next === ' ' || next === '\t');
}

function unfitting({ maxLength, pattern }: TemplateVariable, value: string): Fault | null {
  const length = [...value].length;
  if (length > maxLength) {
    const expected = `at most ${String(maxLength)} characters`;
    return { expected, found: `${String(length)} characters`, remedy: 'write less' };
  }
  if (pattern === null || fits(pattern, value)) return null;
  const remedy = 'write it as the pattern has it, or use the ordinary change form';
  return { expected: `something like ${quote(pattern)}`, found: quote(value), remedy };
}

/** A pattern that cannot be read is fitted by nothing. */
function fits(pattern: string, value: string): boolean {
  return compileGlobs([pattern], 'name')?.some(({ matches }) => matches(value)) ?? false;
}
