/**
 * How a run of the reconciler ends. `done`: every surface shows what it should. `again`: come back after a
 * while (a settle window, a limit, a coalescing pause). `stuck`: somebody has to look; what can be shown is
 * shown, and it is tried again all the same, ever more rarely.
 */
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { Pace } from './run.ts';

export type Outcome =
  /** `againAt`: when what is shown would be another without anything having happened; null: not within a day. */
  | { readonly kind: 'done'; readonly writes: number; readonly againAt: string | null }
  | { readonly kind: 'again'; readonly afterMs: number; readonly why: string }
  | { readonly kind: 'stuck'; readonly why: string };

/** Thrown inside a run to put off one thing, or the whole run, without harm. */
export class ComeBack extends Error {
  readonly afterMs: number;

  constructor(afterMs: number, why: string) {
    super(why);
    this.name = 'ComeBack';
    this.afterMs = afterMs;
  }
}

const LONGEST_PAUSE_MS = 900_000;

/** What a fault of the forge means for the run; anything else is a defect and is thrown on. */
export function outcomeOf(error: unknown, pace: Pace, attempts: number): Outcome {
  if (error instanceof ComeBack)
    return { kind: 'again', afterMs: error.afterMs, why: error.message };
  if (!(error instanceof ForgeFault)) throw error;
  const why = `${error.code}: ${error.message}`;
  if (!isTransient(error.code)) return { kind: 'stuck', why };
  if (error.code === 'ambiguous') return { kind: 'again', afterMs: pace.settleMs, why };
  return { kind: 'again', afterMs: error.retryAfterMs ?? pauseAfter(pace.retryMs, attempts), why };
}

/** Doubles with every attempt, up to a quarter of an hour. */
export function pauseAfter(firstMs: number, attempts: number): number {
  return Math.min(LONGEST_PAUSE_MS, firstMs * 2 ** Math.min(attempts, 20));
}
