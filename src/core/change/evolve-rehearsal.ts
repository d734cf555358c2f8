/** Folds a rehearsal; another one begins with nothing seen. */
import type { Folds } from './evolve-context.ts';
import { stepOf } from './progress.ts';
import type { RehearsalEvent } from './rehearsal.ts';

export const rehearsalFolds: Folds<RehearsalEvent['type']> = {
  rehearsal_begun: (change, { texts }, { stamp }) => ({
    ...change,
    rehearsal: { ...stamp, environment: texts.environment, steps: {} },
  }),
  step_rehearsed: (change, { data, texts }, { stamp }) => {
    const { rehearsal } = change;
    const text = stepOf(change, data.step)?.text;
    if (rehearsal === null || text === undefined) return change;
    const { minutes } = data;
    const seen = { ...stamp, text, minutes, observed: texts.observed };
    return {
      ...change,
      rehearsal: { ...rehearsal, steps: { ...rehearsal.steps, [data.step]: seen } },
    };
  },
};
