/**
 * Windows of the calendar as instants: which stretches of time one of them covers between two moments. It begins at its
 * local time of day; whole days of its length are days of the calendar, the rest is minutes that pass.
 *
 * What must stay true: a start that the clocks skip is taken by the offset before the gap, and of one that occurs twice
 * the first is taken, as RFC 5545 says of any local time: a freeze never vanishes because the clocks were changed.
 * Half-open throughout; work and answer are bounded by the range that is asked for, and by 800 days.
 */
import { Temporal } from 'temporal-polyfill';
import type { Recurrence, Span } from '../policy/calendar.ts';
import { beginsOn, readRule } from './rrule.ts';
import type { Rule } from './rrule.ts';

/** Milliseconds since 1970. */
export type Stretch = { readonly start: number; readonly end: number };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;
/** No zone is further than this from UTC. */
const FURTHEST_ZONE_MS = 15 * 3_600_000;
/** What lies further behind the beginning of a range is not looked at. */
const LONGEST_RANGE_MS = 800 * DAY_MS;
const MOST_KNOWN = 20_000;

type Compiled = {
  readonly zone: string;
  readonly rule: Rule;
  /** Of the day, in milliseconds. */
  readonly clock: number;
};

/** Both answer the same question with the same answer, for ever; they only save work. */
const compiled = new WeakMap<Recurrence, Compiled>();
const instants = new Map<string, Map<number, number>>();

/** Those that overlap the range, the earliest first. */
export function stretchesOf(
  when: Span | Recurrence,
  zone: string,
  range: Stretch,
): readonly Stretch[] {
  if (when.kind === 'once') {
    const once = { start: Date.parse(when.start), end: Date.parse(when.end) };
    return isTouching(once, range) ? [once] : [];
  }
  const read = compile(when, zone);
  const lasts = when.minutes * MINUTE_MS;
  const latest = Math.min(range.end, range.start + LONGEST_RANGE_MS) + FURTHEST_ZONE_MS;
  // Where the clocks are put back, days of the calendar last longer than their minutes.
  const earliest = range.start - lasts - FURTHEST_ZONE_MS - DAY_MS;
  const found: Stretch[] = [];
  for (let day = Math.floor(earliest / DAY_MS); day * DAY_MS <= latest; day += 1) {
    const wall = day * DAY_MS + read.clock;
    const isFar = wall < earliest || wall >= latest;
    if (isFar || !beginsOn(read.rule, day)) continue;
    const one = stretchOn(day, when, read);
    if (isTouching(one, range)) found.push(one);
  }
  return found;
}

function stretchOn(day: number, { minutes }: Recurrence, { zone, clock }: Compiled): Stretch {
  const days = Math.floor(minutes / DAY_MINUTES);
  const start = instantOf(day * DAY_MS + clock, zone);
  const from = days === 0 ? start : instantOf((day + days) * DAY_MS + clock, zone);
  return { start, end: from + (minutes % DAY_MINUTES) * MINUTE_MS };
}

/** `wall`: the local time, as if it were one of UTC. */
function instantOf(wall: number, zone: string): number {
  const ofZone = instants.get(zone) ?? new Map<number, number>();
  instants.set(zone, ofZone);
  const known = ofZone.get(wall);
  if (known !== undefined) return known;
  const local = Temporal.Instant.fromEpochMilliseconds(wall)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime();
  const found = local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
  if (ofZone.size >= MOST_KNOWN) ofZone.clear();
  ofZone.set(wall, found);
  return found;
}

function compile(when: Recurrence, zone: string): Compiled {
  const known = compiled.get(when);
  if (known?.zone === zone) return known;
  const reading = readRule(when.rrule, when);
  // The reader of policies has tried it: to go on without it would be to forget a freeze.
  if (reading.kind === 'unreadable')
    throw new RangeError(`a rule that nobody has read: ${when.rrule}`);
  const [hour = 0, minute = 0] = when.clock.split(':').map(Number);
  const read = { zone, rule: reading.rule, clock: (hour * 60 + minute) * MINUTE_MS };
  compiled.set(when, read);
  return read;
}

function isTouching(one: Stretch, range: Stretch): boolean {
  return one.start < range.end && range.start < one.end;
}
