/**
 * What becomes of a delivery that failed. Trouble of the forge passes, however long it takes, so it is waited out
 * for as long as the forge itself remembers a delivery. Anything else would fail again in the same way: it gets a
 * few minutes, because forges show new things late, and is then put aside where people see it.
 */
import { ForgeFault, isTransient } from '../forge/fault.ts';

/** Nobody can say what it was about; trying again cannot help. */
export class UnreadableDeliveryError extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'UnreadableDeliveryError';
  }
}

/** Not sent so by the forge: it is put aside, and says nothing about the change that it names. */
export class RefusedDeliveryError extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'RefusedDeliveryError';
  }
}

export type Failed = {
  /** Failures so far, this one included. */
  readonly attempts: number;
  /** Since the delivery was received. */
  readonly ageMs: number;
  /** The first pause; each is four times the one before. */
  readonly firstMs: number;
};

/** 1, 4, 16, 64 and 256 seconds, when the first pause is one: five minutes and a half. */
const MOST_ATTEMPTS = 6;
const LONGEST_PAUSE_MS = 900_000;
const KEPT_BY_THE_FORGE_MS = 72 * 3_600_000;

/** Milliseconds until the next attempt; null: never again. */
export function retryDelayMs(error: unknown, { attempts, ageMs, firstMs }: Failed): number | null {
  if (error instanceof UnreadableDeliveryError) return null;
  const pause = Math.min(LONGEST_PAUSE_MS, firstMs * 4 ** Math.min(attempts - 1, 10));
  if (error instanceof ForgeFault && isTransient(error.code)) {
    return ageMs > KEPT_BY_THE_FORGE_MS ? null : Math.max(pause, error.retryAfterMs ?? 0);
  }
  return attempts >= MOST_ATTEMPTS ? null : pause;
}

const MOST_WORDS = 300;

/** What is kept with the delivery, and shown to whoever looks at it. It may quote what a forge or a person wrote. */
export function describeFailure(error: unknown): string {
  const name =
    error instanceof ForgeFault ? error.code : error instanceof Error ? error.name : null;
  const words = error instanceof Error ? error.message : String(error);
  const text = name === null ? words : `${name}: ${words}`;
  return text
    .slice(0, MOST_WORDS * 4)
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, MOST_WORDS)
    .toWellFormed();
}
