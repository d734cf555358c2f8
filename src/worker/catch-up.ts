/**
 * Finds deliveries that the forge sent and we never stored: its own list is compared with the inbox by delivery
 * id, never by the status it remembers (an answer may have been lost on the way back). What is missing is fetched
 * whole and stored as `catch_up`; the watermark moves only after that was committed.
 */
import { createHash } from 'node:crypto';
import { isoNow } from '../clock.ts';
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
  const until = mark === null ? Date.parse(startedAt) - FIRST_LOOK_MS : Date.parse(mark) - OVERLAP_MS;
  const listed = await house.app.observeDeliveries(new Date(until).toISOString());
  if (listed === null) return 0;
  const guids = [...new Set(listed.map((one) => one.guid))];
  const known = new Set(await knownGuids(house.db, house.app.kind, guids));
  let recovered = 0;
  const oldestFirst = listed.filter((one) => !known.has(one.guid)).toReversed();
  for (const { id, guid } of oldestFirst) {
    const whole = await house.app.fetchDelivery(id);
    if (whole === null) continue;
    const stored = await receiveDelivery(house.db, {
      forge: house.app.kind,
      guid,
      event: whole.event,
      action: null,
      headers: {},
      body: whole.body,
      bodySha256: createHash('sha256').update(whole.body).digest(),
      receivedAt: isoNow(house.clock),
      source: 'catch_up',
    });
    if (stored === 'stored') recovered += 1;
  }
  await writeWatermark(house.db, { forge: house.app.kind, name: WATERMARK, at: startedAt });
  if (recovered > 0) {
    house.log.warn({ action: 'deliveries_recovered', count: recovered }, 'deliveries that never arrived were fetched from the forge');
    await wakeRoute(house.db);
  }
  return recovered;
}
