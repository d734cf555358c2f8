/**
 * The next windows in which a change could run: after its notice, outside freezes, inside the maintenance windows of its
 * assets, beside nobody who has booked the same, after what it waits for, and while a second person is there. Each says
 * what was in the way before it.
 *
 * What must stay true: no slot is one that the gates of time would refuse when it is asked for; that is a law with a
 * test. The search only ever goes forward, so it ends with the range.
 */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { planShown } from '../change/binding.ts';
import { leadTime } from '../gate/lead-time.ts';
import { windowFor } from '../gate/window-for.ts';
import type { Window } from '../plan/plan.ts';
import type { Stretch } from './recurrence.ts';
import { limitsOf, wide, windowOf, type Limit, type LimitKind } from './slot-limits.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
export const MOST_DAYS = 90;

export type SlotObstacle = {
  readonly kind: LimitKind | 'notice';
  readonly names: readonly string[];
  /** From when on it is no longer in the way; null: not in sight. */
  readonly until: string | null;
};

export type Slot = {
  readonly window: Window;
  /** Assets inside whose maintenance windows it lies. */
  readonly maintenance: readonly string[];
  /** Who is there in these hours; null: nobody has declared any, or nothing is to be confirmed. */
  readonly attended: readonly string[] | null;
  /** What was in the way since the slot before, or since now; each thing once. */
  readonly before: readonly SlotObstacle[];
};

export type SlotWish = {
  readonly minutes: number;
  readonly zone: string;
  readonly days: number;
  readonly count: number;
};

/** The change as if it took the whole time: what is looked up for it then is whatever a slot could meet. */
export function changeOver(
  change: Change,
  { now, days }: { readonly now: string; readonly days: number },
): Change {
  const start = Date.parse(now);
  return { ...change, window: wide({ start, end: start + days * DAY_MS }) };
}

const DEFAULT_MINUTES = 60;

/** As long as the window of the plan, else as its steps together, else an hour. */
export function plannedMinutes(change: Change): number {
  const window = windowFor(change);
  if (window !== null)
    return Math.ceil((Date.parse(window.end) - Date.parse(window.start)) / MINUTE_MS);
  const steps = planShown(change)?.steps ?? [];
  const sum = steps.reduce((total, { minutes }) => total + (minutes ?? 0), 0);
  return sum === 0 ? DEFAULT_MINUTES : sum;
}

export type Slots = {
  readonly slots: readonly Slot[];
  /** What was in the way after the last of them, where fewer were found than wished for. */
  readonly after: readonly SlotObstacle[];
};

export function slotsOf(change: Change, facts: Facts, wish: SlotWish): Slots {
  const from = Date.parse(facts.now);
  const range = { start: from, end: from + Math.min(wish.days, MOST_DAYS) * DAY_MS };
  const limits = limitsOf({ change, facts, range }).map(searched);
  const lasts = wish.minutes * MINUTE_MS;
  // Whoever reads this has a quarter of an hour to ask for it.
  const noticed = noticedFrom(change, facts, range);
  const earliest = (Math.ceil((noticed ?? from) / QUARTER_MS) + 1) * QUARTER_MS;
  const slots: Slot[] = [];
  let met: readonly SlotObstacle[] =
    noticed === null ? [] : [{ kind: 'notice', names: [], until: textOf(earliest) }];
  for (let at = earliest; slots.length < wish.count;) {
    const found = nextFree(limits, { start: at, end: at + lasts }, range.end);
    const before = merged([...met, ...found.met]);
    if (found.at === null) return { slots, after: before };
    slots.push(slotAt(found.at, { limits, wish, before }));
    at = found.at.end;
    met = [];
  }
  return { slots, after: [] };
}

/** From when on the gate would find the notice long enough, if it were asked for now; null: it asks for none. */
function noticedFrom(change: Change, facts: Facts, range: Stretch): number | null {
  const asked = { change: { ...change, window: wide(range) }, facts, purpose: 'schedule' } as const;
  const earliest = leadTime.judge(asked).facts?.['earliest'];
  return typeof earliest === 'string' ? Date.parse(earliest) : null;
}

/** `at` null: none before the range ends. */
type Free = { readonly at: Stretch | null; readonly met: readonly SlotObstacle[] };

function nextFree(limits: readonly Search[], wanted: Stretch, end: number): Free {
  const lasts = wanted.end - wanted.start;
  const met: SlotObstacle[] = [];
  let { start } = wanted;
  for (;;) {
    if (start + lasts > end) return { at: null, met };
    const at = { start, end: start + lasts };
    const obstacle = limits.find(({ next }) => next(at) !== start);
    if (obstacle === undefined) return { at, met };
    const later = obstacle.next(at);
    const { kind, names } = obstacle.limit;
    met.push({ kind, names, until: later === null ? null : textOf(later) });
    if (later === null) return { at: null, met };
    start = later;
  }
}

/** `next`: the first start from there on that this limit lets be; null: none in sight. */
type Search = { readonly limit: Limit; readonly next: (at: Stretch) => number | null };

/** Asked for later and later starts only, so that what lies behind is not looked at again. */
function searched(limit: Limit): Search {
  const { how, stretches } = limit;
  let behind = 0;
  return {
    limit,
    next: (at) => {
      while ((stretches[behind]?.end ?? Infinity) <= at.start) behind += 1;
      const ahead = { stretches, from: behind };
      return how === 'shut' ? afterShut(ahead, at) : insideOpen(ahead, at);
    },
  };
}

type Ahead = { readonly stretches: readonly Stretch[]; readonly from: number };

function afterShut({ stretches, from }: Ahead, at: Stretch): number {
  const lasts = at.end - at.start;
  let { start } = at;
  for (let index = from; index < stretches.length; index += 1) {
    const one = stretches[index];
    if (one === undefined || one.start >= start + lasts) break;
    if (one.end > start) start = one.end;
  }
  return start;
}

function insideOpen({ stretches, from }: Ahead, at: Stretch): number | null {
  const lasts = at.end - at.start;
  for (let index = from; index < stretches.length; index += 1) {
    const one = stretches[index];
    if (one === undefined) break;
    const start = Math.max(one.start, at.start);
    if (start + lasts <= one.end) return start;
  }
  return null;
}

type Found = {
  readonly limits: readonly Search[];
  readonly wish: SlotWish;
  readonly before: readonly SlotObstacle[];
};

function slotAt(at: Stretch, { limits, wish, before }: Found): Slot {
  const namesOf = (kind: LimitKind): readonly string[] =>
    limits.flatMap(({ limit }) => (limit.kind === kind ? limit.names : []));
  const attended = limits.some(({ limit }) => limit.kind === 'hours');
  return {
    window: { ...windowOf(at), zone: wish.zone, note: null },
    maintenance: namesOf('maintenance'),
    attended: attended ? namesOf('hours') : null,
    before,
  };
}

/** A freeze that recurs is in the way until it was so for the last time. */
function merged(met: readonly SlotObstacle[]): readonly SlotObstacle[] {
  const last = new Map(met.map((one) => [`${one.kind} ${one.names.join()}`, one]));
  return [...last.values()];
}

function textOf(instant: number): string {
  return new Date(instant).toISOString();
}
