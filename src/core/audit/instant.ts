/**
 * The only spelling of time in the log: UTC, seconds, optionally exactly three
 * digits of milliseconds. `…:00Z` and `…:00.000Z` name the same instant; the
 * body keeps whichever was given, comparisons go through `sameInstant`.
 */
const SHAPE =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/u;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isInstant(text: string): boolean {
  return (
    SHAPE.test(text) &&
    Number(text.slice(8, 10)) <= daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)))
  );
}

export function sameInstant(left: string, right: string): boolean {
  return withoutZeroMillis(left) === withoutZeroMillis(right);
}

/** The short spelling: `…:00.000Z` becomes `…:00Z`. */
export function withoutZeroMillis(text: string): string {
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}
