/**
 * Deliveries that were worked off are forgotten after a while: their bodies hold people's words, and what they led to
 * stands in the log. A little at a time, so that nobody waits for it.
 */
import { forgetDeliveries } from '../store/dead-letters.ts';
import type { House } from './house.ts';

const BATCH = 1_000;
const DAY_MS = 24 * 3_600_000;

/** How many were forgotten. */
export async function forgetOld({ db, clock, log }: House, keptDays: number): Promise<number> {
  const before = new Date(clock.now().getTime() - keptDays * DAY_MS).toISOString();
  let forgotten = 0;
  for (;;) {
    const count = await forgetDeliveries(db, { before, limit: BATCH });
    forgotten += count;
    if (count < BATCH) break;
  }
  if (forgotten > 0)
    log.info({ action: 'deliveries_forgotten', count: forgotten }, 'old deliveries were deleted');
  return forgotten;
}
