// How an installation's writes are spaced, on a clock of the test's own.
import { describe, expect, test } from 'vitest';
import { ForgeFault } from '../../../src/forge/fault.ts';
import { makePace } from '../../../src/forge/github/pace.ts';
import type { Pace, PaceLimits } from '../../../src/forge/github/pace.ts';

function paced(limits: Partial<PaceLimits> = {}) {
  let nowMs = 0;
  const sentAt: number[] = [];
  const pace = makePace(
    { writeIntervalMs: 1_000, writesPerHour: null, ...limits },
    {
      nowMs: () => nowMs,
      wait: (ms) => {
        nowMs += ms;
        return Promise.resolve();
      },
      random: () => 0,
    },
  );
  const send = (urgency: 'gate' | 'surface' = 'surface') =>
    pace.inTurn(urgency, () => {
      sentAt.push(nowMs);
      return Promise.resolve(sentAt.length);
    });
  return { pace, send, sentAt, now: () => nowMs, advance: (ms: number) => (nowMs += ms) };
}

const limited = (pace: Pace, retryAfterMs: number | null): void => {
  pace.heed(new ForgeFault('rate_limited', 'limited', { retryAfterMs }));
};

describe('writes of one installation', () => {
  test('begin at least an interval apart, the first at once', async () => {
    const { send, sentAt } = paced();
    await Promise.all([send(), send(), send()]);
    expect(sentAt).toEqual([0, 1_000, 2_000]);
  });

  test('do not wait when the last one is long ago', async () => {
    const { send, sentAt, advance } = paced();
    await send();
    advance(5_000);
    await send();
    expect(sentAt).toEqual([0, 5_000]);
  });

  test('that answer a gate go before all that wait', async () => {
    const { pace } = paced();
    const told: string[] = [];
    const say = (urgency: 'gate' | 'surface', what: string): Promise<void> =>
      pace.inTurn(urgency, () => {
        told.push(what);
        return Promise.resolve();
      });
    await Promise.all([
      say('surface', 'record'),
      say('surface', 'label'),
      say('surface', 'title'),
      say('gate', 'check'),
    ]);
    expect(told).toEqual(['check', 'record', 'label', 'title']);
  });

  test('are carried out one at a time, in the order they were asked for', async () => {
    const { pace } = paced({ writeIntervalMs: 0 });
    const told: string[] = [];
    const first = Promise.withResolvers<undefined>();
    const slow = pace.inTurn('surface', async () => {
      told.push('first begins');
      await first.promise;
      told.push('first ends');
    });
    const quick = pace.inTurn('surface', () => {
      told.push('second');
      return Promise.resolve();
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(['first begins']);
    first.resolve(undefined);
    await Promise.all([slow, quick]);
    expect(told).toEqual(['first begins', 'first ends', 'second']);
  });

  test('that fail do not hold up the next', async () => {
    const { pace, send } = paced();
    await expect(pace.inTurn('surface', () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(await send()).toBe(1);
  });
});

describe('the silence a forge asks for', () => {
  test('also stops what was already waiting its turn', async () => {
    const { pace, send, sentAt } = paced();
    const hits = pace.inTurn('surface', () => {
      limited(pace, 30_000);
      return Promise.reject(new ForgeFault('rate_limited', 'limited', { retryAfterMs: 30_000 }));
    });
    const waiting = send();
    await expect(hits).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(waiting).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 29_000 });
    expect(sentAt).toEqual([]);
  });

  test('is never shortened by a later, shorter one', () => {
    const { pace, advance } = paced();
    limited(pace, 60_000);
    limited(pace, 1_000);
    advance(59_999);
    expect(() => {
      pace.respect();
    }).toThrow(/nothing was sent/);
    advance(1);
    pace.respect();
  });

  test('lasts a minute when the forge does not say how long', () => {
    const { pace, advance } = paced();
    limited(pace, null);
    advance(59_999);
    expect(() => {
      pace.respect();
    }).toThrow(ForgeFault);
    advance(1);
    pace.respect();
  });

  test('does not follow from other faults', () => {
    const { pace } = paced();
    pace.heed(new ForgeFault('server_error', 'no', { retryAfterMs: 60_000 }));
    pace.respect();
  });
});

describe('the hourly budget', () => {
  test('stops surfaces before it stops gates, and both before the forge does', async () => {
    const { send, sentAt, advance } = paced({ writeIntervalMs: 0, writesPerHour: 10 });
    for (let at = 0; at < 9; at += 1) await send();
    advance(60_000);
    await expect(send('surface')).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 3_540_000,
    });
    await send('gate');
    await expect(send('gate')).rejects.toMatchObject({ code: 'rate_limited' });
    expect(sentAt).toHaveLength(10);
    advance(3_540_000);
    await send('surface');
    expect(sentAt).toHaveLength(11);
  });
});
