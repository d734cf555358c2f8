/*
 * Seeded chance: the same seed gives the same delivery ids, the same faults and the same order on every run.
 */
export type Chance = {
  /** A number in [0, 1). */
  next(): number;
  hex(digits: number): string;
};

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += Math.floor(next() * 16).toString(16);
    return text;
  };
  return { next, hex };
}

export function makeGuid(chance: Chance): string {
  return `${chance.hex(8)}-${chance.hex(4)}-11f0-8${chance.hex(3)}-${chance.hex(12)}`;
}
