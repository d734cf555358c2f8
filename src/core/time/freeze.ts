/**
 * Which freezes stand in the way of a change over a stretch of time: those of the policy, and those that were opened by
 * issue. `deny`: the stretch overlaps one of its windows. `allow`: it is not wholly inside windows in which such changes
 * are allowed; several of those help each other, and none of them helps against a `deny`.
 *
 * What must stay true: half-open; whoever lets something through by its priority is told apart, never left out.
 */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import type { Freeze } from '../policy/calendar.ts';
import { stretchesOf } from './recurrence.ts';
import type { Stretch } from './recurrence.ts';
import { isInScope } from './scope.ts';

export type FreezeHit = {
  readonly freeze: Freeze;
  /** Of a `deny`: the part of it that is met. Of an `allow`: from when to when nothing is allowed; null: not in sight. */
  readonly start: string | null;
  readonly end: string | null;
};

export type Freezing = {
  readonly hits: readonly FreezeHit[];
  /** They stand, and let changes of this priority through. */
  readonly letting: readonly Freeze[];
};

type World = Pick<Facts, 'policy' | 'neighbours' | 'deploying'>;

const DAY_MS = 86_400_000;
/** How far it is looked for the end of a freeze, or for the next time that is allowed. */
const SIGHT_MS = 370 * DAY_MS;

export function freezesOf({ policy, neighbours }: World): readonly Freeze[] {
  return [...policy.calendar.freezes, ...(neighbours?.freezes ?? [])];
}

export function freezesOver(change: Change, world: World, asked: Stretch): Freezing {
  const places = placesOf(change, world);
  const about = freezesOf(world).filter(
    (freeze) =>
      // Most stand at another time, and that is told sooner than whom they are about.
      (freeze.mode === 'allow' || overlapping(asked)(freeze).length > 0) &&
      places.some((place) => isInScope(freeze.scope, place, world.policy.catalogue)),
  );
  const allows = about.filter(({ mode }) => mode === 'allow');
  const isOutside = allows.length > 0 && !isCovered(asked, allows.flatMap(overlapping(asked)));
  const standing = about.filter(({ mode }) => mode === 'deny' || isOutside);
  const isLet = ({ lets }: Freeze): boolean =>
    change.priority !== null && lets.includes(change.priority);
  const hits = standing.filter((freeze) => !isLet(freeze));
  // They are shut together, from when to when is one answer for all.
  const shut = isOutside ? shutUntil(allows, asked) : null;
  return {
    hits: hits.map((freeze) => ({
      freeze,
      ...(freeze.mode === 'allow' && shut !== null ? shut : denied(freeze, asked)),
    })),
    letting: standing.filter(isLet),
  };
}

/** A deployment may come from a repository that the change does not name: a freeze of that one is about it too. */
function placesOf(change: Change, { deploying }: World): readonly Change[] {
  return deploying === undefined || deploying.repo.name === change.repo
    ? [change]
    : [change, { ...change, repo: deploying.repo.name }];
}

/** The stretch in which it stands at a moment, or else its next one; null: there is none in sight. */
export function nextOf({ when, zone }: Freeze, at: number): Stretch | null {
  return stretchesOf(when, zone, { start: at, end: at + SIGHT_MS })[0] ?? null;
}

/**
 * When freezes answer differently next: the first beginning or end after a moment, within a day; null: none. Whoever
 * shows an answer looks again then.
 */
export function nextEdge(change: Change, world: World, now: string): string | null {
  const at = Date.parse(now);
  const day = { start: at, end: at + DAY_MS };
  const edges = freezesOf(world)
    .filter(({ scope }) => isInScope(scope, change, world.policy.catalogue))
    .flatMap(overlapping(day))
    .flatMap(({ start, end }) => [start, end])
    .filter((edge) => edge > at && edge < day.end);
  const first = edges.reduce((least, edge) => Math.min(least, edge), Infinity);
  return first === Infinity ? null : textOf(first);
}

function overlapping(asked: Stretch): (freeze: Freeze) => readonly Stretch[] {
  return ({ when, zone }) => stretchesOf(when, zone, asked);
}

type Bounds = Pick<FreezeHit, 'start' | 'end'>;

function denied(freeze: Freeze, asked: Stretch): Bounds {
  const [first] = overlapping(asked)(freeze);
  if (first === undefined) return { start: null, end: null };
  const sight = { start: first.start, end: first.end + SIGHT_MS };
  return { start: textOf(first.start), end: textOf(joined(first, overlapping(sight)(freeze))) };
}

function shutUntil(allows: readonly Freeze[], asked: Stretch): Bounds {
  const sight = { start: asked.start, end: asked.start + SIGHT_MS };
  const open = allows.flatMap(overlapping(sight));
  const shut = open.some((one) => one.start <= asked.start && asked.start < one.end)
    ? joined({ start: asked.start, end: asked.start + 1 }, open)
    : asked.start;
  const next = open.reduce(
    (first, { start }) => (start >= shut ? Math.min(first, start) : first),
    Infinity,
  );
  return { start: textOf(shut), end: next === Infinity ? null : textOf(next) };
}

/** Where the stretch ends that begins so and goes on without a gap. */
function joined(first: Stretch, all: readonly Stretch[]): number {
  let { end } = first;
  for (const one of all.toSorted((left, right) => left.start - right.start))
    if (one.start <= end && one.end > end) ({ end } = one);
  return end;
}

function isCovered(asked: Stretch, by: readonly Stretch[]): boolean {
  return joined({ start: asked.start, end: asked.start }, by) >= asked.end;
}

function textOf(instant: number): string {
  return new Date(instant).toISOString();
}
