// What becomes of a delivery that failed: trouble that passes is waited out, anything else is put aside.
import { describe, expect, it } from 'vitest';
import { ForgeFault, type FaultCode } from '../../src/forge/fault.ts';
import { describeFailure, retryDelayMs, UnreadableDeliveryError } from '../../src/worker/retry.ts';

const HOUR_MS = 3_600_000;
const first = { attempts: 1, ageMs: 0, firstMs: 1_000 };
const fault = (code: FaultCode, words = 'GET /x', retryAfterMs: number | null = null): ForgeFault =>
  new ForgeFault(code, words, { retryAfterMs });

describe('trouble of the forge', () => {
  const passing: readonly FaultCode[] = [
    'unreachable',
    'rate_limited',
    'server_error',
    'ambiguous',
    'unauthorised',
  ];

  it.each(passing)(
    'is waited out for three days, never longer than a quarter of an hour at once (%s)',
    (code) => {
      for (const attempts of [1, 6, 50, 5_000])
        expect(retryDelayMs(fault(code), { ...first, attempts })).toBeLessThanOrEqual(900_000);
      expect(
        retryDelayMs(fault(code), { ...first, attempts: 200, ageMs: 71 * HOUR_MS }),
      ).not.toBeNull();
      expect(retryDelayMs(fault(code), { ...first, ageMs: 73 * HOUR_MS })).toBeNull();
    },
  );

  it('is left alone for at least as long as the forge asked', () => {
    expect(retryDelayMs(fault('rate_limited', 'GET /x', 120_000), first)).toBe(120_000);
    expect(retryDelayMs(fault('rate_limited', 'GET /x', 10), first)).toBe(1_000);
  });
});

describe('anything else', () => {
  const lasting = [fault('invalid'), fault('forbidden'), fault('not_found'), new TypeError('x')];

  it.each(lasting)(
    'has a few minutes, for forges show new things late, and is then a dead letter',
    (error) => {
      const delays = [1, 2, 3, 4, 5, 6].map((attempts) =>
        retryDelayMs(error, { ...first, attempts }),
      );
      expect(delays).toEqual([1_000, 4_000, 16_000, 64_000, 256_000, null]);
    },
  );

  it('that cannot be read is a dead letter at once', () => {
    expect(retryDelayMs(new UnreadableDeliveryError('no'), first)).toBeNull();
  });

  it('is described by what went wrong, not by a stack', () => {
    expect(describeFailure(fault('invalid'))).toBe('invalid: GET /x');
    expect(describeFailure(new TypeError('no'))).toBe('TypeError: no');
    expect(describeFailure('odd')).toBe('odd');
  });

  it('is described in one short line of visible words, whatever a forge said', () => {
    const said = `no\r\n\u001b[31m\u202e\u2028\0${'x'.repeat(9_999)}`;
    expect(describeFailure(fault('invalid', said))).toBe(`invalid: no [31m ${'x'.repeat(283)}`);
    expect(describeFailure(new Error('\u{1f6d1}'.repeat(200))).isWellFormed()).toBe(true);
  });
});
