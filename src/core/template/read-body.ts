/**
 * Reads an issue that was opened with the form of a template. Its first heading says so, and the line below it which
 * template, in which version.
 *
 * What must stay true: only the variables are read. Whatever else stands in the body is kept as text outside the
 * answers, for which nothing was approved beforehand.
 */
import { findHeadings, firstLine, sectionText, splitLines } from '../plan/body.ts';
import { chooseForm } from '../plan/choose-form.ts';
import type { AnchoredForm } from '../plan/choose-form.ts';
import { hiddenForm } from '../plan/hidden-form.ts';
import { nearest } from '../plan/nearest.ts';
import type { PlanProblem, PlanReading } from '../plan/plan.ts';
import { quote } from '../plan/quote.ts';
import { outsideText, readAnswer } from '../plan/read-answer.ts';
import { MAX_BODY_LENGTH } from '../plan/read-plan.ts';
import { formOf } from './form-of.ts';
import { planOf } from './plan-of.ts';
import { templateName } from './template.ts';
import type { Template, TemplateRegistry } from './template.ts';
import { valueProblem } from './values.ts';

const HEADING = 'Template';

/** `id@version` as it stands below the first heading; null: the body is no answer to a template's form. */
export function templateNamed(body: string): string | null {
  if (body.length > MAX_BODY_LENGTH) return null;
  return namedIn(splitLines(body))?.name ?? null;
}

type Named = { readonly name: string; readonly line: number };

function namedIn(lines: readonly string[]): Named | null {
  const [first, second] = findHeadings(lines);
  if (first?.label !== HEADING) return null;
  const section = { from: first.at + 1, to: second?.at ?? lines.length };
  const [name = ''] = sectionText(lines, section).split('\n');
  return { name: name.trim().toLowerCase(), line: firstLine(lines, section) };
}

/** Of several templates of that name the first is the one. Null: no answer to a template's form. */
export function readTemplateBody(body: string, registry: TemplateRegistry): PlanReading | null {
  if (body.length > MAX_BODY_LENGTH) return null;
  const lines = splitLines(body);
  const named = namedIn(lines);
  if (named === null) return null;
  const template = registry.templates.find((one) => templateName(one) === named.name);
  if (template === undefined)
    return { kind: 'unreadable', problems: [templateUnknown(named, registry)] };
  const choice = chooseForm(lines, [formOf(template)]);
  if (choice.kind === 'unreadable') return choice;
  const hidden = hiddenForm(lines, choice);
  if (hidden !== null) return { kind: 'unreadable', problems: [hidden] };
  return readAnchored(lines, choice, template);
}

function readAnchored(
  lines: readonly string[],
  { form, sections, preface }: AnchoredForm,
  template: Template,
): PlanReading {
  const values: Record<string, string> = {};
  const places = new Map<string, number>();
  const problems: PlanProblem[] = [];
  const outside = [sectionText(lines, preface)];
  for (const [index, field] of form.fields.entries()) {
    const section = sections[index] ?? { from: lines.length, to: lines.length };
    const isLast = index === form.fields.length - 1;
    const reading = readAnswer({ lines, section, field, isLast });
    problems.push(...reading.problems);
    outside.push(reading.outside?.trim() ?? '');
    const variable = template.variables[index - 1];
    if (variable === undefined) continue;
    values[variable.id] = reading.text;
    places.set(variable.id, firstLine(lines, section));
    const problem = valueProblem(variable, reading.text, firstLine(lines, section));
    if (problem !== null && reading.problems.length === 0) problems.push(problem);
  }
  if (problems.length > 0) return { kind: 'unreadable', problems };
  const beside = outside.filter((text) => text !== '').join('\n\n');
  return withOutside(placed(planOf(template, values), places), beside);
}

/** What is wrong with a value is said where it stands. */
function placed(reading: PlanReading, places: ReadonlyMap<string, number>): PlanReading {
  if (reading.kind === 'readable') return reading;
  const problems = reading.problems.map((problem) => ({
    ...problem,
    line: places.get(problem.field ?? '') ?? problem.line,
  }));
  return { kind: 'unreadable', problems };
}

function withOutside(reading: PlanReading, outside: string): PlanReading {
  if (reading.kind === 'unreadable' || outside === '') return reading;
  const warnings = [...reading.warnings, outsideText(1)];
  return { ...reading, plan: { ...reading.plan, outside }, warnings };
}

function templateUnknown({ name, line }: Named, registry: TemplateRegistry): PlanProblem {
  const names = registry.templates.map(templateName);
  const [id = ''] = name.split('@');
  const meant = registry.templates.find((one) => one.id === id) ?? null;
  const near = meant === null ? nearest(name, names, 4) : templateName(meant);
  const faulty = registry.problems.find(({ file }) => file.includes(`/${id}.`));
  return {
    code: 'template_unknown',
    field: 'template',
    line,
    expected: 'a template of this repository, as id@version',
    found: quote(name),
    remedy: faulty === undefined ? nearRemedy(near) : `its file has mistakes: ${faulty.file}`,
  };
}

function nearRemedy(near: string | null): string {
  return near === null
    ? 'open a new issue with the form of a template, or with the ordinary change form'
    : `did you mean ${quote(near)}? Open a new issue with its form`;
}
