/**
 * How one installation is treated by us: one write at a time, a pause between writes, an hourly budget, and
 * silence for as long as the forge asked for it. Inside that window nothing is sent at all, reads included,
 * because going on is what gets an app banned. Each installation has its own; a limit on one never stops another.
 * Gate answers go before everything else that waits, and may use the last tenth of the budget, so that comments
 * cannot starve a merge.
 */
import { ForgeFault } from '../fault.ts';
import type { Machine } from './machine.ts';

export type Urgency = 'gate' | 'surface';

export type Pace = {
  /** Throws `rate_limited` with the time left while the forge wants silence. */
  readonly respect: () => void;
  /** Remembers what a fault said about staying away. */
  readonly heed: (fault: ForgeFault) => void;
  readonly inTurn: <T>(urgency: Urgency, write: () => Promise<T>) => Promise<T>;
};

export type PaceLimits = {
  /** Between the beginnings of two writes. */
  readonly writeIntervalMs: number;
  /** Null: no budget of our own. */
  readonly writesPerHour: number | null;
};

const HOUR_MS = 3_600_000;
const GATE_RESERVE = 0.1;
const DEFAULT_BACK_OFF_MS = 60_000;

export function makePace(limits: PaceLimits, machine: Machine): Pace {
  let quietUntilMs = 0;
  let lastWriteMs = Number.NEGATIVE_INFINITY;
  let written: number[] = [];
  const waiting: Readonly<Record<Urgency, (() => Promise<void>)[]>> = { gate: [], surface: [] };
  let isTaking = false;

  const respect = (): void => {
    const leftMs = quietUntilMs - machine.nowMs();
    if (leftMs > 0) throw limited('GitHub asked for silence', leftMs);
  };

  const spend = (urgency: Urgency): void => {
    if (limits.writesPerHour === null) return;
    const nowMs = machine.nowMs();
    written = written.filter((at) => nowMs - at < HOUR_MS);
    const allowed =
      urgency === 'gate' ? limits.writesPerHour : limits.writesPerHour * (1 - GATE_RESERVE);
    const oldest = written[0];
    if (oldest !== undefined && written.length >= Math.floor(allowed)) {
      throw limited('our hourly budget of writes is spent', HOUR_MS - (nowMs - oldest));
    }
  };

  const take = async <T>(urgency: Urgency, write: () => Promise<T>): Promise<T> => {
    // Asked again after waiting: the write before this one may have been the one that hit the limit.
    respect();
    spend(urgency);
    lastWriteMs = machine.nowMs();
    if (limits.writesPerHour !== null) written.push(lastWriteMs);
    return write();
  };

  /** Whose turn it is is asked when the pause is over, not when it begins. */
  const takeAll = async (): Promise<void> => {
    while (waiting.gate.length + waiting.surface.length > 0) {
      const dueMs = lastWriteMs + limits.writeIntervalMs - machine.nowMs();
      if (dueMs > 0) await machine.wait(dueMs);
      await (waiting.gate.shift() ?? waiting.surface.shift())?.();
    }
    isTaking = false;
  };

  return {
    respect,
    heed: (fault) => {
      if (fault.code !== 'rate_limited') return;
      const until = machine.nowMs() + (fault.retryAfterMs ?? DEFAULT_BACK_OFF_MS);
      quietUntilMs = Math.max(quietUntilMs, until);
    },
    inTurn: async <T>(urgency: Urgency, write: () => Promise<T>): Promise<T> => {
      respect();
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      waiting[urgency].push(() => take(urgency, write).then(resolve, reject));
      if (!isTaking) void Promise.resolve().then(takeAll);
      isTaking = true;
      return promise;
    },
  };
}

function limited(why: string, leftMs: number): ForgeFault {
  const seconds = String(Math.ceil(leftMs / 1_000));
  return new ForgeFault('rate_limited', `${why}; nothing was sent, try again in ${seconds} s`, {
    retryAfterMs: leftMs,
  });
}
