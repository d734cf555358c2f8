/*
 * What a client meets when trouble was asked for: an error in place of the work, or silence. Trouble that comes
 * after the work was done is not decided here.
 */
import type { RequestTrouble } from '../faults.ts';
import type { Clock } from '../state/world.ts';
import type { Reply } from './call.ts';

const limitsPage = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';
const secondary =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

export function limitReply(
  status: number,
  headers: Readonly<Record<string, string>>,
  message = secondary,
): Reply {
  return { status, body: { message, documentation_url: limitsPage }, headers };
}

/** The answer given instead of the work, `silence` for no answer at all, or null when the work is to be done. */
export function troubledReply(
  clock: Clock,
  trouble: RequestTrouble | null,
): Reply | 'silence' | null {
  switch (trouble?.kind) {
    case 'refuse':
      return { status: trouble.status, body: { message: trouble.message ?? 'Server Error' } };
    case 'secondary_limit':
      return limitReply(trouble.status ?? 403, {
        'retry-after': String(trouble.retryAfterSeconds),
      });
    case 'primary_limit': {
      const reset = Math.ceil(clock.now().getTime() / 1000) + trouble.resetInSeconds;
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
      return limitReply(403, headers, 'API rate limit exceeded for installation.');
    }
    case 'drop':
      return 'silence';
    case 'hang':
      return trouble.applied ? null : 'silence';
    case 'apply_then_fail':
    case 'apply_then_drop':
    case 'read_lag':
    case undefined:
      return null;
  }
}
