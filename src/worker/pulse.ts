/**
 * Once a second each replica looks for work that nobody was woken for: deliveries stored but not routed, lanes
 * whose time has come, timers that are due, changes the forge does not show yet. It only wakes. So a lost wake-up
 * costs a second, and a wake-up too many costs nothing.
 */
import { isoNow, systemClock } from '../clock.ts';
import { hasDueTimers } from '../store/timers.ts';
import { listDirty } from '../store/dirty.ts';
import { hasUnrouted } from '../store/inbox.ts';
import { dueLanes } from '../store/lanes.ts';
import type { House } from './house.ts';
import { wakeReconcile, wakeRoute, wakeTake, wakeTimers } from './wakes.ts';

const BATCH = 200;

export async function pulse(house: House): Promise<void> {
  const now = isoNow(systemClock);
  if (await hasUnrouted(house.db)) await wakeRoute(house.db);
  for (const lane of await dueLanes(house.db, now, BATCH)) await wakeTake(house.db, lane);
  if (await hasDueTimers(house.db, isoNow(house.clock))) await wakeTimers(house.db);
  for (const { workspace, number } of await listDirty(house.db, { before: now, limit: BATCH })) await wakeReconcile(house.db, { workspace, change: number });
}
