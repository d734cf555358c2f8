/*
 * Rate limits per credential holder: the primary limit of 5,000 requests an hour, and the secondary limits on
 * content (80 a minute, 500 an hour). They are always counted and shown; they refuse only when enforced.
 */
import type { JsonObject } from '../state/json-value.ts';
import type { Clock } from '../state/world.ts';

const hourMs = 3_600_000;
const primaryLimit = 5_000;
const writesPerMinute = 80;
const writesPerHour = 500;

type Ledger = { readonly windowStart: number; used: number; writes: readonly number[] };
type Book = { readonly clock: Clock; readonly ledgers: Map<string, Ledger> };

export type Obstacle = { readonly message: string; readonly retryAfterSeconds: number };

export type RateDesk = {
  /** Counts one request and returns the headers to show. */
  count(
    who: string,
    request: { readonly contentWrite: boolean; readonly free: boolean },
  ): Readonly<Record<string, string>>;
  /** The refusal in force for this party now, or null. */
  obstacle(who: string, request: { readonly contentWrite: boolean }): Obstacle | null;
  show(who: string): JsonObject;
};

function ledgerOf({ clock, ledgers }: Book, who: string): Ledger {
  const now = clock.now().getTime();
  const known = ledgers.get(who);
  const current =
    known !== undefined && now - known.windowStart < hourMs
      ? known
      : { windowStart: now, used: 0, writes: known?.writes ?? [] };
  current.writes = current.writes.filter((time) => now - time < hourMs);
  ledgers.set(who, current);
  return current;
}

function figures(ledger: Ledger): {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  readonly reset: number;
} {
  const remaining = Math.max(0, primaryLimit - ledger.used);
  return {
    limit: primaryLimit,
    remaining,
    used: ledger.used,
    reset: Math.ceil((ledger.windowStart + hourMs) / 1000),
  };
}

function headersOf(ledger: Ledger): Readonly<Record<string, string>> {
  const { limit, remaining, used, reset } = figures(ledger);
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': 'core',
  };
}

function obstacleOf(ledger: Ledger, nowMs: number, contentWrite: boolean): Obstacle | null {
  if (ledger.used >= primaryLimit) {
    return {
      message: 'API rate limit exceeded for installation.',
      retryAfterSeconds: Math.ceil((ledger.windowStart + hourMs - nowMs) / 1000),
    };
  }
  const lastMinute = ledger.writes.filter((time) => nowMs - time < 60_000).length;
  if (!contentWrite || (lastMinute < writesPerMinute && ledger.writes.length < writesPerHour))
    return null;
  return {
    message:
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    retryAfterSeconds: 60,
  };
}

export function createRateDesk(clock: Clock, enforce: boolean): RateDesk {
  const book: Book = { clock, ledgers: new Map() };
  return {
    count: (who, { contentWrite, free }) => {
      const ledger = ledgerOf(book, who);
      if (!free) ledger.used += 1;
      if (contentWrite) ledger.writes = [...ledger.writes, clock.now().getTime()];
      return headersOf(ledger);
    },
    obstacle: (who, { contentWrite }) =>
      enforce ? obstacleOf(ledgerOf(book, who), clock.now().getTime(), contentWrite) : null,
    show: (who) => {
      const core = figures(ledgerOf(book, who));
      const untouched = {
        limit: primaryLimit,
        remaining: primaryLimit,
        used: 0,
        reset: core.reset,
      };
      return {
        resources: { core, search: { ...untouched, limit: 30, remaining: 30 }, graphql: untouched },
        rate: core,
      };
    },
  };
}
