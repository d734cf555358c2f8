/**
 * Wakes for the first delivery at once, and for those that follow within the gap together at its end. A wake-up
 * only says "look": one is as good as a hundred, and a hundred would cost as much as the deliveries themselves.
 */
import type { Logger } from 'pino';

export type CalmWake = {
  readonly wake: () => Promise<void> | void;
  readonly gapMs: number;
  readonly log: Logger;
};

export function calmWake({ wake, gapMs, log }: CalmWake): () => void {
  let resting = false;
  let asked = false;
  const failed = (error: unknown): void => {
    log.warn(
      { action: 'wake_failed', err: error },
      'nobody was woken for a delivery; it will be found',
    );
  };
  const call = (): void => {
    try {
      const woken = wake();
      if (woken instanceof Promise) woken.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  const rested = (): void => {
    resting = asked;
    if (!asked) return;
    asked = false;
    rest();
    call();
  };
  const rest = (): void => {
    setTimeout(rested, gapMs);
  };
  return () => {
    asked = resting;
    if (resting) return;
    resting = true;
    rest();
    call();
  };
}
