/*
 * Trouble on demand. Rules are asked in the order they were added; the first that matches and fires decides.
 * A rule fires a limited number of times, or with a probability drawn from the sandbox's seed, so that a run
 * with the same seed meets the same trouble.
 */
import type { Chance } from './state/chance.ts';

export type RequestTrouble =
  /** Answers an error without doing the work. */
  | { readonly kind: 'refuse'; readonly status: number; readonly message?: string }
  /** Does the work and answers an error all the same. */
  | { readonly kind: 'apply_then_fail'; readonly status: number }
  /** Does the work and cuts the connection. */
  | { readonly kind: 'apply_then_drop' }
  /** Cuts the connection and does nothing. */
  | { readonly kind: 'drop' }
  /** Never answers; `applied` tells whether the work is done. */
  | { readonly kind: 'hang'; readonly applied: boolean }
  /** What was created less than this many milliseconds of the clock ago (counted from its second) is not found, and missing from lists. */
  | { readonly kind: 'read_lag'; readonly lagMs: number }
  | {
      readonly kind: 'secondary_limit';
      readonly retryAfterSeconds: number;
      readonly status?: 403 | 429;
    }
  | { readonly kind: 'primary_limit'; readonly resetInSeconds: number };

export type DeliveryTrouble =
  /** Never sent and recorded nowhere. */
  | { readonly kind: 'drop' }
  /** Not sent, recorded as failed. */
  | { readonly kind: 'fail'; readonly status?: string; readonly statusCode?: number }
  /** Sent twice; `newGuid` makes the second look like another event. */
  | { readonly kind: 'duplicate'; readonly newGuid: boolean }
  /** Kept back until `release`. */
  | { readonly kind: 'hold' }
  | { readonly kind: 'delay'; readonly delayMs: number };

export type Limits = {
  /** How often the rule fires; without it, for ever. */
  readonly times?: number;
  /** Chance of firing on a match, 0 to 1; without it, always. */
  readonly probability?: number;
  /** Lets this many matches pass before the rule may fire. */
  readonly after?: number;
};

export type RequestRule = Limits & {
  readonly method?: string;
  /** A route pattern such as `/repos/{owner}/{repo}/issues/{issue_number}/comments`, or a part of the path. */
  readonly path?: string;
  readonly trouble: RequestTrouble;
};

export type DeliveryRule = Limits & {
  readonly event?: string;
  readonly action?: string;
  readonly trouble: DeliveryTrouble;
};

export type Faults = {
  onRequest(rule: RequestRule): () => void;
  onDelivery(rule: DeliveryRule): () => void;
  /** Removes every rule; deliveries on hold stay on hold until released. */
  clear(): void;
  /** Lets deliveries on hold go, in order, or in a seeded other order. */
  release(order?: 'kept' | 'reversed' | 'shuffled'): void;
};

export type FaultDesk = Faults & {
  troubleForRequest(request: {
    readonly method: string;
    readonly path: string;
    readonly pattern: string;
  }): RequestTrouble | null;
  troubleForDelivery(delivery: {
    readonly event: string;
    readonly action: string | null;
  }): DeliveryTrouble | null;
  hold(send: () => void): void;
};

type Armed<Rule> = { readonly rule: Rule; seen: number; fired: number };

function fires<Rule extends Limits>(armed: Armed<Rule>, chance: Chance): boolean {
  const { after = 0, times = Infinity, probability = 1 } = armed.rule;
  armed.seen += 1;
  if (armed.seen <= after || armed.fired >= times) return false;
  if (probability < 1 && chance.next() >= probability) return false;
  armed.fired += 1;
  return true;
}

function arm<Rule>(rules: Set<Armed<Rule>>, rule: Rule): () => void {
  const armed: Armed<Rule> = { rule, seen: 0, fired: 0 };
  rules.add(armed);
  return () => {
    rules.delete(armed);
  };
}

function shuffle<Row>(rows: readonly Row[], chance: Chance): readonly Row[] {
  return rows
    .map((row) => ({ row, place: chance.next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ row }) => row);
}

export function createFaults(chance: Chance): FaultDesk {
  const requests = new Set<Armed<RequestRule>>();
  const deliveries = new Set<Armed<DeliveryRule>>();
  let held: (() => void)[] = [];
  return {
    onRequest: (rule) => arm(requests, rule),
    onDelivery: (rule) => arm(deliveries, rule),
    clear: () => {
      requests.clear();
      deliveries.clear();
    },
    release: (order = 'kept') => {
      const waiting = held;
      held = [];
      const inOrder =
        order === 'kept'
          ? waiting
          : order === 'reversed'
            ? waiting.toReversed()
            : shuffle(waiting, chance);
      for (const send of inOrder) send();
    },
    hold: (send) => {
      held.push(send);
    },
    troubleForRequest: ({ method, path, pattern }) => {
      for (const armed of requests) {
        const { rule } = armed;
        if (rule.method !== undefined && rule.method.toUpperCase() !== method) continue;
        if (rule.path !== undefined && rule.path !== pattern && !path.includes(rule.path)) continue;
        if (fires(armed, chance)) return rule.trouble;
      }
      return null;
    },
    troubleForDelivery: ({ event, action }) => {
      for (const armed of deliveries) {
        const { rule } = armed;
        if (rule.event !== undefined && rule.event !== event) continue;
        if (rule.action !== undefined && rule.action !== action) continue;
        if (fires(armed, chance)) return rule.trouble;
      }
      return null;
    },
  };
}
