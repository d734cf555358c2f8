/**
 * Windows: the stretch of time in which a change may run. Half-open, kept in UTC, shown in the zone of the change.
 * The form and the schedule command read a window through the same function.
 *
 * What must stay true: nothing here knows what time it is; a window that could mean two things carries a note, one
 * that means nothing is a problem.
 */
import { Temporal } from 'temporal-polyfill';
import type { PlanProblem, Window } from '../plan/plan.ts';
import { quote } from '../plan/quote.ts';
import { readLocalTime } from './local-time.ts';
import { findZone, suggestZones } from './zone.ts';

export type WindowReading =
  | { readonly kind: 'window'; readonly window: Window }
  | { readonly kind: 'problem'; readonly problem: PlanProblem };

type Span = Pick<Window, 'start' | 'end'>;

const LONGEST_WINDOW_TEXT = 120;
const SPELLINGS = 'two times such as 2026-11-24 22:00 to 2026-11-25 01:00, or joined by a slash';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Reads `<start>/<end>` or `<start> to <end>`. Times without an offset are local times of the zone. */
export function readWindow(text: string, zone: string): WindowReading {
  const name = findZone(zone.trim());
  if (name === null) return problem(zoneProblem(zone));
  const halves = splitWindow(text);
  if (halves === null) return invalid(quote(text), `write ${SPELLINGS}`);
  const start = readLocalTime(halves.start, name);
  if (start.kind === 'unreadable') return invalid(start.found, start.remedy);
  const end = readLocalTime(halves.end, name);
  if (end.kind === 'unreadable') return invalid(end.found, end.remedy);
  const notes = [start.note, end.note].filter((note) => note !== null);
  const note = notes.length === 0 ? null : notes.join('; ');
  if (compareInstants(start.instant, end.instant) >= 0) {
    return invalid(
      `an end that is not after the start: ${quote(text)}${note === null ? '' : ` (${note})`}`,
      'put the earlier time first, and name both dates when the window spans midnight',
    );
  }
  return { kind: 'window', window: { start: start.instant, end: end.instant, zone: name, note } };
}

/** The same with the zone behind the times, where one is written: `<start>/<end> Europe/Berlin`. */
export function readZonedWindow(text: string, otherwise: string): WindowReading {
  const { times, zone } = splitZone(text);
  return readWindow(times, zone ?? otherwise);
}

/** The last word is the zone when it begins like a name; `Z` is an offset and belongs to the time. */
function splitZone(text: string): { readonly times: string; readonly zone: string | null } {
  const words = text.split(/\s/u).filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  const letter = last.charAt(0).toLowerCase();
  const isName =
    words.length > 1 &&
    letter >= 'a' &&
    letter <= 'z' &&
    last.length > 1 &&
    last.toLowerCase() !== 'to';
  return isName ? { times: words.slice(0, -1).join(' '), zone: last } : { times: text, zone: null };
}

/** The problem of a zone that the runtime does not know, with the nearest names that it does know. */
export function zoneProblem(zone: string): PlanProblem {
  const names = suggestZones(zone);
  return {
    code: 'zone_unknown',
    field: 'timezone',
    line: null,
    expected: 'a name from the time zone database, such as Europe/Berlin or UTC',
    found: quote(zone),
    remedy:
      names.length === 0
        ? 'write the zone as Region/City; offsets belong to the times, not here'
        : `did you mean ${names.join(', ')}?`,
  };
}

/** Half-open: windows that only touch do not overlap. */
export function overlaps(left: Span, right: Span): boolean {
  return compareInstants(left.start, right.end) < 0 && compareInstants(right.start, left.end) < 0;
}

/** Half-open: the start is inside, the end is not. */
export function contains(window: Span, instant: string): boolean {
  return compareInstants(window.start, instant) <= 0 && compareInstants(instant, window.end) < 0;
}

/** `22 Nov 04:30 Europe/Berlin`; with the year when a reference year is given and differs. */
export function formatInstant(instant: string, zone: string, referenceYear?: number): string {
  const local = localTime(instant, zone);
  const withYear = referenceYear !== undefined && local.year !== referenceYear;
  return `${formatLocal(local, withYear)} ${zone}`;
}

/**
 * `22 Nov 04:30–05:30 Europe/Berlin`. Both dates when it spans midnight; both with years when they lie in different
 * years, or in another than the reference year.
 */
export function formatWindow(window: Window, referenceYear?: number): string {
  const start = localTime(window.start, window.zone);
  const end = localTime(window.end, window.zone);
  const withYear = start.year !== (referenceYear ?? start.year) || start.year !== end.year;
  const sameDay = start.toPlainDate().equals(end.toPlainDate());
  const shownEnd = sameDay ? formatClock(end) : formatLocal(end, withYear);
  return `${formatLocal(start, withYear)}–${shownEnd} ${window.zone}`;
}

/** Minutes of `25m`, `2h`, `1h30m`, `1 h 30 min`; a bare number is minutes; null when it is none of these. */
export function parseDuration(text: string): number | null {
  const compact = text.trim().toLowerCase();
  if (compact.length > 30) return null;
  const parts =
    /^(?:(?<hours>\d{1,4}) ?(?:h|hr|hrs|hour|hours))? ?(?:(?<minutes>\d{1,5}) ?(?:m|min|mins|minute|minutes)?)?$/u.exec(
      compact,
    )?.groups;
  if (parts === undefined) return null;
  const { hours, minutes } = parts;
  if (hours === undefined && minutes === undefined) return null;
  return Number(hours ?? 0) * 60 + Number(minutes ?? 0);
}

/** `5 min`, `2 h`, `1 h 30 min`; `parseDuration` reads it back. */
export function formatMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${String(rest)} min`;
  return rest === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(rest)} min`;
}

function splitWindow(text: string): { readonly start: string; readonly end: string } | null {
  if (text.length > LONGEST_WINDOW_TEXT) return null;
  const words = text.split(/\s/u).filter((word) => word !== '');
  const line = words.join(' ');
  const separator = line.includes('/') ? '/' : ' to ';
  const at = line.toLowerCase().indexOf(separator);
  if (at < 0) return null;
  return { start: line.slice(0, at).trim(), end: line.slice(at + separator.length).trim() };
}

function compareInstants(left: string, right: string): number {
  return Temporal.Instant.compare(Temporal.Instant.from(left), Temporal.Instant.from(right));
}

function localTime(instant: string, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime();
}

function formatLocal(local: Temporal.PlainDateTime, withYear: boolean): string {
  const date = `${String(local.day)} ${MONTHS[local.month - 1] ?? ''}`;
  return `${date}${withYear ? ` ${String(local.year)}` : ''} ${formatClock(local)}`;
}

function formatClock(local: Temporal.PlainDateTime): string {
  return local.toPlainTime().toString({ smallestUnit: local.second === 0 ? 'minute' : 'second' });
}

function invalid(found: string, remedy: string): WindowReading {
  return problem({
    code: 'window_invalid',
    field: 'window',
    line: null,
    expected: SPELLINGS,
    found,
    remedy,
  });
}

function problem(value: PlanProblem): WindowReading {
  return { kind: 'problem', problem: value };
}
