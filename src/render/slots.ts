/**
 * The answer to `/chg slots`: the next free windows, why each is good, what was in the way before it, and the command
 * that books it.
 *
 * What must stay true: the command names offsets, so that it means the same instants whatever the clocks do that night.
 */
import { Temporal } from 'temporal-polyfill';
import { changeName } from '../core/change/state.ts';
import type { Slot, SlotObstacle, Slots } from '../core/time/slots.ts';
import { formatMinutes } from '../core/time/window.ts';
import { join, list, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, login, markerLine } from './safe-text.ts';
import { template } from './template.ts';
import { moment, stretch, type Clock } from './when.ts';

type SlotsModel = {
  readonly name: Markdown;
  readonly length: Markdown;
  readonly slots: readonly Markdown[];
  readonly after: Markdown | null;
  readonly marker: Markdown;
};

const SLOTS = template<SlotsModel>('slots');

export type SlotsView = Slots & {
  readonly number: number;
  readonly minutes: number;
  readonly days: number;
  readonly clock: Clock;
};

/** `marker` is the hidden last line. */
export function renderSlots(view: SlotsView, marker: string): string {
  return SLOTS({
    name: inline(changeName(view.number)),
    length: inline(formatMinutes(view.minutes)),
    slots: view.slots.map((slot) => slotItem(slot, view.clock)),
    after: afterText(view),
    marker: markerLine(marker),
  }).trimEnd();
}

/** The same for a terminal. */
export function slotLines(view: SlotsView): readonly string[] {
  const after = afterText(view);
  const items = view.slots.map((slot) => slotItem(slot, view.clock));
  return after === null ? items : [...items, after];
}

function slotItem(slot: Slot, clock: Clock): Markdown {
  const { window, maintenance, attended, before } = slot;
  const good = [
    md`outside every freeze`,
    maintenance.length === 0
      ? NOTHING
      : md`inside the maintenance windows of ${list(maintenance.map(code), 'and')}`,
    attended === null
      ? NOTHING
      : md`in hours of ${list(attended.slice(0, MOST_NAMED).map(login), 'or')}`,
  ].filter((part) => part !== NOTHING);
  const met = before.length === 0 ? NOTHING : md`\n  before it: ${obstacles(before, clock)}`;
  return md`- **${stretch(window, clock)}** · ${join(good, md`, `)}${met}\n  ${code(booking(slot))}`;
}

/** One line for an answer that is about something else. */
export function slotLine(slot: Slot, clock: Clock): Markdown {
  return md`The next free window is ${stretch(slot.window, clock)}: ${code(booking(slot))}`;
}

const MOST_NAMED = 5;

/** Fewer than wished for, or none: why. */
function afterText({ slots, after, days, clock }: SlotsView): Markdown | null {
  const none = slots.length === 0 ? md`There is none` : md`There is no further one`;
  if (after.length === 0) return slots.length === 0 ? md`${none} within ${days} days.` : null;
  return md`${none} within ${days} days: ${obstacles(after, clock)}.`;
}

function obstacles(all: readonly SlotObstacle[], clock: Clock): Markdown {
  const shown = all.slice(0, MOST_NAMED).map((one) => obstacle(one, clock));
  const left = all.length - shown.length;
  return join([...shown, ...(left > 0 ? [md`${left} more`] : [])], md`; `);
}

function obstacle({ kind, names, until }: SlotObstacle, clock: Clock): Markdown {
  const end = until === null ? md`, with no end in sight` : md` until ${moment(until, clock)}`;
  return md`${WHAT[kind](list(names.slice(0, MOST_NAMED).map(inline), 'and'), names)}${end}`;
}

const WHAT: Readonly<
  Record<SlotObstacle['kind'], (names: Markdown, all: readonly string[]) => Markdown>
> = {
  notice: () => md`notice is too short`,
  freeze: (names) => md`the freeze ${names}`,
  allowed: (names) => md`only allowed within ${names}`,
  booked: (_names, all) =>
    md`${list(
      all.map((one) => code(changeName(Number(one)))),
      'and',
    )} has booked`,
  maintenance: (names) => md`outside the maintenance windows of ${names}`,
  hours: (names) => md`no second person is there (${names})`,
};

/** `/chg schedule 2026-11-28T02:00+01:00/2026-11-28T05:00+01:00 Europe/Berlin` */
function booking({ window: { start, end, zone } }: Slot): string {
  const at = (instant: string): string => {
    const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
    return `${local.toPlainDateTime().toString({ smallestUnit: 'minute' })}${local.offset}`;
  };
  return `/chg schedule ${at(start)}/${at(end)} ${zone}`;
}
