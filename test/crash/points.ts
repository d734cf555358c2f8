// Where to die: at every distinct statement and request that a story makes, before it and after it, one in each act
// as far as they go round; or at places that a seed picks.
import type { Kill, When } from './control.ts';
import type { Trace } from './run-play.ts';

export type Point = { readonly key: string; readonly when: When };

const MOST_TRIES = 4;

export type Points = {
  readonly total: number;
  readonly left: () => number;
  /** A point that this act reaches; the ones with the fewest acts left to be met in come first. */
  readonly killIn: (act: number) => Kill | null;
  /** Struck off when it was met. */
  readonly played: (act: number, killed: boolean) => void;
  /** Points that were offered often enough and not met: calls that only chance makes. */
  readonly giveUp: () => readonly string[];
};

type Open = Point & { tries: number };

export function pointsOf(trace: Trace): Points {
  const keys = [...new Set([...trace.values()].flat())];
  const acts = new Map(
    keys.map((key) => [key, [...trace.values()].filter((calls) => calls.includes(key)).length]),
  );
  const all = keys.flatMap((key) =>
    (['before', 'after'] as const).map((when): Open => ({ key, when, tries: 0 })),
  );
  const left = new Map(all.map((point) => [nameOf(point), point]));
  const given = new Map<number, string>();
  const rank = ({ key, tries }: Open): number => tries * 1_000 + (acts.get(key) ?? 0);
  return {
    total: all.length,
    left: () => left.size,
    killIn: (act) => {
      const calls = trace.get(act) ?? [];
      const reached = [...left.values()].filter(({ key }) => calls.includes(key));
      const [point] = reached.toSorted((a, b) => rank(a) - rank(b));
      if (point === undefined) return null;
      point.tries += 1;
      given.set(act, nameOf(point));
      const often = calls.filter((key) => key === point.key).length;
      // Not always the first of its kind: later ones stand in other transactions.
      const skip = point.tries === 1 ? Math.floor(often / 2) : 0;
      return { act, key: point.key, skip, when: point.when };
    },
    played: (act, killed) => {
      const name = given.get(act);
      given.delete(act);
      if (name !== undefined && killed) left.delete(name);
    },
    giveUp: () => {
      const hopeless = [...left].filter(([, { tries }]) => tries >= MOST_TRIES);
      for (const [name] of hopeless) left.delete(name);
      return hopeless.map(([name]) => name);
    },
  };
}

function nameOf({ key, when }: Point): string {
  return `${when} ${key}`;
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
