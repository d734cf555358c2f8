/**
 * Once a second each replica looks for work that nobody was woken for: deliveries stored but not routed, lanes
 * whose time has come, timers that are due, changes and freezes the forge does not show yet, dead letters. It only wakes. So a
 * lost wake-up costs a second, and a wake-up too many costs nothing.
 */
import { isoNow, systemClock } from '../clock.ts';
import { listDeadHeads } from '../store/dead-letters.ts';
import { hasDueTimers } from '../store/timers.ts';
import { duePages } from '../store/freeze-pages.ts';
import { listDirty } from '../store/dirty.ts';
import { hasUnrouted } from '../store/inbox.ts';
import { dueLanes } from '../store/lanes.ts';
import type { House } from './house.ts';
import {
  wakeDeadLetters,
  wakeFreezePages,
  wakeReconcile,
  wakeRoute,
  wakeTake,
  wakeTimers,
} from './wakes.ts';

const BATCH = 200;

/** `told`: dead letters that were seen to by this process. */
export async function pulse(house: House, told: ReadonlySet<string>): Promise<void> {
  const { db } = house;
  const now = isoNow(systemClock);
  if (await hasUnrouted(db)) await wakeRoute(db);
  for (const lane of await dueLanes(db, now, BATCH)) await wakeTake(db, lane);
  if (await hasDueTimers(db, isoNow(house.clock))) await wakeTimers(db);
  for (const { workspace, number } of await listDirty(db, { before: now, limit: BATCH }))
    await wakeReconcile(db, { workspace, change: number });
  if ((await duePages(db, isoNow(house.clock), 1)).length > 0) await wakeFreezePages(db);
  if ((await listDeadHeads(db)).some(({ guid }) => !told.has(guid))) await wakeDeadLetters(db);
}
