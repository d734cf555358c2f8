// A weekday and a time are the next such moment; what a local time cannot be is refused, not moved.
import { describe, expect, it } from 'vitest';
import { readMoment } from '../../../src/core/time/read-moment.ts';

const ZONE = 'Europe/Berlin';

function at(text: string, now: string): string | null {
  const moment = readMoment(text, { zone: ZONE, now });
  return moment.kind === 'instant' ? moment.instant : null;
}

describe('a weekday and a time', () => {
  it('is the next such moment, today included while it is ahead', () => {
    const saturday = '2026-11-21T00:59:59Z';
    expect(at('Saturday 02:00', saturday)).toBe('2026-11-21T01:00:00Z');
    expect(at('Saturday 02:00', '2026-11-21T01:00:00Z')).toBe('2026-11-28T01:00:00Z');
    expect(at('sun 02:00', saturday)).toBe('2026-11-22T01:00:00Z');
    expect(at('Fri 23:30', saturday)).toBe('2026-11-27T22:30:00Z');
  });

  it('counts the days of the zone, not those of UTC', () => {
    // It is Saturday in Berlin already.
    expect(at('Saturday 02:00', '2026-11-20T23:30:00Z')).toBe('2026-11-21T01:00:00Z');
  });

  it('is refused where the clocks skip it, and the first where they repeat it', () => {
    expect(at('Sunday 02:30', '2027-03-26T12:00:00Z')).toBeNull();
    const twice = readMoment('Sunday 02:30', { zone: ZONE, now: '2026-10-23T12:00:00Z' });
    expect(twice).toMatchObject({ instant: '2026-10-25T00:30:00Z' });
    expect(twice.kind === 'instant' ? twice.note : null).toContain('took the first');
  });

  it.each(['', 'Saturday', 'sa 02:00', 'Saturday 25:00', 'Saturday 02:00 sharp', 'x'.repeat(9000)])(
    'is not guessed: %s',
    (text) => {
      expect(at(text, '2026-11-20T10:00:00Z')).toBeNull();
    },
  );
});
