/**
 * Looks that are taken again and again. Never two of one kind at once; a failed one is logged, and the next beat
 * tries again. Stopping waits for those under way, so that nothing is asked of a database that was closed.
 */
import type { Logger } from 'pino';

export type Beat = { readonly everyMs: number; readonly beat: () => Promise<void> };
export type Beats = { readonly stop: () => Promise<void> };

export function startBeats(log: Logger, beats: readonly Beat[]): Beats {
  const running = beats.map((beat) => start(log, beat));
  return {
    stop: async () => {
      await Promise.all(running.map((one) => one.stop()));
    },
  };
}

function start(log: Logger, { everyMs, beat }: Beat): Beats {
  let underWay: Promise<void> | null = null;
  const once = async (): Promise<void> => {
    try {
      await beat();
    } catch (error) {
      log.error({ action: 'beat_failed', err: error }, 'a regular look for work failed');
    } finally {
      underWay = null;
    }
  };
  const timer = setInterval(() => {
    underWay ??= once();
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
