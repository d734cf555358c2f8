/**
 * Folds words that let something pass: overrides of one gate, bypasses, and the requests for one; and words that
 * somebody knows of a conflict.
 *
 * What must stay true: whatever was let pass is an exception, and stays one after its time. To know of a conflict is none.
 */
import type { Folds } from './evolve-context.ts';
import { withException } from './evolve-context.ts';
import { categoryOf } from './plan-record.ts';
import type { PassEvent } from './pass-event.ts';
import type { Change } from './state.ts';
import { BrokenInvariantError } from './broken-invariant.ts';
import type { BypassAnswer, BypassRequest, Override } from './spoken.ts';

export const passFolds: Folds<PassEvent['type']> = {
  overridden: (change, { data, texts }, { stamp }) => {
    const category = categoryOf(data.category);
    const bare = { ...stamp, ...data, category, reason: texts.reason };
    return withPass(change, { ...bare, asker: null, ended: null });
  },
  conflict_acknowledged: (change, { data, texts }, { stamp }) => {
    const reason = texts.reason === '' ? null : texts.reason;
    return {
      ...change,
      acknowledgements: [...change.acknowledgements, { ...stamp, ...data, reason }],
    };
  },
  override_cancelled: (change, { data }, { stamp }) =>
    withEnd(change, data.overridden, { ...stamp, how: 'cancelled' }),
  override_expired: (change, { data }, { stamp }) =>
    withEnd(change, data.overridden, { ...stamp, how: 'expired' }),
  bypass_requested: (change, { data, texts }, { stamp }) => {
    const request: BypassRequest = { ...stamp, ...data, reason: texts.reason, answer: null };
    return { ...change, bypassRequests: [...change.bypassRequests, request] };
  },
  bypass_granted: (change, { data, texts }, { stamp, stored }) => {
    const { requested, until } = data;
    const request = change.bypassRequests.find(({ seq }) => seq === requested);
    if (request === undefined)
      throw new BrokenInvariantError(
        stored,
        `nobody asked for a bypass in event ${String(requested)}`,
      );
    const { gate, digest, heads, reason, by: asker, freezes, windowStart, windowEnd } = request;
    const answered = withAnswer(change, requested, { ...stamp, how: 'granted', text: texts.note });
    return withPass(answered, {
      ...stamp,
      ...{ gate, digest, heads, reason, asker, until, freezes, windowStart, windowEnd },
      sticky: false,
      category: null,
      via: 'bypass_request',
      ended: null,
    });
  },
  bypass_denied: (change, { data: { requested }, texts }, { stamp }) => {
    const request = change.bypassRequests.find(({ seq }) => seq === requested);
    const how = request?.by.id === stamp.by.id ? 'withdrawn' : 'denied';
    return withAnswer(change, requested, { ...stamp, how, text: texts.reason });
  },
  bypass_lapsed: (change, { data }, { stamp }) =>
    withAnswer(change, data.requested, { ...stamp, how: 'expired', text: null }),
};

function withPass(change: Change, pass: Override): Change {
  const { by, roles, at, url, seq, via, gate } = pass;
  return withException(
    { ...change, overrides: [...change.overrides, pass] },
    { by, roles, at, url, seq },
    { kind: via === 'override' ? 'gate_overridden' : 'gate_bypassed', detail: gate },
  );
}

function withEnd(change: Change, seq: number, ended: NonNullable<Override['ended']>): Change {
  const overrides = change.overrides.map((one) => (one.seq === seq ? { ...one, ended } : one));
  return { ...change, overrides };
}

function withAnswer(change: Change, seq: number, answer: BypassAnswer): Change {
  const bypassRequests = change.bypassRequests.map((one) =>
    one.seq === seq ? { ...one, answer } : one,
  );
  return { ...change, bypassRequests };
}
