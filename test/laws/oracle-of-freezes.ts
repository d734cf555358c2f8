/**
 * Whether a moment is frozen, told without the code that is tested: plain UTC arithmetic and what Intl says of offsets.
 * All times are whole quarters of an hour, in every zone that is used here.
 */
import type { Freeze, Recurrence } from '../../src/core/policy/calendar.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const WEEK = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const formats = new Map<string, Intl.DateTimeFormat>();

/** No deny stands, and where some allow, one of them does now. Those that are passed do not count. */
export function isFrozen(
  freezes: readonly Freeze[],
  passed: ReadonlySet<string>,
  at: number,
): boolean {
  const allows = freezes.filter(({ mode }) => mode === 'allow');
  const isShut = allows.length > 0 && !allows.some((freeze) => stands(freeze, at));
  return freezes
    .filter(({ id }) => !passed.has(id))
    .some((freeze) => (freeze.mode === 'allow' ? isShut : stands(freeze, at)));
}

function stands({ when, zone }: Freeze, at: number): boolean {
  if (when.kind === 'once') return Date.parse(when.start) <= at && at < Date.parse(when.end);
  const [hour = 0, minute = 0] = when.clock.split(':').map(Number);
  const whole = Math.floor(when.minutes / 1_440);
  const today = Math.floor(at / DAY);
  for (let day = today - whole - 3; day <= today + 2; day += 1) {
    if (!fits(when, day)) continue;
    const wall = day * DAY + (hour * 60 + minute) * MINUTE;
    const end = instantOf(wall + whole * DAY, zone) + (when.minutes % 1_440) * MINUTE;
    if (instantOf(wall, zone) <= at && at < end) return true;
  }
  return false;
}

function fits({ rrule }: Recurrence, day: number): boolean {
  const date = new Date(day * DAY);
  const weekday = WEEK[date.getUTCDay()] ?? '';
  const named = /BYDAY=(?<nth>-?\d)?(?<day>[A-Z]{2})/u.exec(rrule)?.groups;
  if (named?.['day'] === undefined) return true;
  if (named['day'] !== weekday) return false;
  const nth = Number(named['nth'] ?? 0);
  const inMonth = date.getUTCDate();
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  if (nth === 0) return true;
  return nth > 0
    ? inMonth > 7 * (nth - 1) && inMonth <= 7 * nth
    : inMonth > last - 7 && inMonth <= last;
}

/** The first instant at which the wall shows this; in a gap, what it would be had the clocks not been changed. */
function instantOf(wall: number, zone: string): number {
  const [before, after] = [offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)];
  const tried = [wall - before, wall - after].toSorted((left, right) => left - right);
  return tried.find((instant) => instant + offsetAt(instant, zone) === wall) ?? wall - before;
}

function offsetAt(instant: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
    });
  formats.set(zone, format);
  const parts = new Map(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
  );
  return local - instant;
}
