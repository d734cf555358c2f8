/**
 * Finds deliveries that the forge sent and we never stored: its own list is compared with the inbox by delivery
 * id, never by the status it remembers (an answer may have been lost on the way back). What is missing is fetched
 * whole and stored as `catch_up`; the watermark moves only after that was committed, and never past a delivery that
 * could not be had.
 */
import { createHash } from 'node:crypto';
import { isoNow } from '../clock.ts';
import type { ListedDelivery } from '../forge/port.ts';
import { knownGuids, receiveDelivery } from '../store/inbox.ts';
import { readWatermark, writeWatermark } from '../store/watermarks.ts';
import type { House } from './house.ts';
import { wakeRoute } from './wakes.ts';

const OVERLAP_MS = 15 * 60_000;
/** The forge keeps three days. */
const FIRST_LOOK_MS = 3 * 24 * 3_600_000;
const WATERMARK = 'deliveries';

/** How many missing deliveries were recovered. */
export async function catchUp(house: House): Promise<number> {
  const startedAt = isoNow(house.clock);
  const mark = await readWatermark(house.db, house.app.kind, WATERMARK);
  const lookBackMs = mark === null ? FIRST_LOOK_MS : OVERLAP_MS;
  const until = new Date(Date.parse(mark ?? startedAt) - lookBackMs).toISOString();
  const listed = await house.app.observeDeliveries(until);
  if (listed === null) return 0;
  const missing = await missingAmong(house, listed);
  let recovered = 0;
  let reached = startedAt;
  for (const delivery of missing) {
    try {
      if (await recover(house, delivery)) recovered += 1;
    } catch (error) {
      if (Date.parse(delivery.deliveredAt) < Date.parse(reached)) reached = delivery.deliveredAt;
      const fields = { action: 'delivery_not_recovered', delivery: delivery.guid, err: error };
      house.log.error(fields, 'a delivery that never arrived could not be fetched');
    }
  }
  await writeWatermark(house.db, { forge: house.app.kind, name: WATERMARK, at: reached });
  if (recovered > 0) {
    const fields = { action: 'deliveries_recovered', count: recovered };
    house.log.warn(fields, 'deliveries that never arrived were fetched from the forge');
    await wakeRoute(house.db);
  }
  return recovered;
}

/** Oldest first, each once: a redelivery has the id of the first attempt. */
async function missingAmong(
  house: House,
  listed: readonly ListedDelivery[],
): Promise<readonly ListedDelivery[]> {
  const byGuid = new Map(listed.map((one) => [one.guid, one]));
  const known = new Set(await knownGuids(house.db, house.app.kind, [...byGuid.keys()]));
  return [...byGuid.values()].filter(({ guid }) => !known.has(guid)).toReversed();
}

/** False: the forge has forgotten it, or it arrived meanwhile. */
async function recover(house: House, { id, guid }: ListedDelivery): Promise<boolean> {
  const whole = await house.app.fetchDelivery(id);
  if (whole === null) return false;
  const { event, headers, body } = whole;
  const stored = await receiveDelivery(house.db, {
    forge: house.app.kind,
    guid,
    event,
    action: null,
    headers,
    body,
    bodySha256: createHash('sha256').update(body).digest(),
    receivedAt: isoNow(house.clock),
    source: 'catch_up',
  });
  return stored === 'stored';
}
