/**
 * On which days a recurring window begins: the part of RFC 5545 that says nothing of clocks. What is understood:
 * FREQ=DAILY, WEEKLY, MONTHLY or YEARLY with INTERVAL, BYDAY (in months and years with ordinals, `-1FR`), BYMONTHDAY,
 * BYMONTH, and UNTIL or COUNT. Weeks begin on Monday.
 *
 * What must stay true: a rule is asked about one day at a time, so nothing without an end is ever written out; a rule that
 * means nothing, or that no day fits, is refused when it is read, never answered with silence.
 */
import { quote } from '../plan/quote.ts';
import { civilOf, dayAfter, dayOf, monthLength, readDay, weekdayOf, weekOf } from './civil.ts';
import type { Civil } from './civil.ts';

export type Rule = {
  readonly freq: (typeof FREQS)[number];
  readonly interval: number;
  readonly byDay: readonly Weekday[];
  readonly byMonthDay: readonly number[];
  readonly byMonth: readonly number[];
  /** Days since 1970; intervals and counts are counted from the first. */
  readonly first: number | null;
  readonly last: number | null;
};

export type RuleReading =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'unreadable'; readonly found: string; readonly remedy: string };

type Weekday = { readonly weekday: number; readonly nth: number | null };
/** The first and last day on which it can begin, `2026-11-21`. */
type Days = { readonly from: string | null; readonly until: string | null };

const FREQS = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const EXPECTED: Readonly<Record<string, string>> = {
  FREQ: `begin with FREQ=${FREQS.join(', FREQ=')}`,
  INTERVAL: 'write a number from 1 to 1000',
  BYDAY: 'write days such as TU,TH; in months and years also 1SU or -1FR',
  BYMONTHDAY: 'write days from 1 to 31, or -1 for the last',
  BYMONTH: 'write months from 1 to 12',
  UNTIL: 'write a day, 20261231; for one that ends at a time use "until"',
  COUNT: 'write a number from 1 to 1000',
};
const LONGEST = 200;
/** A century of days: intervals as long as anybody needs. */
const FAR = 36_525;
/** Forty years hold every year that a calendar has, whatever weekday it begins on. */
const EVERY_YEAR = 14_610;

export function readRule(text: string, days: Days): RuleReading {
  if (text.length > LONGEST)
    return unreadable(text, `write a rule of at most ${String(LONGEST)} characters`);
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';')) {
    const at = Math.max(part.indexOf('='), 0);
    const key = part.slice(0, at).trim();
    if (!Object.hasOwn(EXPECTED, key))
      return unreadable(part, `use ${Object.keys(EXPECTED).join(', ')} only`);
    if (parts.has(key)) return unreadable(part, `say ${key} once`);
    parts.set(key, part.slice(at + 1).trim());
  }
  const said = readParts(parts);
  for (const [key, value] of Object.entries(said))
    if (value === null) return unreadable(`${key}=${parts.get(key) ?? ''}`, EXPECTED[key] ?? '');
  for (const day of [days.from, days.until])
    if (day !== null && readDay(day) === null)
      return unreadable(day, 'write a day that exists, such as 2026-11-21');
  return complete(text, ruleOf(said, days), said.COUNT ?? null);
}

function ruleOf(said: Said, { from, until }: Days): Rule {
  const ends = [said.UNTIL, until === null ? null : readDay(until)].flatMap((day) => day ?? []);
  return {
    freq: said.FREQ ?? 'DAILY',
    interval: said.INTERVAL ?? 1,
    byDay: said.BYDAY ?? [],
    byMonthDay: said.BYMONTHDAY ?? [],
    byMonth: said.BYMONTH ?? [],
    first: from === null ? null : readDay(from),
    last: ends.length === 0 ? null : Math.min(...ends),
  };
}

/** Null is what cannot be read, undefined what is not said. */
type Said = {
  readonly FREQ: Rule['freq'] | null;
  readonly INTERVAL: number | null | undefined;
  readonly BYDAY: readonly Weekday[] | null | undefined;
  readonly BYMONTHDAY: readonly number[] | null | undefined;
  readonly BYMONTH: readonly number[] | null | undefined;
  readonly UNTIL: number | null | undefined;
  readonly COUNT: number | null | undefined;
};

function readParts(parts: ReadonlyMap<string, string>): Said {
  const read = <T>(key: string, how: (value: string) => T | null): T | null | undefined => {
    const value = parts.get(key);
    return value === undefined ? undefined : how(value);
  };
  return {
    FREQ: FREQS.find((known) => known === parts.get('FREQ')) ?? null,
    INTERVAL: read('INTERVAL', (value) => numberOf(value, 1000)),
    BYDAY: read('BYDAY', (value) => eachOf(value, weekdayIn)),
    BYMONTHDAY: read('BYMONTHDAY', (value) =>
      eachOf(value, (one) => (one.startsWith('-') ? below(one) : numberOf(one, 31))),
    ),
    BYMONTH: read('BYMONTH', (value) => eachOf(value, (one) => numberOf(one, 12))),
    UNTIL: read('UNTIL', (value) => (value.length === 8 ? readDay(value) : null)),
    COUNT: read('COUNT', (value) => numberOf(value, 1000)),
  };
}

/** From 1 on. */
function numberOf(text: string, most: number): number | null {
  const value = /^\d{1,4}$/u.test(text) ? Number(text) : 0;
  return value >= 1 && value <= most ? value : null;
}

function below(text: string): number | null {
  const value = numberOf(text.slice(1), 31);
  return value === null ? null : -value;
}

function eachOf<T>(text: string, how: (one: string) => T | null): readonly T[] | null {
  const read = text.split(',').map((one) => how(one.trim()));
  const known = read.filter((one) => one !== null);
  return known.length === read.length ? known : null;
}

function weekdayIn(text: string): Weekday | null {
  const parts = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/u.exec(text);
  const nth = parts?.[1] === undefined ? null : Number(parts[1]);
  if (parts === null || nth === 0 || Math.abs(nth ?? 1) > 53) return null;
  return { weekday: WEEKDAYS.indexOf(parts[2] ?? ''), nth };
}

function complete(text: string, rule: Rule, count: number | null): RuleReading {
  const { freq, byDay, byMonthDay, first } = rule;
  if (!isLong(rule) && byDay.some(({ nth }) => nth !== null))
    return unreadable(text, 'say which of several days in FREQ=MONTHLY or FREQ=YEARLY only');
  if (freq === 'WEEKLY' && byMonthDay.length > 0)
    return unreadable(text, 'use FREQ=MONTHLY with BYMONTHDAY');
  if (first !== null) return fitted(text, anchored(rule, first), count);
  const isCounted = rule.interval > 1 || count !== null;
  return isCounted || (isBare(rule) && freq !== 'DAILY')
    ? unreadable(text, 'say in "from" the first day, from which it is counted')
    : fitted(text, rule, null);
}

function isLong({ freq }: Rule): boolean {
  return freq === 'MONTHLY' || freq === 'YEARLY';
}

function isBare({ byDay, byMonthDay }: Rule): boolean {
  return byDay.length === 0 && byMonthDay.length === 0;
}

/** What a rule does not say it takes from its first day, as RFC 5545 does. */
function anchored(rule: Rule, first: number): Rule {
  const { freq, byMonth } = rule;
  if (!isBare(rule) || freq === 'DAILY') return rule;
  if (freq === 'WEEKLY') return { ...rule, byDay: [{ weekday: weekdayOf(first), nth: null }] };
  const { month, day } = civilOf(first);
  const isYearly = freq === 'YEARLY' && byMonth.length === 0;
  return { ...rule, byMonthDay: [day], byMonth: isYearly ? [month] : byMonth };
}

/** Some day fits, and a count becomes a last day. */
function fitted(text: string, rule: Rule, count: number | null): RuleReading {
  const start = rule.first ?? dayOf({ year: 2000, month: 1, day: 1 });
  const sight = rule.interval === 1 && count === null ? EVERY_YEAR : FAR;
  const end = Math.min(rule.last ?? Infinity, start + sight);
  let left = count ?? 1;
  let civil = civilOf(start);
  for (let day = start; day <= end; day += 1, civil = dayAfter(civil)) {
    if (!isOn(rule, day, civil)) continue;
    left -= 1;
    if (left === 0) return { kind: 'rule', rule: count === null ? rule : { ...rule, last: day } };
  }
  const isNone = left === (count ?? 1);
  if (isNone) return unreadable(text, 'no day fits; correct the rule, "from" or "until"');
  return { kind: 'rule', rule };
}

export function beginsOn(rule: Rule, day: number): boolean {
  return isOn(rule, day, civilOf(day));
}

/** `civil`: the same day. Whoever goes through a century counts it along. */
function isOn(rule: Rule, day: number, civil: Civil): boolean {
  const { first, last, byDay, byMonth, byMonthDay } = rule;
  if ((first !== null && day < first) || (last !== null && day > last)) return false;
  if (byMonth.length > 0 && !byMonth.includes(civil.month)) return false;
  if (byMonthDay.length > 0 && !isInMonth(byMonthDay, civil)) return false;
  if (byDay.length > 0 && !byDay.some((one) => isWeekday(one, day, rule))) return false;
  return rule.interval === 1 || first === null || isItsTurn(rule, first, day);
}

function isInMonth(byMonthDay: readonly number[], civil: Civil): boolean {
  const fromEnd = civil.day - monthLength(civil) - 1;
  return byMonthDay.includes(civil.day) || byMonthDay.includes(fromEnd);
}

/** The nth of its month; of its year, where a yearly rule names no month. */
function isWeekday({ weekday, nth }: Weekday, day: number, { freq, byMonth }: Rule): boolean {
  if (weekdayOf(day) !== weekday) return false;
  if (nth === null) return true;
  const { year, month, day: inMonth } = civilOf(day);
  const isYear = freq === 'YEARLY' && byMonth.length === 0;
  const length = isYear
    ? dayOf({ year: year + 1, month: 1, day: 1 }) - dayOf({ year, month: 1, day: 1 })
    : monthLength({ year, month, day: 1 });
  const at = isYear ? day - dayOf({ year, month: 1, day: 1 }) + 1 : inMonth;
  return nth > 0 ? Math.ceil(at / 7) === nth : Math.ceil((length - at + 1) / 7) === -nth;
}

function isItsTurn({ freq, interval }: Rule, first: number, day: number): boolean {
  return (turnOf(freq, day) - turnOf(freq, first)) % interval === 0;
}

function turnOf(freq: Rule['freq'], day: number): number {
  const { year, month } = civilOf(day);
  switch (freq) {
    case 'DAILY':
      return day;
    case 'WEEKLY':
      return weekOf(day);
    case 'MONTHLY':
      return year * 12 + month;
    case 'YEARLY':
      return year;
  }
}

function unreadable(text: string, remedy: string): RuleReading {
  return { kind: 'unreadable', found: quote(text), remedy };
}
