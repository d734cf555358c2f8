/**
 * The part of the page of the policy that says what is asked of which kind of change: a table to find the kind, then
 * each rule with its steps, and the steps once more as text that can be copied into a plan.
 */
import { ALL_FORMS } from '../core/plan/forms.ts';
import type { Phase } from '../core/plan/plan.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Demands, PolicyRule, StepNeed, StepSet } from '../core/policy/rule.ts';
import { formatMinutes } from '../core/time/window.ts';
import { asMarkdown, join, list, md, NOTHING, type Markdown } from './markdown.ts';
import { predicateText, treeText } from './policy-predicate.ts';
import { block, code, inline } from './safe-text.ts';
import type { Printable } from './template.ts';
import { CATEGORY_WORDS, PHASE_WORDS } from './words.ts';

const PHASES: readonly Phase[] = ['preflight', 'execution', 'verification'];

export function kindRows(policy: Policy): readonly Printable[] {
  return policy.kinds.map(({ title, scope, recognisedBy }) => ({
    title: inline(title),
    scope: scope === null ? md`not asked` : inline(scope),
    recognised: recognisedBy === null ? md`only when named` : predicateText(recognisedBy, policy),
  }));
}

export function ruleRows(policy: Policy): readonly Printable[] {
  return policy.rules.map(({ title, demands }) => ({
    title: inline(title),
    category: demands.categoryAtLeast === null ? md`any` : CATEGORY_WORDS[demands.categoryAtLeast],
    approval: demands.approval === null ? NOTHING : treeText(demands.approval, policy),
    steps: list(
      demands.steps.map(({ id }) => code(id)),
      'and',
    ),
    rollback:
      demands.rollbackMinutes === null
        ? NOTHING
        : asMarkdown(formatMinutes(demands.rollbackMinutes)),
    also: join(alsoOf(demands, policy), md`, `),
  }));
}

function alsoOf(demands: Demands, policy: Policy): readonly Markdown[] {
  return [
    ...(demands.leadTimeHours === null ? [] : [md`${demands.leadTimeHours} hours of notice`]),
    ...(demands.window ? [md`a window`] : []),
    ...(demands.hold ? [md`a hold point`] : []),
    ...titlesOf(demands.checks, policy.checks),
    ...titlesOf(demands.sections, policy.sections).map(
      (title) => md`“${title}” in the pull request`,
    ),
    ...demands.answers.map(questionText),
  ];
}

export function ruleSections(policy: Policy): readonly Printable[] {
  return policy.rules.map((rule) => ({
    title: inline(rule.title),
    id: code(rule.id),
    when: rule.when === null ? md`always` : md`when ${predicateText(rule.when, policy)}`,
    asks: asksOf(rule, policy),
    steps: rule.demands.steps.map(stepRow),
    hasSteps: rule.demands.steps.length > 0,
  }));
}

/** One line for each thing that is held, and then what is said beside it. */
function asksOf({ demands, notes }: PolicyRule, policy: Policy): readonly Markdown[] {
  const asked = [
    demands.categoryAtLeast === null
      ? null
      : md`The category is at least ${CATEGORY_WORDS[demands.categoryAtLeast]}.`,
    demands.leadTimeHours === null ? null : md`At least ${demands.leadTimeHours} hours of notice.`,
    demands.approval === null ? null : md`Approved by ${treeText(demands.approval, policy)}.`,
    demands.window ? md`A window is named in the plan, whatever the category.` : null,
    demands.hold ? md`At least one step is a hold point.` : null,
    demands.rollbackMinutes === null
      ? null
      : md`The plan promises a rollback within ${asMarkdown(formatMinutes(demands.rollbackMinutes))}.`,
    ...namedLines(demands, policy),
  ];
  return [...asked.filter((line) => line !== null), ...notes.map(inline)];
}

function namedLines(demands: Demands, policy: Policy): readonly (Markdown | null)[] {
  const checks = titlesOf(demands.checks, policy.checks);
  const sections = titlesOf(demands.sections, policy.sections);
  const answers = demands.answers.map(questionText);
  return [
    checks.length === 0
      ? null
      : md`These checks have reported and passed: ${join(checks, md`, `)}.`,
    sections.length === 0
      ? null
      : md`The text of a linked pull request holds: ${join(sections, md`, `)}.`,
    answers.length === 0 ? null : md`Answered in the plan: ${join(answers, md`, `)}.`,
  ];
}

type Titled = { readonly id: string; readonly title: string };

function titlesOf(ids: readonly string[], rows: readonly Titled[]): readonly Markdown[] {
  return ids.map((id) => inline(rows.find((row) => row.id === id)?.title ?? id));
}

function questionText(id: string): Markdown {
  const field = ALL_FORMS.flatMap(({ fields }) => fields).find((one) => one.id === id);
  return field === undefined ? code(id) : md`“${inline(field.label.replace(/^\d+ · /u, ''))}”`;
}

function stepRow({ id, title, phase, position, words }: StepNeed): Printable {
  return {
    id: code(id),
    title: inline(title),
    place: placeText(phase, position),
    words: join(words.map(code), md`, `),
  };
}

const POSITION_WORDS: Readonly<Record<StepNeed['position'], Markdown | null>> = {
  anywhere: null,
  last_before_execution: md`last before the execution, or first in it`,
  first: md`first`,
  last: md`last`,
};

function placeText(phase: Phase | null, position: StepNeed['position']): Markdown {
  const where = POSITION_WORDS[position];
  const when = phase === null ? null : PHASE_WORDS[phase];
  if (where === null) return when ?? md`anywhere`;
  return when === null ? where : md`${when}, ${where}`;
}

export function stepSetTexts(policy: Policy): readonly Printable[] {
  return policy.stepSets.map((set) => ({ title: inline(set.title), steps: copyable(set) }));
}

/** In the grammar of the form, below the phase to which each belongs; what may stand anywhere stands before the rest. */
function copyable({ steps }: StepSet): readonly Printable[] {
  return PHASES.map((phase) => ({
    phase: PHASE_WORDS[phase],
    steps: steps.filter((step) => (step.phase ?? 'preflight') === phase),
  }))
    .filter((part) => part.steps.length > 0)
    .map(({ phase, steps: some }) => ({ phase, text: block(listOf(some), 'text') }));
}

function listOf(steps: readonly StepNeed[]): string {
  return steps
    .map(({ id, title }, index) => `${String(index + 1)}. ${title}\n   - covers: ${id}`)
    .join('\n');
}
