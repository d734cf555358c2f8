/**
 * How a run of the reconciler ends. `done`: every surface shows what it should. `again`: come back after a
 * while (a settle window, a limit, a coalescing pause). `stuck`: somebody has to look; the gate stays shut.
 */
import { ForgeFault, isTransient } from '../forge/fault.ts';

export type Outcome =
  | { readonly kind: 'done'; readonly writes: number }
  | { readonly kind: 'again'; readonly afterMs: number; readonly why: string }
  | { readonly kind: 'stuck'; readonly why: string };

/** Thrown inside a run to end it early without harm. */
export class ComeBack extends Error {
  readonly afterMs: number;

  constructor(afterMs: number, why: string) {
    super(why);
    this.name = 'ComeBack';
    this.afterMs = afterMs;
  }
}

/** What a fault of the forge means for the run; anything else is a defect and is thrown on. */
export function outcomeOf(error: unknown, settleMs: number): Outcome {
  if (error instanceof ComeBack) return { kind: 'again', afterMs: error.afterMs, why: error.message };
  if (!(error instanceof ForgeFault)) throw error;
  if (!isTransient(error.code)) return { kind: 'stuck', why: `${error.code}: ${error.message}` };
  const afterMs = error.retryAfterMs ?? (error.code === 'ambiguous' ? settleMs : 5_000);
  return { kind: 'again', afterMs, why: `${error.code}: ${error.message}` };
}
