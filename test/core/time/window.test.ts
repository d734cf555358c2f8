import { describe, expect, it } from 'vitest';
import type { Window } from '../../../src/core/plan/plan.ts';
import {
  contains,
  formatInstant,
  formatMinutes,
  formatWindow,
  overlaps,
  parseDuration,
  readWindow,
} from '../../../src/core/time/window.ts';

function windowOf(text: string, zone = 'Europe/Berlin'): Window {
  const reading = readWindow(text, zone);
  if (reading.kind === 'problem') throw new Error(JSON.stringify(reading.problem));
  return reading.window;
}

function problemOf(text: string, zone = 'Europe/Berlin') {
  const reading = readWindow(text, zone);
  if (reading.kind === 'window') throw new Error(JSON.stringify(reading.window));
  return reading.problem;
}

describe('a window is read in its zone and kept in UTC', () => {
  const winter = { start: '2026-11-22T03:30:00Z', end: '2026-11-22T04:30:00Z' };

  it.each([
    '2026-11-22T04:30/2026-11-22T05:30',
    '2026-11-22 04:30/2026-11-22 05:30',
    '2026-11-22 04:30 to 2026-11-22 05:30',
    '2026-11-22 04:30 TO 2026-11-22 05:30',
    '  2026-11-22T04:30   /\t2026-11-22  05:30 ',
    '2026-11-22T04:30:00/2026-11-22T05:30:00',
    '2026-11-22T03:30Z/2026-11-22T04:30Z',
    '2026-11-22T03:30:00z to 2026-11-22T05:30+01:00',
    '2026-11-21 22:30-0500/2026-11-22 05:30 +01:00',
  ])('reads %s', (text) => {
    expect(windowOf(text)).toEqual({ ...winter, zone: 'Europe/Berlin', note: null });
  });

  it('keeps seconds', () => {
    expect(windowOf('2026-11-22T04:30:15/2026-11-22T04:30:16').start).toBe('2026-11-22T03:30:15Z');
  });

  it('spells the zone as the database does, and reads its local times', () => {
    expect(windowOf('2026-07-01 10:00/2026-07-01 11:00', 'europe/berlin')).toEqual({
      start: '2026-07-01T08:00:00Z',
      end: '2026-07-01T09:00:00Z',
      zone: 'Europe/Berlin',
      note: null,
    });
  });

  it.each([
    ['', 'two times'],
    ['tomorrow night', 'two times'],
    ['2026-11-22T04:30', 'two times'],
    ['2026-11-22T04:30/', 'two times'],
    ['2026-11-22T04:30/05:30', 'two times'],
    ['2026-11-22T04:30/2026-11-22T24:00', 'two times'],
    ['2026-11-22T04:30/2026-11-22T05:30/2026-11-22T06:30', 'two times'],
    ['2026-02-30T04:30/2026-03-01T05:30', 'two times'],
    ['2026-11-22T04:30:60/2026-11-22T05:30', 'two times'],
    ['2026-11-22T04:30+99:00/2026-11-22T05:30', 'two times'],
    [`2026-11-22T04:30/2026-11-22T05:30${' x'.repeat(100)}`, 'two times'],
  ])('refuses %s and says what is expected', (text, expected) => {
    const problem = problemOf(text);
    expect(problem.code).toBe('window_invalid');
    expect(problem.expected).toContain(expected);
    expect(problem.remedy).not.toBe('');
  });

  it.each([
    '2026-11-22T04:30/2026-11-22T04:30',
    '2026-11-22T05:30/2026-11-22T04:30',
    '2026-11-22T22:00/2026-11-22T01:00',
  ])('refuses an end that is not after the start: %s', (text) => {
    expect(problemOf(text)).toMatchObject({
      code: 'window_invalid',
      found: expect.stringContaining('not after the start') as string,
    });
  });
});

describe('a year that the database has no time for', () => {
  it.each([
    '0000-01-01 10:00Z/2026-11-22 10:00Z',
    '0001-01-01 00:00+14:00/2026-11-22 10:00Z',
    '0001-01-01 10:00/0001-01-02 10:00',
    '2026-11-22 10:00Z/9999-12-31 23:59-12:00',
  ])('is refused, not carried to it: %s', (text) => {
    const { code, found } = problemOf(text);
    expect([code, found]).toEqual(['window_invalid', expect.stringContaining('no record keeps')]);
  });

  it('is none of the four digits that a calendar has as far as anybody plans', () => {
    expect(windowOf('2026-11-22 10:00Z/9999-12-31 23:59Z').end).toBe('9999-12-31T23:59:00Z');
  });
});

describe('clocks that are put forward and back', () => {
  it('a local time that does not exist is refused, not moved', () => {
    const problem = problemOf('2026-03-29 02:30/2026-03-29 04:00');
    expect(problem.code).toBe('window_invalid');
    expect(problem.found).toContain('2026-03-29 02:30, which does not exist in Europe/Berlin');
  });

  it('a day that a zone skipped does not exist either', () => {
    const problem = problemOf('2011-12-30 10:00/2011-12-31 10:00', 'Pacific/Apia');
    expect(problem.found).toContain('does not exist in Pacific/Apia');
  });

  it('a local time that occurs twice is the first, and says so', () => {
    const window = windowOf('2026-10-25 02:30/2026-10-25 04:00');
    expect(window.start).toBe('2026-10-25T00:30:00Z');
    expect(window.note).toContain('occurs twice in Europe/Berlin: took the first (UTC+02:00)');
    expect(window.note).toContain('2026-10-25 02:30+01:00');
  });

  it('the note tells how to name the second, and that is understood', () => {
    const window = windowOf('2026-10-25 02:30+01:00/2026-10-25 04:00');
    expect(window.start).toBe('2026-10-25T01:30:00Z');
    expect(window.note).toBeNull();
  });

  it('both ends are noted when both occur twice', () => {
    const window = windowOf('2026-10-25 02:10/2026-10-25 02:40');
    expect(window.note?.split('; ').length).toBeGreaterThan(2);
    expect(window.end).toBe('2026-10-25T00:40:00Z');
  });
});

describe('a zone that nobody knows', () => {
  it.each([
    ['Europe/Berln', 'Europe/Berlin'],
    ['berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['America/Newyork', 'America/New_York'],
  ])('%s is answered with %s', (zone, meant) => {
    const problem = problemOf('2026-11-22T04:30/2026-11-22T05:30', zone);
    expect(problem.code).toBe('zone_unknown');
    expect(problem.remedy).toContain(meant);
  });

  it.each(['', 'CEST', '+01:00', 'UTC+2', '__proto__', 'constructor', '../etc', 'Z'.repeat(5000)])(
    '%s is no zone and no crash',
    (zone) => {
      expect(problemOf('2026-11-22T04:30/2026-11-22T05:30', zone).code).toBe('zone_unknown');
    },
  );

  it('is reported before the times are looked at, since they mean nothing without it', () => {
    expect(problemOf('nonsense', 'Nowhere/Land').code).toBe('zone_unknown');
  });
});

describe('windows are half-open', () => {
  const at = (start: number, end: number) => ({
    start: `2026-11-22T0${String(start)}:00:00Z`,
    end: `2026-11-22T0${String(end)}:00:00Z`,
  });

  it('windows that only touch do not overlap', () => {
    expect(overlaps(at(1, 2), at(2, 3))).toBe(false);
    expect(overlaps(at(2, 3), at(1, 2))).toBe(false);
  });

  it.each([
    [at(1, 3), at(2, 4)],
    [at(2, 4), at(1, 3)],
    [at(1, 4), at(2, 3)],
    [at(2, 3), at(1, 4)],
    [at(1, 2), at(1, 2)],
  ])('%o and %o overlap', (left, right) => {
    expect(overlaps(left, right)).toBe(true);
  });

  it('the start is inside, the end is not', () => {
    const window = at(1, 2);
    expect(contains(window, '2026-11-22T01:00:00Z')).toBe(true);
    expect(contains(window, '2026-11-22T01:59:59.999Z')).toBe(true);
    expect(contains(window, '2026-11-22T02:00:00Z')).toBe(false);
    expect(contains(window, '2026-11-22T00:59:59Z')).toBe(false);
  });

  it('instants are compared, not their spelling', () => {
    const odd = { start: '2026-11-22T01:00:00.000Z', end: '2026-11-22T03:00:00+01:00' };
    expect(contains(odd, '2026-11-22T01:00:00Z')).toBe(true);
    expect(contains(odd, '2026-11-22T02:00:00Z')).toBe(false);
  });
});

describe('times are shown in the zone of the change', () => {
  it('within a day the date stands once', () => {
    const window = windowOf('2026-11-22T04:30/2026-11-22T05:30');
    expect(formatWindow(window)).toBe('22 Nov 04:30–05:30 Europe/Berlin');
  });

  it('over midnight both dates stand', () => {
    const window = windowOf('2026-11-24T22:00/2026-11-25T01:00');
    expect(formatWindow(window)).toBe('24 Nov 22:00–25 Nov 01:00 Europe/Berlin');
  });

  it('midnight is that of the zone, not of UTC', () => {
    const window = { start: '2026-11-24T22:30:00Z', end: '2026-11-24T23:30:00Z', note: null };
    expect(formatWindow({ ...window, zone: 'UTC' })).toBe('24 Nov 22:30–23:30 UTC');
    expect(formatWindow({ ...window, zone: 'Europe/Berlin' })).toBe(
      '24 Nov 23:30–25 Nov 00:30 Europe/Berlin',
    );
  });

  it('the year is shown when it is not the year of reference', () => {
    const window = windowOf('2026-11-22T04:30/2026-11-22T05:30');
    expect(formatWindow(window, 2026)).toBe('22 Nov 04:30–05:30 Europe/Berlin');
    expect(formatWindow(window, 2025)).toBe('22 Nov 2026 04:30–05:30 Europe/Berlin');
  });

  it('a window over New Year shows both years, whatever the reference', () => {
    const window = windowOf('2026-12-31T23:00/2027-01-01T01:00', 'UTC');
    for (const reference of [undefined, 2026, 2027]) {
      expect(formatWindow(window, reference)).toBe('31 Dec 2026 23:00–1 Jan 2027 01:00 UTC');
    }
  });

  it('an instant is shown the same way, with seconds only when there are some', () => {
    expect(formatInstant('2026-11-22T03:30:00Z', 'Europe/Berlin')).toBe(
      '22 Nov 04:30 Europe/Berlin',
    );
    expect(formatInstant('2026-11-22T03:30:05Z', 'UTC', 2027)).toBe('22 Nov 2026 03:30:05 UTC');
  });
});

describe('durations', () => {
  it.each([
    ['25m', 25],
    ['2h', 120],
    ['1h30m', 90],
    ['1 h 30 min', 90],
    ['2 hours', 120],
    ['45 Minutes', 45],
    ['15', 15],
    ['0', 0],
    [' 5m ', 5],
    ['1h5', 65],
  ])('%s is %i minutes', (text, minutes) => {
    expect(parseDuration(text)).toBe(minutes);
  });

  it.each(['', ' ', 'h', 'm', '1.5h', '-5m', 'five', '30s', '1d', '5m1h', '1h 1h', '9'.repeat(40)])(
    '"%s" is no duration',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  it.each([
    [0, '0 min'],
    [5, '5 min'],
    [60, '1 h'],
    [90, '1 h 30 min'],
    [1441, '24 h 1 min'],
  ])('%i minutes are shown as %s and read back', (minutes, shown) => {
    expect(formatMinutes(minutes)).toBe(shown);
    expect(parseDuration(shown)).toBe(minutes);
  });
});
