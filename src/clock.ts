/**
 * The only place where the time of the machine is read. Everything that needs a time is given a clock, so that a
 * demo, a test or a simulation can bring its own; the database is never asked for a time to decide with.
 */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

/** ISO 8601 UTC with milliseconds, as every stored time is written. */
export function isoNow(clock: Clock): string {
  return clock.now().toISOString();
}
