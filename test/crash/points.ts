// Where to die: at every distinct statement and request that a story makes, before it and after it, one in each act
// as far as they go round; or at places that a seed picks. What only a start does is met in the restarts, so that
// coming back is interrupted too.
import type { Kill, When } from './control.ts';
import type { Trace } from './run-play.ts';

const MOST_TRIES = 4;
const START = 0;

type Point = {
  readonly name: string;
  readonly key: string;
  readonly when: When;
  /** Where it can be met. */
  readonly acts: ReadonlySet<number>;
  tries: number;
  /** A play that is under way tries it. */
  taken: boolean;
};

/** What one play is told, and tells. */
export type PlayPoints = {
  /** Asked at the beginning of an act, and again at each restart in it. */
  readonly killIn: (act: number, restarts: number) => Kill | null;
  /** How many of the kills of an act were met; they are struck off. */
  readonly played: (act: number, met: number) => void;
  /** What was offered for an act that was not played to its end is free again. */
  readonly over: () => void;
};

export type Points = {
  readonly total: number;
  readonly left: () => number;
  readonly forPlay: () => PlayPoints;
  /** Points that were offered often enough and not met: calls that only chance makes. */
  readonly giveUp: () => readonly string[];
};

/** `eachAct`: a call that several acts make is a point in each of them. */
export function pointsOf(trace: Trace, { eachAct }: { readonly eachAct: boolean }): Points {
  const all = eachAct ? pointsInActs(trace) : pointsAnywhere(trace);
  const left = new Map(all.map((point) => [point.name, point]));
  return {
    total: all.length,
    left: () => left.size,
    forPlay: () => playPoints(trace, left),
    giveUp: () => {
      const hopeless = [...left.values()].filter(
        ({ tries, taken }) => tries >= MOST_TRIES && !taken,
      );
      for (const { name } of hopeless) left.delete(name);
      return hopeless.map(({ name }) => name);
    },
  };
}

function pointsAnywhere(trace: Trace): readonly Point[] {
  return keysOf(trace).flatMap((key) => {
    const acts = [...trace].filter(([, calls]) => calls.includes(key)).map(([act]) => act);
    return pair(key, new Set(acts), key);
  });
}

function pointsInActs(trace: Trace): readonly Point[] {
  return [...trace].flatMap(([act, calls]) =>
    [...new Set(calls)].flatMap((key) => pair(key, new Set([act]), `act ${String(act)}: ${key}`)),
  );
}

function pair(key: string, acts: ReadonlySet<number>, name: string): readonly Point[] {
  return (['before', 'after'] as const).map((when) => ({
    ...{ name: `${when} ${name}`, key, when, acts },
    tries: 0,
    taken: false,
  }));
}

function keysOf(trace: Trace): readonly string[] {
  return [...new Set([...trace.values()].flat())];
}

function playPoints(trace: Trace, left: Map<string, Point>): PlayPoints {
  const given = new Map<number, Point[]>();
  const offer = (act: number, wanted: (point: Point) => boolean): Kill | null => {
    const [point] = [...left.values()].filter((one) => !one.taken && wanted(one)).toSorted(rarest);
    if (point === undefined) return null;
    point.tries += 1;
    point.taken = true;
    given.set(act, [...(given.get(act) ?? []), point]);
    const often = (trace.get(act) ?? []).filter((key) => key === point.key).length;
    // Not always the first of its kind: later ones stand in other transactions.
    const skip = point.tries === 1 ? Math.floor(often / 2) : 0;
    return { act, key: point.key, skip, when: point.when };
  };
  return {
    killIn: (act, restarts) => {
      if (restarts === 0) return offer(act, ({ acts }) => acts.has(act));
      return restarts === 1 ? offer(act, isForRestart) : null;
    },
    played: (act, met) => {
      for (const [index, point] of (given.get(act) ?? []).entries()) {
        point.taken = false;
        if (index < met) left.delete(point.name);
      }
      given.delete(act);
    },
    over: () => {
      for (const point of [...given.values()].flat()) point.taken = false;
      given.clear();
    },
  };
}

/** Also what other acts make by chance only, and every start for certain. */
function isForRestart({ acts, tries }: Point): boolean {
  return acts.has(START) && (acts.size === 1 || tries > 0);
}

function rarest(a: Point, b: Point): number {
  return a.tries - b.tries || a.acts.size - b.acts.size;
}

/** Numbers in [0, 1) that a seed repeats. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** So many acts, each with a call in it, whichever it is. */
export function randomKills(
  trace: Trace,
  count: number,
  chance: () => number,
): ReadonlyMap<number, Kill> {
  const acts = [...trace.keys()]
    .map((act) => ({ act, place: chance() }))
    .toSorted((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ act }) => act);
  return new Map(
    acts.map((act) => {
      const calls = trace.get(act)?.length ?? 1;
      const when = chance() < 0.5 ? ('before' as const) : ('after' as const);
      return [act, { act, key: null, skip: Math.floor(chance() * calls * 0.8), when }];
    }),
  );
}
