/**
 * Reads one answer by the kind of its question. Empty is what the forge writes for no answer, or what a person types
 * for it; everything else is either one of the allowed answers or a problem.
 *
 * What must stay true: an answer is taken whole or refused; nothing is cut out of the middle of what was written.
 */
import type { Section } from './body.ts';
import { firstLine, oneSpaced, sectionText } from './body.ts';
import type { FormField } from './form.ts';
import { nearest } from './nearest.ts';
import type { PlanProblem } from './plan.ts';
import { quote } from './quote.ts';

export type AnswerReading = {
  /** The empty text stands for no answer. */
  readonly text: string;
  /** A remark below the last answer. */
  readonly outside?: string;
  readonly problems: readonly PlanProblem[];
  readonly warnings: readonly PlanProblem[];
};

export type AnswerSource = {
  readonly lines: readonly string[];
  readonly section: Section;
  readonly field: FormField;
  /** Below the last answer of a form people leave remarks; those are no part of it. */
  readonly isLast: boolean;
};

const MAX_CHOICES = 50;

const NO_ANSWER = new Set(['', '_no response_', 'none']);

export function readAnswer(source: AnswerSource): AnswerReading {
  const text = sectionText(source.lines, source.section);
  if (isNoAnswer(text)) return answer('');
  switch (source.field.type) {
    case 'textarea':
      return answer(text);
    case 'input':
      return readLine(source, text);
    case 'dropdown':
      return readChoice(source, text);
    case 'multiselect':
      return readChoices(source, text);
    case 'checkboxes':
      return readBoxes(source, text);
  }
}

function readLine(source: AnswerSource, text: string): AnswerReading {
  const end = text.indexOf('\n');
  if (end < 0) return answer(text);
  if (source.isLast) {
    const first = text.slice(0, end).trim();
    return {
      ...answer(isNoAnswer(first) ? '' : first),
      outside: text.slice(end),
      warnings: [outsideText(firstLine(source.lines, source.section) + 1)],
    };
  }
  return refuse({
    code: 'answer_one_line',
    field: source.field.id,
    line: firstLine(source.lines, source.section),
    expected: `one line below "### ${source.field.label}"`,
    found: `${String(text.split('\n').length)} lines`,
    remedy: 'keep the answer on one line, and move the rest below another heading',
  });
}

function readChoice(source: AnswerSource, text: string): AnswerReading {
  const option = findOption(source.field, text);
  return option === null ? refuse(optionUnknown(source, text)) : answer(option);
}

/** The options are an offer: a repository may name its own environments. Others are read, with a warning. */
function readChoices(source: AnswerSource, text: string): AnswerReading {
  const parts = text.split(/[,\n]/u).map((part) => part.trim());
  const named = [...new Set(parts)].filter((part) => part !== '');
  if (named.length > MAX_CHOICES) return refuse(tooManyChoices(source, named.length));
  const unknown = named.find((part) => findOption(source.field, part) === null);
  const options = named.map((part) => findOption(source.field, part) ?? part);
  const reading = answer([...new Set(options)].join(', '));
  if (unknown === undefined) return reading;
  const problem = optionUnknown(source, unknown);
  return { ...reading, warnings: [{ ...problem, code: 'option_unlisted' }] };
}

/** The ticked options, one on each line, in the order of the form. */
function readBoxes(source: AnswerSource, text: string): AnswerReading {
  const { field } = source;
  const ticked = new Set<string>();
  const seen = new Set<string>();
  const lines = text.split('\n');
  const end = boxesEnd(source, lines);
  for (const line of lines.slice(0, end)) {
    const box = readBox(line);
    if (box === null) continue;
    const option = findOption(field, box.text);
    if (option === null) return refuse(optionUnknown(source, box.text));
    if (seen.has(option)) return refuse(boxTwice(source, option));
    seen.add(option);
    if (box.ticked) ticked.add(option);
  }
  const reading = answer(field.options.filter((option) => ticked.has(option)).join('\n'));
  if (end === lines.length) return reading;
  if (!source.isLast || end === 0) return refuse(optionUnknown(source, lines[end] ?? ''));
  const outside = lines.slice(end).join('\n');
  const warnings = [outsideText(firstLine(source.lines, source.section) + end)];
  return { ...reading, outside, warnings };
}

/** Where the form's boxes end and a remark begins: at the first line that is no box, or, after an empty line, no box of ours. */
function boxesEnd(source: AnswerSource, lines: readonly string[]): number {
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const box = readBox(line);
    if (box === null) return at;
    const apart = at > 0 && (lines[at - 1] ?? '').trim() === '';
    if (apart && findOption(source.field, box.text) === null) return at;
  }
  return lines.length;
}

function readBox(line: string): { readonly text: string; readonly ticked: boolean } | null {
  const match = /^[-*+] \[(?<mark>[ xX]?)\] (?<text>.*)$/u.exec(line.trimEnd());
  if (match?.groups === undefined) return null;
  const { mark, text } = match.groups;
  return { text: (text ?? '').trim(), ticked: mark === 'x' || mark === 'X' };
}

function findOption(field: FormField, text: string): string | null {
  const wanted = oneSpaced(text).toLowerCase();
  return field.options.find((option) => option.toLowerCase() === wanted) ?? null;
}

function isNoAnswer(text: string): boolean {
  return text.length < 40 && NO_ANSWER.has(oneSpaced(text).toLowerCase());
}

function optionUnknown(source: AnswerSource, text: string): PlanProblem {
  const { field } = source;
  const meant = nearest(text, field.options, 3);
  return {
    code: 'option_unknown',
    field: field.id,
    line: firstLine(source.lines, source.section),
    expected: `one of: ${field.options.join(' | ')}`,
    found: quote(text),
    remedy:
      meant === null ? 'write one of the options as it stands' : `did you mean ${quote(meant)}?`,
  };
}

function tooManyChoices(source: AnswerSource, count: number): PlanProblem {
  return {
    code: 'options_too_many',
    field: source.field.id,
    line: firstLine(source.lines, source.section),
    expected: `at most ${String(MAX_CHOICES)}`,
    found: `${String(count)} names`,
    remedy: 'name the ones that are touched, separated by commas',
  };
}

function boxTwice(source: AnswerSource, option: string): PlanProblem {
  return {
    code: 'box_repeated',
    field: source.field.id,
    line: firstLine(source.lines, source.section),
    expected: 'each box once',
    found: `${quote(option)} twice`,
    remedy: 'take out one of the two lines',
  };
}

/** Text that belongs to no answer. It is approved with the plan, because whoever approves has read it. */
export function outsideText(line: number): PlanProblem {
  return {
    code: 'text_outside_form',
    field: null,
    line,
    expected: 'nothing outside the answers',
    found: 'text that answers no question, and is approved with the plan all the same',
    remedy: 'move it below a heading where it answers something, or into a comment',
  };
}

function answer(text: string): AnswerReading {
  return { text, problems: [], warnings: [] };
}

function refuse(problem: PlanProblem): AnswerReading {
  return { text: '', problems: [problem], warnings: [] };
}
