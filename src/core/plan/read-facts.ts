/**
 * The answers that the rules decide by, read into values: class, people, assets, window, duration.
 *
 * What must stay true: each of them is read exactly or refused. An asset or a login that is nearly right must not slip
 * past a freeze or a second pair of eyes.
 */
import { parseDuration, readWindow, zoneProblem } from '../time/window.ts';
import { findZone } from '../time/zone.ts';
import type { FormVersion } from './form.ts';
import type { Category, Level, Plan, PlanProblem, Window } from './plan.ts';
import { quote } from './quote.ts';

export type Facts = Omit<Plan, 'form' | 'answers' | 'steps' | 'missing'>;

export type FactsReading = {
  readonly facts: Facts;
  readonly problems: readonly PlanProblem[];
  readonly warnings: readonly PlanProblem[];
};

type Texts = ReadonlyMap<string, string>;

type Report = (problem: PlanProblem) => void;

const CATEGORIES: ReadonlyMap<string, Category> = new Map([
  ['Standard', 'standard'],
  ['Normal', 'normal'],
  ['Significant', 'significant'],
  ['Emergency', 'emergency'],
]);

const LEVELS: ReadonlyMap<string, Level> = new Map([
  ['Low', 'low'],
  ['Medium', 'medium'],
  ['High', 'high'],
  ['Critical', 'critical'],
]);

const LOGIN = /^@?(?<login>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)$/u;
const LONGEST_LOGIN = 100;
const LONGEST_ASSET = 200;
const MAX_ASSETS = 200;

/** `places` are the line numbers of the answers. */
export function readFacts(
  form: FormVersion,
  texts: Texts,
  places: ReadonlyMap<string, number>,
): FactsReading {
  const problems: PlanProblem[] = [];
  const report: Report = (problem) => {
    problems.push({ ...problem, line: places.get(problem.field ?? '') ?? null });
  };
  const window = readWindowAnswer(texts, report);
  const facts: Facts = {
    ...readClass(form, texts),
    environments: (texts.get('environments') ?? '').split(', ').filter((name) => name !== ''),
    assets: readAssets(texts.get('assets') ?? '', report),
    window,
    secondPerson: readLogin('second_person', texts, report),
    operator: readLogin('operator', texts, report),
    rollbackMinutes: readRollbackTime(texts, report),
  };
  if (samePerson(facts)) report(secondIsOperator(facts.operator ?? ''));
  return { facts, problems, warnings: windowWarnings(window) };
}

export function windowWarnings(window: Window | null): readonly PlanProblem[] {
  return window === null || window.note === null ? [] : [windowNote(window.note)];
}

function readClass(form: FormVersion, texts: Texts): Pick<Facts, 'category' | 'priority' | 'risk'> {
  const { fixed } = form;
  return {
    category: fixed.category ?? CATEGORIES.get(texts.get('category') ?? '') ?? null,
    priority: LEVELS.get(texts.get('priority') ?? '') ?? fixed.priority,
    risk: fixed.risk ?? LEVELS.get(texts.get('risk_level') ?? '') ?? null,
  };
}

function readWindowAnswer(texts: Texts, report: Report): Window | null {
  const zone = texts.get('timezone');
  const text = texts.get('window');
  if (zone !== undefined && findZone(zone) === null) {
    report(zoneProblem(zone));
    return null;
  }
  if (text === undefined) return null;
  const reading = readWindow(text, zone ?? 'UTC');
  if (reading.kind === 'problem') {
    report(reading.problem);
    return null;
  }
  if (zone !== undefined) return reading.window;
  const notes = ['no time zone given: read as UTC', reading.window.note];
  return { ...reading.window, note: notes.filter((note) => note !== null).join('; ') };
}

/** One id a line, as list items or not, in backticks or not; commas separate as well. */
function readAssets(text: string, report: Report): readonly string[] {
  const named = text.split(/[\n,]/u).map(bareId);
  const ids = [...new Set(named)].filter((id) => id !== '');
  const odd = ids.find((id) => /[\s`]/u.test(id) || id.length > LONGEST_ASSET);
  // Words that name nothing would otherwise be a change that touches nothing.
  if (odd !== undefined || (text !== '' && ids.length === 0)) report(assetInvalid(odd ?? text));
  if (ids.length > MAX_ASSETS) report(tooManyAssets(ids.length));
  return ids;
}

function bareId(part: string): string {
  const text = part.trim();
  const item = /^[-*+](?:[ \t]|$)/u.test(text) ? text.slice(2).trim() : text;
  const quoted = item.length > 2 && item.startsWith('`') && item.endsWith('`');
  return quoted ? item.slice(1, -1) : item;
}

function readLogin(field: string, texts: Texts, report: Report): string | null {
  const text = texts.get(field);
  if (text === undefined) return null;
  const login = text.length > LONGEST_LOGIN ? undefined : LOGIN.exec(text)?.groups?.['login'];
  if (login === undefined) report(personInvalid(field, text));
  return login ?? null;
}

function readRollbackTime(texts: Texts, report: Report): number | null {
  const text = texts.get('rollback_time');
  if (text === undefined) return null;
  const minutes = parseDuration(text);
  if (minutes === null) {
    report({
      code: 'duration_invalid',
      field: 'rollback_time',
      line: null,
      expected: 'a duration such as 25m, 2h or 1h30m',
      found: quote(text),
      remedy: 'write hours and minutes; a bare number means minutes',
    });
  }
  return minutes;
}

function samePerson({ operator, secondPerson }: Facts): boolean {
  return operator !== null && operator.toLowerCase() === secondPerson?.toLowerCase();
}

function secondIsOperator(login: string): PlanProblem {
  return {
    code: 'second_person_is_operator',
    field: 'second_person',
    line: null,
    expected: 'somebody other than the person who carries it out',
    found: `${quote(login)} in both answers`,
    remedy: 'name another second person, or leave the operator empty if you carry it out',
  };
}

function assetInvalid(id: string): PlanProblem {
  return {
    code: 'asset_invalid',
    field: 'assets',
    line: null,
    expected: 'one asset id on each line, without spaces',
    found: quote(id),
    remedy: 'leave only the ids here, and put remarks into another answer',
  };
}

function tooManyAssets(count: number): PlanProblem {
  return {
    code: 'assets_too_many',
    field: 'assets',
    line: null,
    expected: `at most ${String(MAX_ASSETS)} assets`,
    found: `${String(count)} assets`,
    remedy: 'name the asset above them, or divide the change',
  };
}

function personInvalid(field: string, text: string): PlanProblem {
  return {
    code: 'person_invalid',
    field,
    line: null,
    expected: 'one login, such as @login',
    found: quote(text),
    remedy: 'name one person by login; put remarks into another answer',
  };
}

function windowNote(note: string): PlanProblem {
  return {
    code: 'window_noted',
    field: 'window',
    line: null,
    expected: 'times that can be read in one way only',
    found: note,
    remedy: 'add offsets such as +01:00 to the times if another reading is meant',
  };
}
