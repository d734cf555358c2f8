/**
 * Days of the calendar as numbers, counted from 1 January 1970, so that whoever asks about many days does plain
 * arithmetic. No zone, no clock: a day here is what stands on a wall calendar.
 *
 * What must stay true: exact in the proleptic Gregorian calendar, before 1970 as after.
 */
export type Civil = { readonly year: number; readonly month: number; readonly day: number };

const DAY_MS = 86_400_000;

export function dayOf({ year, month, day }: Civil): number {
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);
}

export function civilOf(day: number): Civil {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** `2026-11-21`; null for a day that no calendar has. */
export function readDay(text: string): number | null {
  const parts = /^(\d{4})-?(\d{2})-?(\d{2})$/u.exec(text);
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  const found = dayOf({ year, month, day });
  const back = civilOf(found);
  return back.year === year && back.month === month && back.day === day ? found : null;
}

/** Monday is 0. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Counted over all weeks that begin on a Monday. */
export function weekOf(day: number): number {
  return Math.floor((day + 3) / 7);
}

export function monthLength({ year, month }: Civil): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return isLeap ? 29 : 28;
}

export function dayAfter(civil: Civil): Civil {
  const { year, month, day } = civil;
  if (day < monthLength(civil)) return { year, month, day: day + 1 };
  return month < 12 ? { year, month: month + 1, day: 1 } : { year: year + 1, month: 1, day: 1 };
}
