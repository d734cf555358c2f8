/**
 * Works off one lane of the inbox in order of arrival: everything about one issue or pull request is one lane, so
 * that acts on it are judged in the order in which they happened. A delivery that cannot be read now is tried
 * again later and holds its lane; one that fails for good goes to the dead letters with its reason, and the lane
 * goes on. The change concerned is told when that takes long, which shuts its gates; what the forge cannot have sent
 * concerns nobody.
 */
import { isoNow, systemClock } from '../clock.ts';
import type { InboxRow } from '../store/inbox.ts';
import { claimLane, DeliveryGoneError, failDelivery, refuseDelivery } from '../store/lanes.ts';
import type { House } from './house.ts';
import { describeFailure, RefusedDeliveryError, retryDelayMs } from './retry.ts';
import { noteStopped } from './stopped.ts';
import { takeDelivery } from './take-delivery.ts';

const BATCH = 20;
/** After a minute and a half of trying. */
const TELL_AFTER_ATTEMPTS = 4;

/** Ends when the lane is empty, or when its next delivery has to wait; the pulse knows until when. */
export async function takeLane(house: House, lane: string): Promise<void> {
  for (;;) {
    const rows = await claimLane(house.db, { lane, limit: BATCH, now: isoNow(systemClock) });
    for (const row of rows) {
      if ((await takeOne(house, row)) === 'waits') return;
    }
    // What arrives from now on comes with a wake-up of its own.
    if (rows.length < BATCH) return;
  }
}

async function takeOne(house: House, row: InboxRow): Promise<'over' | 'waits'> {
  try {
    await takeDelivery(house, row);
    return 'over';
  } catch (error) {
    // Somebody else worked it off, and all of its effects with it.
    if (error instanceof DeliveryGoneError) return 'over';
    if (error instanceof RefusedDeliveryError) return refuse(house, row, error.message);
    return putAside(house, row, error);
  }
}

async function refuse(house: House, row: InboxRow, why: string): Promise<'over'> {
  const { id, guid: delivery, event } = row;
  house.log.warn({ action: 'delivery_not_ours', delivery, event, why }, 'a delivery was refused');
  await refuseDelivery(house.db, id, `refused: ${why}`);
  return 'over';
}

async function putAside(house: House, row: InboxRow, error: unknown): Promise<'over' | 'waits'> {
  const attempts = row.attempts + 1;
  const ageMs = house.clock.now().getTime() - Date.parse(row.receivedAt);
  const delayMs = retryDelayMs(error, { attempts, ageMs, firstMs: house.retryMs });
  const problem = describeFailure(error);
  const retryAt =
    delayMs === null ? null : new Date(systemClock.now().getTime() + delayMs).toISOString();
  const { guid: delivery, event } = row;
  const action = delayMs === null ? 'delivery_dead' : 'delivery_failed';
  house.log.error(
    { action, delivery, event, attempts, err: error },
    'a delivery could not be processed',
  );
  await failDelivery(house.db, row.id, { problem, retryAt });
  if (delayMs === null || attempts >= TELL_AFTER_ATTEMPTS)
    await noteStopped(house, { ...row, problem });
  return delayMs === null ? 'over' : 'waits';
}
