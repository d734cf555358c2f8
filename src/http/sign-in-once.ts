/**
 * How often the forge is asked who came back from it. Anybody can begin a sign-in, and each that comes back costs a
 * request: so each is exchanged once, few at a time, and not without end.
 *
 * What must stay true: a sign-in is used up before the forge is asked, whatever the forge answers; what is remembered
 * is bounded by how many are let through.
 */
import type { Clock } from '../clock.ts';
import type { SignInState } from './sign-in-state.ts';

const MOST_AT_ONCE = 8;
const MOST_A_MINUTE = 60;
const MINUTE_MS = 60_000;

export type SignInDoor = {
  /** What came of the work, or why it was not begun. */
  readonly once: <T>(
    state: Pick<SignInState, 'nonce' | 'until'>,
    work: () => Promise<T>,
  ) => Promise<T | 'spent' | 'crowded'>;
};

export function signInDoor(clock: Clock): SignInDoor {
  const used = new Map<string, { readonly at: number; readonly until: number }>();
  let under = 0;
  return {
    once: async ({ nonce, until }, work) => {
      const now = clock.now().getTime();
      for (const [key, one] of used) if (one.until < now) used.delete(key);
      if (used.has(nonce)) return 'spent';
      const lately = [...used.values()].filter(({ at }) => now - at < MINUTE_MS).length;
      if (under >= MOST_AT_ONCE || lately >= MOST_A_MINUTE) return 'crowded';
      used.set(nonce, { at: now, until });
      under += 1;
      try {
        return await work();
      } finally {
        under -= 1;
      }
    },
  };
}
