/**
 * How one installation is treated by us: one write at a time, a pause between writes, an hourly budget, and
 * silence for as long as the forge asked for it. Inside that window nothing is sent at all, reads included,
 * because going on is what gets an app banned. Each installation has its own; a limit on one never stops another.
 * Gate answers may use the last tenth of the budget, so that comments cannot starve a merge.
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
  let queue: Promise<unknown> = Promise.resolve();

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
    const dueMs = lastWriteMs + limits.writeIntervalMs - machine.nowMs();
    if (dueMs > 0) await machine.wait(dueMs);
    // Asked again after waiting: the write before this one may have been the one that hit the limit.
    respect();
    spend(urgency);
    lastWriteMs = machine.nowMs();
    if (limits.writesPerHour !== null) written.push(lastWriteMs);
    return write();
  };

  return {
    respect,
    heed: (fault) => {
      if (fault.code !== 'rate_limited') return;
      const until = machine.nowMs() + (fault.retryAfterMs ?? DEFAULT_BACK_OFF_MS);
      quietUntilMs = Math.max(quietUntilMs, until);
    },
    inTurn: async (urgency, write) => {
      respect();
      const turn = queue.then(() => take(urgency, write));
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
}

function limited(why: string, leftMs: number): ForgeFault {
  const seconds = String(Math.ceil(leftMs / 1_000));
  return new ForgeFault('rate_limited', `${why}; nothing was sent, try again in ${seconds} s`, {
    retryAfterMs: leftMs,
  });
}
