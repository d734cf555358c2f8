/**
 * How long a request for a bypass waits, and when it is over: it is about one plan, and the code as it stood.
 */
import { boundDigest, currentHeads } from './binding.ts';
import { isBefore } from './moment.ts';
import type { BypassAnswer, BypassRequest } from './spoken.ts';
import type { Change } from './state.ts';

/** How long a request waits for its answer. */
export const REQUEST_HOURS = 72;
/** How long a bypass holds, from the moment of the word that lets it pass. */
export const BYPASS_HOURS = 24;

/** Why a request can no longer be granted, or null while it can. What was asked about must still be what is there. */
export function whyOver(
  { answer, until, digest, heads }: BypassRequest,
  change: Change,
  now: string,
): BypassAnswer['how'] | 'moved' | null {
  if (answer !== null) return answer.how;
  if (!isBefore(now, until)) return 'expired';
  const present = currentHeads(change);
  const isSame =
    digest === boundDigest(change) &&
    heads.length === present.length &&
    heads.every((head, at) => head === present[at]);
  return isSame ? null : 'moved';
}

/** Those that wait for a reviewer; by the log alone, whose timers know what is over. */
export function pendingBypasses(change: Change): readonly BypassRequest[] {
  return change.bypassRequests.filter(
    (one) => whyOver(one, change, one.at) === null && !isPassedSince(one, change),
  );
}

/** Somebody let it pass meanwhile, for the same plan. */
function isPassedSince({ gate, seq, digest }: BypassRequest, { overrides }: Change): boolean {
  return overrides.some(
    (one) => one.gate === gate && one.seq > seq && one.ended === null && one.digest === digest,
  );
}
