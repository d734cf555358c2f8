/**
 * Prints the body of an issue from a plan, the way the forge prints an answered form.
 *
 * What must stay true: reading what was printed gives the plan again.
 */
import { formatMinutes } from '../time/window.ts';
import type { FormField, FormVersion } from './form.ts';
import { FORMS } from './forms.ts';
import type { Plan, Step } from './plan.ts';
import { phaseOfField } from './read-steps.ts';

/** The plan's answers as they stand; steps are printed from the steps when their answer is absent. */
export function printPlan(plan: Plan): string {
  const form = FORMS.find((candidate) => candidate.id === plan.form);
  if (form === undefined) throw new Error(`no published form is called ${plan.form}`);
  return printForm(form, (field) => {
    const steps = plan.steps.filter((step) => step.phase === phaseOfField(field.id));
    return plan.answers[field.id] ?? printSteps(steps);
  });
}

/** A body of the form; the empty text stands for no answer. */
export function printForm(form: FormVersion, answerOf: (field: FormField) => string): string {
  const sections = form.fields.map(
    (field) => `### ${field.label}\n\n${printAnswer(field, answerOf(field))}`,
  );
  return `${sections.join('\n\n')}\n`;
}

/** Steps in the grammar that the parser reads; numbers begin at 1. */
export function printSteps(steps: readonly Step[]): string {
  return steps.map((step, index) => printStep(step, index + 1)).join('\n');
}

function printAnswer(field: FormField, answer: string): string {
  if (field.type === 'checkboxes') return printBoxes(field, answer);
  if (answer !== '') return answer;
  return field.type === 'dropdown' ? 'None' : '_No response_';
}

function printBoxes(field: FormField, answer: string): string {
  const ticked = answer.split('\n');
  return field.options
    .map((option) => `- [${ticked.includes(option) ? 'X' : ' '}] ${option}`)
    .join('\n');
}

function printStep(step: Step, number: number): string {
  const words = [...step.tags.map((tag) => `[${tag}]`), step.text];
  const details = [
    printDetail('expect', step.expect),
    printDetail('rollback', step.rollback),
    printDetail('time', step.minutes === null ? null : formatMinutes(step.minutes)),
    printDetail('after', step.after.length === 0 ? null : step.after.join(', ')),
    printDetail('owner', step.owner),
    printDetail('evidence', step.evidence),
    printDetail('abort', step.abort),
    printDetail('covers', step.covers?.join(', ') ?? null),
    ...step.notes.map((note) => printDetail('note', note)),
  ];
  return [`${String(number)}. ${words.join(' ')}`, ...details.flat()].join('\n');
}

/** The first line beside its key, the others below it; a fence begins on a line of its own. */
function printDetail(key: string, text: string | null): readonly string[] {
  if (text === null) return [];
  const [first = '', ...rest] = text.split('\n');
  const fenced = first.startsWith('```') || first.startsWith('~~~');
  const head = fenced ? `   - ${key}:` : `   - ${key}: ${first}`;
  const below = fenced ? [first, ...rest] : rest;
  return [head, ...below.map((line) => (line === '' ? '' : `     ${line}`))];
}
