/**
 * Instants as numbers, for comparing and adding. All instants in the core are ISO 8601 UTC, with or without
 * milliseconds, so their texts must never be compared with each other.
 */

/** Milliseconds since 1970. */
export function toMs(instant: string): number {
  return Date.parse(instant);
}

export function isBefore(left: string, right: string): boolean {
  return toMs(left) < toMs(right);
}

export function addHours(instant: string, hours: number): string {
  return new Date(toMs(instant) + hours * 3_600_000).toISOString();
}

/** The later of two; the first when they are equal. */
export function laterOf(left: string, right: string): string {
  return isBefore(left, right) ? right : left;
}
