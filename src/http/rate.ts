/**
 * How often somebody may ask in a minute. What is remembered is bounded: where too many different ones ask, those who
 * began first are forgotten.
 */
import type { Clock } from '../clock.ts';

const MINUTE_MS = 60_000;
const MOST_KNOWN = 10_000;

/** True: they may. */
export function perMinute(clock: Clock, most: number): (who: string) => boolean {
  const known = new Map<string, { readonly since: number; count: number }>();
  return (who) => {
    const now = clock.now().getTime();
    const last = known.get(who);
    if (last !== undefined && Math.abs(now - last.since) < MINUTE_MS) {
      last.count += 1;
      return last.count <= most;
    }
    known.delete(who);
    known.set(who, { since: now, count: 1 });
    const oldest = known.keys().next().value;
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    return true;
  };
}
