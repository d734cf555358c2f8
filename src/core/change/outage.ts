/**
 * From when to when something was down, as a review says it: `14:02–14:31`, `2026-11-24 14:02–14:31`, or two moments
 * joined by a slash. Times without an offset are those of the change's zone.
 *
 * What must stay true: nothing is guessed but the day: without one it is the day on which the run began, and an end
 * without one is on the day of its start. An outage ends after it began and not later than now.
 */
import { readLocalTime, writeLocalTime } from '../time/local-time.ts';

export type Outage = { readonly start: string; readonly end: string };
export type OutageReading =
  | { readonly kind: 'outage'; readonly outage: Outage }
  | { readonly kind: 'unreadable'; readonly found: string; readonly remedy: string };

/** `began`: when the run did; `zone` as `findZone` returned it. */
type Around = { readonly zone: string; readonly began: string; readonly now: string };

const REMEDY =
  'write the outage as `14:02–14:31`, or with its days as `2026-11-24T23:50/2026-11-25T00:20`';
const BOTH = 'put the earlier time first, and name both days when it spans midnight';
const CLOCK = /^\d{2}:\d{2}$/u;
const DATE_LENGTH = 10;

export function readOutage(text: string, { zone, began, now }: Around): OutageReading {
  const halves = halvesOf(text);
  if (halves === null) return unreadable(`"${text}"`, REMEDY);
  const day = writeLocalTime(began, zone).slice(0, DATE_LENGTH);
  const first = onDay(halves.start, day);
  const start = readLocalTime(first, zone);
  if (start.kind === 'unreadable') return unreadable(start.found, REMEDY);
  const end = readLocalTime(onDay(halves.end, first.slice(0, DATE_LENGTH)), zone);
  if (end.kind === 'unreadable') return unreadable(end.found, REMEDY);
  const [from, to] = [Date.parse(start.instant), Date.parse(end.instant)];
  if (to <= from) return unreadable(`an end that is not after the start: "${text}"`, BOTH);
  if (to > Date.parse(now))
    return unreadable(`an end that is still to come: "${text}"`, 'write when it was over');
  return { kind: 'outage', outage: { start: start.instant, end: end.instant } };
}

/** A hyphen joins two clock times and nothing else: dates hold some of their own. */
function halvesOf(text: string): { readonly start: string; readonly end: string } | null {
  const clocks = /^(?<start>\d{2}:\d{2})-(?<end>\d{2}:\d{2})$/u.exec(text)?.groups;
  const [start = '', end = '', ...more] =
    clocks === undefined ? text.split(/[/–]/u) : [clocks['start'], clocks['end']];
  if (start === '' || end === '' || more.length > 0) return null;
  return { start: start.trim(), end: end.trim() };
}

function onDay(text: string, day: string): string {
  return CLOCK.test(text) ? `${day} ${text}` : text;
}

function unreadable(found: string, remedy: string): OutageReading {
  return { kind: 'unreadable', found, remedy };
}
