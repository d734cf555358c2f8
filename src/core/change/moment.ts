/**
 * Instants as numbers, for comparing and adding. All instants in the core are ISO 8601 UTC, with or without
 * milliseconds, so their texts must never be compared with each other.
 */
import type { Facts } from './facts.ts';
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

/**
 * When the act was done, for windows and notice: a delivery that came late was still said in time, and one that was said
 * too early is not in time because it came late. What nobody witnessed counts from now, and nothing counts from later.
 */
export function actedAt({ now, occurredAt, witnessed }: Facts): string {
  return witnessed === true && isBefore(occurredAt, now) ? occurredAt : now;
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
