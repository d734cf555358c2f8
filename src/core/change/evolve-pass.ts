/**
 * Folds words that let something pass: overrides of one gate.
 *
 * What must stay true: whatever was let pass is an exception, and stays one after its time.
 */
import type { Folds } from './evolve-context.ts';
import { withException } from './evolve-context.ts';
import { categoryOf } from './plan-record.ts';
import type { Change } from './state.ts';
import type { Override } from './spoken.ts';

type PassEvent = 'overridden' | 'override_cancelled' | 'override_expired';

export const passFolds: Folds<PassEvent> = {
  overridden: (change, { data, texts }, { stamp }) => {
    const category = categoryOf(data.category);
    const override: Override = { ...stamp, ...data, category, reason: texts.reason, ended: null };
    return withException({ ...change, overrides: [...change.overrides, override] }, stamp, {
      kind: 'gate_overridden',
      detail: data.gate,
    });
  },
  override_cancelled: (change, { data }, { stamp }) =>
    withEnd(change, data.overridden, { ...stamp, how: 'cancelled' }),
  override_expired: (change, { data }, { stamp }) =>
    withEnd(change, data.overridden, { ...stamp, how: 'expired' }),
};

function withEnd(change: Change, seq: number, ended: NonNullable<Override['ended']>): Change {
  const overrides = change.overrides.map((one) => (one.seq === seq ? { ...one, ended } : one));
  return { ...change, overrides };
}
