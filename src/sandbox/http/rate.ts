/*
 * Rate limits per credential holder: the primary limit of 5,000 requests an hour, and the secondary limits on
 * content (80 a minute, 500 an hour). They are always counted and shown; they refuse only when enforced.
 */
import type { JsonObject } from '../state/json-value.ts';
import type { Clock } from '../state/world.ts';

const hourMs = 3_600_000;
const primaryLimit = 5_000;

type Ledger = { windowStart: number; used: number; writes: number[] };

export type RateDesk = {
  /** Counts one request and returns the headers to show; a 304 is not counted. */
  count(
    who: string,
    request: { readonly contentWrite: boolean; readonly free: boolean },
  ): Readonly<Record<string, string>>;
  /** The refusal in force for this party now, or null. */
  obstacle(
    who: string,
    request: { readonly contentWrite: boolean },
  ): { readonly message: string; readonly retryAfterSeconds: number } | null;
  show(who: string): JsonObject;
};

export function createRateDesk(clock: Clock, enforce: boolean): RateDesk {
  const ledgers = new Map<string, Ledger>();

  const ledgerOf = (who: string): Ledger => {
    const now = clock.now().getTime();
    const known = ledgers.get(who);
    const ledger =
      known !== undefined && now - known.windowStart < hourMs
        ? known
        : { windowStart: now, used: 0, writes: known?.writes ?? [] };
    ledger.writes = ledger.writes.filter((time) => now - time < hourMs);
    ledgers.set(who, ledger);
    return ledger;
  };

  const figures = (
    ledger: Ledger,
  ): {
    readonly limit: number;
    readonly remaining: number;
    readonly used: number;
    readonly reset: number;
  } => ({
    limit: primaryLimit,
    remaining: Math.max(0, primaryLimit - ledger.used),
    used: ledger.used,
    reset: Math.ceil((ledger.windowStart + hourMs) / 1000),
  });

  return {
    count: (who, { contentWrite, free }) => {
      const ledger = ledgerOf(who);
      if (!free) ledger.used += 1;
      if (contentWrite) ledger.writes.push(clock.now().getTime());
      const { limit, remaining, used, reset } = figures(ledger);
      return {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-used': String(used),
        'x-ratelimit-reset': String(reset),
        'x-ratelimit-resource': 'core',
      };
    },
    obstacle: (who, { contentWrite }) => {
      if (!enforce) return null;
      const now = clock.now().getTime();
      const ledger = ledgerOf(who);
      if (ledger.used >= primaryLimit) {
        return {
          message: 'API rate limit exceeded for installation.',
          retryAfterSeconds: Math.ceil((ledger.windowStart + hourMs - now) / 1000),
        };
      }
      const lastMinute = ledger.writes.filter((time) => now - time < 60_000).length;
      if (!contentWrite || (lastMinute < 80 && ledger.writes.length < 500)) return null;
      return {
        message:
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        retryAfterSeconds: 60,
      };
    },
    show: (who) => {
      const core = figures(ledgerOf(who));
      const none = { limit: primaryLimit, remaining: primaryLimit, used: 0, reset: core.reset };
      return {
        resources: { core, search: { ...none, limit: 30, remaining: 30 }, graphql: none },
        rate: core,
      };
    },
  };
}
