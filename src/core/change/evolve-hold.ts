/**
 * Folds words that hold a change: named concerns, and the hold that anybody who may label can set.
 *
 * What must stay true: a word is never deleted; it is marked as resolved or lifted, with who did that and when.
 */
import type { Folds } from './evolve-context.ts';
import { lift, withObjection } from './evolve-review.ts';

type HoldEvent = 'concern_raised' | 'concern_resolved' | 'held' | 'released';

export const holdFolds: Folds<HoldEvent> = {
  concern_raised: (change, { texts }, { stamp }) =>
    withObjection(change, stamp, { kind: 'concern', name: texts.name, text: texts.text }),
  concern_resolved: (change, { data }, { stamp }) =>
    lift(change, stamp, ({ kind, seq }) => kind === 'concern' && seq === data.raised),
  held: (change, { data, texts }, { stamp }) => {
    const reason = texts.reason === '' ? null : texts.reason;
    return { ...change, hold: { ...stamp, via: data.via, reason, lifted: null } };
  },
  released: (change, _event, { stamp }) => ({
    ...change,
    hold: change.hold === null ? null : { ...change.hold, lifted: stamp },
  }),
};
