// A hundred deliveries need one look, the first at once and the last never forgotten.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { calmWake } from '../../src/http/calm-wake.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function calm(wake: () => Promise<void> | void = () => undefined) {
  let calls = 0;
  const ask = calmWake({
    wake: () => {
      calls += 1;
      return wake();
    },
    gapMs: 50,
    log: pino({ level: 'silent' }),
  });
  return { ask, calls: () => calls };
}

test('the first delivery wakes at once', () => {
  const { ask, calls } = calm();
  ask();
  expect(calls()).toBe(1);
});

test('those that follow within the gap wake once, at its end', () => {
  const { ask, calls } = calm();
  for (let at = 0; at < 100; at += 1) ask();
  expect(calls()).toBe(1);
  vi.advanceTimersByTime(50);
  expect(calls()).toBe(2);
  vi.advanceTimersByTime(1_000);
  expect(calls()).toBe(2);
});

test('a steady stream wakes once a gap, and the last of it is not forgotten', () => {
  const { ask, calls } = calm();
  for (let at = 0; at < 10; at += 1) {
    ask();
    vi.advanceTimersByTime(20);
  }
  vi.advanceTimersByTime(1_000);
  expect(calls()).toBe(5);
});

test('after a rest the next delivery wakes at once again', () => {
  const { ask, calls } = calm();
  ask();
  vi.advanceTimersByTime(60);
  ask();
  expect(calls()).toBe(2);
});

test.each([
  [
    'throws',
    (): void => {
      throw new Error('no');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no'))],
])('a wake-up that %s does not stop the next', (_how, wake) => {
  const { ask, calls } = calm(wake);
  ask();
  vi.advanceTimersByTime(60);
  ask();
  expect(calls()).toBe(2);
});
