/**
 * What was seen of the forge a moment ago, for many who ask the same: one look for all who ask within seconds, and only
 * so many looks a minute for each workspace, so that whoever asks in a loop does not use up what everybody needs.
 */
import type { Clock } from '../clock.ts';

const FRESH_MS = 5_000;
const MINUTE_MS = 60_000;
const MOST_A_MINUTE = 120;
const MOST_KEPT = 1_000;

export type Looks<T> = {
  readonly at: (workspace: string, key: string, look: () => Promise<T>) => Promise<T | 'crowded'>;
};

type Seen<T> = { readonly at: number; readonly seen: Promise<T> };
type Minute = { readonly since: number; count: number };

export function looksOf<T>(clock: Clock): Looks<T> {
  const kept = new Map<string, Seen<T>>();
  const minutes = new Map<string, Minute>();
  const mayLook = (workspace: string, now: number): boolean => {
    const known = minutes.get(workspace);
    const minute =
      known !== undefined && Math.abs(now - known.since) < MINUTE_MS
        ? known
        : { since: now, count: 0 };
    minutes.set(workspace, minute);
    minute.count += 1;
    return minute.count <= MOST_A_MINUTE;
  };
  return {
    at: async (workspace, key, look) => {
      const now = clock.now().getTime();
      const known = kept.get(key);
      if (known !== undefined && Math.abs(now - known.at) < FRESH_MS) return known.seen;
      if (!mayLook(workspace, now)) return 'crowded';
      const one = { at: now, seen: look() };
      kept.delete(key);
      kept.set(key, one);
      // What failed is asked for again by whoever comes next.
      one.seen.catch(() => kept.get(key) === one && kept.delete(key));
      const oldest = kept.keys().next().value;
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return one.seen;
    },
  };
}
