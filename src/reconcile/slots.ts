/**
 * The next free windows of a change, with whoever else is there in that time looked up: for those who ask, and for those
 * whose window was refused.
 */
import type { Facts } from '../core/change/facts.ts';
import { plannedMinutes, changeOver, MOST_DAYS, slotsOf } from '../core/time/slots.ts';
import type { SlotsView } from '../render/slots.ts';
import type { Clock } from '../render/when.ts';
import type { Run } from './run.ts';

const SLOTS_SHOWN = 5;

type SlotScene = { readonly run: Run; readonly facts: Facts; readonly clock: Clock };

/** `minutes` null: as long as it is planned. */
export async function slotsIn(
  { run, facts, clock }: SlotScene,
  minutes: number | null,
): Promise<SlotsView> {
  const { change } = run.page;
  const lasts = minutes ?? plannedMinutes(change);
  const time = { now: facts.now, days: MOST_DAYS };
  const neighbours = await run.neighboursOf(changeOver(change, time), facts);
  const wish = { minutes: lasts, zone: clock.zone, days: MOST_DAYS, count: SLOTS_SHOWN };
  const found = slotsOf(change, { ...facts, neighbours }, wish);
  return { ...found, number: change.number, minutes: lasts, days: MOST_DAYS, clock };
}
