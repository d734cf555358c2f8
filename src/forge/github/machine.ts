/**
 * Time and chance, as pacing and retries need them. They are given, so that a whole system can run from a seed;
 * no decision is made with them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';

export type Machine = {
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
};

export function makeMachine(clock: Clock, given: Partial<Machine> = {}): Machine {
  return {
    nowMs: () => clock.now().getTime(),
    wait: async (ms) => {
      await sleep(ms);
    },
    random: Math.random,
    ...given,
  };
}
