/**
 * The plan of a pull request that is its own change, version 1: sections below headings at any level and in any order,
 * and a line `Category: normal` where it shall not be the lowest that the policy lists. No steps are asked for: its
 * execution is its merge. A window may be named; then it is merged inside it.
 *
 * What must stay true: this version is published; see the rule in form.ts. What stands below no heading of it is read
 * and approved with it, as in the issue form.
 */
import { findOpenLines } from '../intent/open-lines.ts';
import { splitLines } from './body.ts';
import { field } from './form.ts';
import type { FormField, FormVersion } from './form.ts';
import { readZonedWindow } from '../time/window.ts';
import type { Category, Level, Plan, PlanProblem, PlanReading, Window } from './plan.ts';
import { readPullSections } from './pull-sections.ts';
import type { FoundSection, PullSections, WantedSection } from './pull-sections.ts';
import { quote } from './quote.ts';
import { windowWarnings } from './read-facts.ts';
import { MAX_BODY_LENGTH } from './read-plan.ts';

export const PULL_FORM: FormVersion = {
  id: 'pull/1',
  name: 'Pull request',
  description: 'A pull request that is its own change',
  labels: [],
  intro: 'Each section stands below a heading of its own in the text of the pull request.',
  // Nobody is asked for them: the category says how much could go wrong, and a merge is in no queue.
  fixed: { category: null, priority: 'medium', risk: null },
  fields: [
    field('textarea', { id: 'pr_what', label: 'What', help: 'What is different after the merge.' }),
    field('textarea', { id: 'pr_why', label: 'Why', help: 'What is better for it, and for whom.' }),
    field('textarea', { id: 'pr_testing', label: 'Testing', help: 'How you know that it works.' }),
    field('textarea', {
      id: 'pr_security',
      label: 'Security impact',
      help: 'What it opens, closes or exposes; "None" is an answer.',
    }),
    field('textarea', {
      id: 'pr_rollback',
      label: 'Rollback',
      help: 'How to go back, where it is not a revert.',
      required: 'never',
    }),
    field('textarea', {
      id: 'window',
      label: 'Window',
      help: 'When it may be merged, as in "2026-11-24 22:00 to 2026-11-25 01:00 Europe/Berlin"; without one at any time.',
      required: 'never',
    }),
  ],
};

const OTHER_HEADINGS: Readonly<Record<string, readonly string[]>> = {
  pr_testing: ['Test plan', 'Tests'],
  pr_security: ['Security'],
};
const WINDOW = 'window';
const SECTIONS: readonly WantedSection[] = PULL_FORM.fields.map(({ id, label }) => ({
  id,
  headings: [label, ...(OTHER_HEADINGS[id] ?? [])],
}));

const LADDER: readonly Category[] = ['standard', 'normal', 'significant', 'emergency'];
const RISKS: Readonly<Record<Category, Level>> = {
  standard: 'low',
  normal: 'medium',
  significant: 'high',
  emergency: 'critical',
};
const CATEGORY_WORD = 'category:';

/** `allowed`: the categories in which a pull request may be its own change. */
export function readPullPlan(body: string, allowed: readonly Category[]): PlanReading {
  if (body.length > MAX_BODY_LENGTH) return { kind: 'unreadable', problems: [tooLong(body)] };
  const sections = readPullSections(body, SECTIONS);
  const named = namedCategories(body);
  const { window, problem } = windowIn(sections);
  const problems = [
    ...twice(sections),
    ...categoryProblems(named),
    ...(problem === null ? [] : [problem]),
  ];
  if (problems.length > 0) return { kind: 'unreadable', problems };
  const category = named[0]?.category ?? lowest(allowed);
  const warnings = windowWarnings(window);
  return { kind: 'readable', plan: planOf(sections, { category, window }), warnings };
}

type Read = Pick<Plan, 'category' | 'window'>;

function planOf({ found, outside }: PullSections, { category, window }: Read): Plan {
  const answers = Object.create(null) as Record<string, string>;
  for (const { id } of PULL_FORM.fields) {
    const section = found.get(id);
    if (section !== undefined && section.text !== '') answers[id] = section.text;
  }
  return {
    form: PULL_FORM.id,
    answers: Object.freeze(answers),
    ...(outside === '' ? {} : { outside }),
    steps: [],
    category,
    priority: PULL_FORM.fixed.priority,
    risk: category === null ? null : RISKS[category],
    environments: [],
    assets: [],
    window,
    secondPerson: null,
    operator: null,
    rollbackMinutes: null,
    missing: PULL_FORM.fields.filter((one) => isMissing(one, found)).map(({ id }) => id),
  };
}

function isMissing({ id, required }: FormField, found: ReadonlyMap<string, FoundSection>): boolean {
  return required === 'always' && (found.get(id)?.said ?? '') === '';
}

/** The lightest that is listed; an emergency is never anybody's default. */
function lowest(allowed: readonly Category[]): Category | null {
  return LADDER.find((one) => one !== 'emergency' && allowed.includes(one)) ?? null;
}

/** As a reader of the rendered text sees it; nothing said is no window. */
function windowIn({ found }: PullSections): {
  readonly window: Window | null;
  readonly problem: PlanProblem | null;
} {
  const section = found.get(WINDOW);
  if (section === undefined || section.said === '') return { window: null, problem: null };
  const reading = readZonedWindow(section.said, 'UTC');
  if (reading.kind === 'window') return { window: reading.window, problem: null };
  const line = section.lines[0] ?? null;
  return { window: null, problem: { ...reading.problem, field: WINDOW, line } };
}

type Named = {
  readonly word: string;
  readonly category: Category | null;
  readonly line: number;
};

/** `Category: …` on lines of their own, as a reader of the rendered text sees them. */
function namedCategories(body: string): readonly Named[] {
  const lines = splitLines(body);
  const { open } = findOpenLines(lines);
  return lines.flatMap((line, at): readonly Named[] => {
    const text = line.trim();
    if (open[at] !== true || !text.toLowerCase().startsWith(CATEGORY_WORD)) return [];
    const word = text.slice(CATEGORY_WORD.length).trim();
    const category = LADDER.find((one) => one === word.toLowerCase()) ?? null;
    return [{ word, category, line: at + 1 }];
  });
}

function categoryProblems(named: readonly Named[]): readonly PlanProblem[] {
  const unknown = named.filter(({ category }) => category === null);
  if (unknown.length > 0) return unknown.slice(0, 5).map(categoryUnknown);
  const other = named.find(({ category }) => category !== named[0]?.category);
  return other === undefined ? [] : [categoryAmbiguous(other)];
}

function categoryUnknown({ word, line }: Named): PlanProblem {
  return {
    code: 'option_unknown',
    field: 'category',
    line,
    expected: `one of: ${LADDER.join(' | ')}`,
    found: quote(word),
    remedy: 'write one of them after "Category:", or take the line out',
  };
}

function categoryAmbiguous({ word, line }: Named): PlanProblem {
  return {
    code: 'heading_ambiguous',
    field: 'category',
    line,
    expected: 'one line "Category: …"',
    found: `another one that says ${quote(word)}`,
    remedy: 'leave the one that is meant',
  };
}

function twice({ found }: PullSections): readonly PlanProblem[] {
  return [...found.values()]
    .filter(({ lines }) => lines.length > 1)
    .map(({ id, lines }) => ({
      code: 'heading_ambiguous',
      field: id,
      line: lines[1] ?? null,
      expected: `one heading for ${quote(labelOf(id))}`,
      found: `${String(lines.length)}, on lines ${lines.slice(0, 5).join(', ')}`,
      remedy: 'leave one of them, with everything that belongs below it',
    }));
}

function labelOf(id: string): string {
  return PULL_FORM.fields.find((one) => one.id === id)?.label ?? id;
}

function tooLong(body: string): PlanProblem {
  return {
    code: 'body_too_long',
    field: null,
    line: null,
    expected: `at most ${String(MAX_BODY_LENGTH)} characters`,
    found: `${String(body.length)} characters`,
    remedy: 'move logs and listings elsewhere and link to them',
  };
}
