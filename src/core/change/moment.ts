/**
 * Instants as numbers, for comparing and adding. All instants in the core are ISO 8601 UTC, with or without
 * milliseconds, so their texts must never be compared with each other.
 */
import type { Window } from '../plan/plan.ts';

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

/** The same stretch of time; the zone it is shown in may differ. */
export function sameWindow(left: Window, right: Window | null): boolean {
  return (
    right !== null && toMs(left.start) === toMs(right.start) && toMs(left.end) === toMs(right.end)
  );
}
