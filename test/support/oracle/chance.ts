/** Chance with a seed: the same seed plays the same story again. */
export type Chance = {
  readonly below: (limit: number) => number;
  readonly hits: (percent: number) => boolean;
  readonly among: <T>(some: readonly T[]) => T;
};

/** Numbers by mulberry32: small, quick, and good enough to shuffle stories. */
export function chanceOf(seed: number): Chance {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    hits: (percent) => below(100) < percent,
    among: (some) => {
      const one = some[below(some.length)];
      if (one === undefined) throw new Error('there is nothing to choose from');
      return one;
    },
  };
}
