/** Plays stories of chance and looks at every moment of them. `LAW_RUNS` makes it more stories than usual. */
import fc from 'fast-check';
import type { Change } from '../../src/core/change/state.ts';
import type { Stage } from '../support/change-kit.ts';
import { begin, play, stories } from './change-arbitraries.ts';
import type { Played } from './change-arbitraries.ts';

export const RUNS = { numRuns: Number(process.env['LAW_RUNS'] ?? 200) };

export type Moment = { readonly stage: Stage; readonly before: Change } & Played;

export function always(look: (moment: Moment) => void): void {
  fc.assert(
    fc.property(stories, ({ beginning, moves }) => {
      const stage = begin(beginning);
      for (const move of moves) {
        const before = stage.change;
        look({ stage, before, ...play(stage, move) });
      }
    }),
    RUNS,
  );
}
