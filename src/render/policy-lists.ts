/**
 * The tables of the policy's page that are lists of one thing each: checks, sections, ways back, duties, controls, and
 * the data of the document itself.
 */
import type { CheckPlace, DutyRule } from '../core/policy/rule.ts';
import type { Policy } from '../core/policy/policy.ts';
import { formatMinutes } from '../core/time/window.ts';
import { asMarkdown, join, list, md, type Markdown } from './markdown.ts';
import { code, inline } from './safe-text.ts';
import type { Printable } from './template.ts';
import { CATEGORY_WORDS } from './words.ts';

const PLACE_WORDS: Readonly<Record<CheckPlace, Markdown>> = {
  pull_request: md`pull request`,
  default_branch: md`default branch`,
  tag: md`tag`,
};

const PROOF_WORDS: Readonly<Record<DutyRule['proof'], Markdown>> = {
  word: md`somebody writes what was done`,
  pull_request: md`a linked pull request`,
  checks: md`the checks of the linked pull request`,
  incident: md`the incident is named in the record`,
};

export function documentRow({ document }: Policy): Printable {
  if (document === null) return null;
  const { owner, effective, lastReview, nextReview } = document;
  const dates = { effective, lastReview, nextReview };
  return {
    owner: inline(owner),
    effective: dateText(dates.effective),
    lastReview: dateText(dates.lastReview),
    nextReview: dateText(dates.nextReview),
  };
}

function dateText(date: string | null): Markdown {
  return date === null ? md`not said` : inline(date);
}

export function checkRows({ checks }: Policy): readonly Printable[] {
  return checks.map(({ title, names, from, places, mustReport, threshold }) => ({
    title: inline(title),
    threshold: inline(threshold),
    places: list(
      places.map((place) => PLACE_WORDS[place]),
      'and',
    ),
    must: mustReport ? md`yes` : md`no`,
    names: join(names.map(code), md`, `),
    from: from.length === 0 ? md`any machine` : list(from.map(code), 'or'),
  }));
}

export function sectionRows({ sections }: Policy): readonly Printable[] {
  return sections.map(({ title, headings, categories, ifApplicable }) => ({
    title: inline(title),
    headings: join(headings.map(code), md`, `),
    categories: list(
      categories.map((category) => CATEGORY_WORDS[category]),
      'and',
    ),
    mayBe: ifApplicable ? md`yes, in words` : md`no`,
  }));
}

export function rollbackRows({ rollbackMethods, kinds }: Policy): readonly Printable[] {
  return rollbackMethods.map(({ title, method, withinMinutes, kinds: ids }) => ({
    title: inline(title),
    method: inline(method),
    within: asMarkdown(formatMinutes(withinMinutes)),
    kinds: join(
      ids.map((id) => inline(kinds.find((kind) => kind.id === id)?.title ?? id)),
      md`; `,
    ),
  }));
}

export function dutyRows({ duties }: Policy): readonly Printable[] {
  return duties.map(({ title, withinHours, proof }, index) => ({
    number: index + 1,
    title: inline(title),
    within: md`${withinHours} h`,
    proof: PROOF_WORDS[proof],
  }));
}

export function complianceRows({ compliance }: Policy): readonly Printable[] {
  return compliance.map(({ control, servedBy }) => ({
    control: inline(control),
    servedBy: join(servedBy.map(code), md`, `),
  }));
}
