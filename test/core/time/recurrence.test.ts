/** Recurring windows as instants: which days, which hours, and what happens in the nights when clocks change. */
import { describe, expect, it } from 'vitest';
import type { Recurrence } from '../../../src/core/policy/calendar.ts';
import { stretchesOf } from '../../../src/core/time/recurrence.ts';
import { readRule } from '../../../src/core/time/rrule.ts';

const NIGHTLY: Recurrence = {
  kind: 'recurring',
  rrule: 'FREQ=DAILY',
  clock: '22:00',
  minutes: 240,
  from: null,
  until: null,
};

function within(
  when: Partial<Recurrence>,
  range: readonly [string, string],
  zone = 'Europe/Berlin',
): readonly string[] {
  const [start, end] = range.map((at) => Date.parse(at));
  const asked = { start: start ?? 0, end: end ?? 0 };
  return stretchesOf({ ...NIGHTLY, ...when }, zone, asked).map((one) =>
    [one.start, one.end].map((at) => new Date(at).toISOString().slice(0, 16)).join('/'),
  );
}

function days(
  rrule: string,
  range: readonly [string, string],
  from: string | null = null,
): readonly string[] {
  const when = { rrule, from, clock: '00:00', minutes: 60 };
  const whole = [`${range[0]}T00:00Z`, `${range[1]}T00:00Z`] as const;
  return within(when, whole, 'UTC').map((text) => text.slice(0, 10));
}

describe('a recurring window', () => {
  it('begins at its local time on every day that its rule names, and is half-open', () => {
    const week = ['2026-11-23T00:00Z', '2026-12-07T00:00Z'] as const;
    expect(within({ rrule: 'FREQ=WEEKLY;BYDAY=TU' }, week)).toEqual([
      '2026-11-24T21:00/2026-11-25T01:00',
      '2026-12-01T21:00/2026-12-02T01:00',
    ]);
    const tuesday = { rrule: 'FREQ=WEEKLY;BYDAY=TU' };
    expect(within(tuesday, ['2026-11-25T01:00Z', '2026-11-25T02:00Z'])).toEqual([]);
    expect(within(tuesday, ['2026-11-24T20:00Z', '2026-11-24T21:00Z'])).toEqual([]);
    expect(within(tuesday, ['2026-11-25T00:59Z', '2026-11-25T02:00Z'])).toHaveLength(1);
  });

  it('keeps its local time when the clocks change', () => {
    const rule = { rrule: 'FREQ=WEEKLY;BYDAY=SU', clock: '04:00', minutes: 180 };
    expect(within(rule, ['2026-03-21T00:00Z', '2026-03-30T00:00Z'])).toEqual([
      '2026-03-22T03:00/2026-03-22T06:00',
      '2026-03-29T02:00/2026-03-29T05:00',
    ]);
  });

  it('that would begin in the hour that the clocks skip begins as if they had not been changed yet', () => {
    const rule = { rrule: 'FREQ=DAILY', clock: '02:30', minutes: 60 };
    expect(within(rule, ['2026-03-28T12:00Z', '2026-03-29T12:00Z'])).toEqual([
      '2026-03-29T01:30/2026-03-29T02:30',
    ]);
  });

  it('that would begin in an hour that occurs twice begins in the first of the two', () => {
    const rule = { rrule: 'FREQ=DAILY', clock: '02:30', minutes: 60 };
    expect(within(rule, ['2026-10-24T12:00Z', '2026-10-25T12:00Z'])).toEqual([
      '2026-10-25T00:30/2026-10-25T01:30',
    ]);
  });

  it('lasts whole days of the calendar, whatever the clocks do, and otherwise minutes that pass', () => {
    const day = { rrule: 'FREQ=DAILY', clock: '00:00', minutes: 1_440 };
    expect(within(day, ['2026-10-25T10:00Z', '2026-10-25T23:30Z'])).toEqual([
      '2026-10-24T22:00/2026-10-25T23:00',
      '2026-10-25T23:00/2026-10-26T23:00',
    ]);
    const night = { rrule: 'FREQ=DAILY', clock: '00:00', minutes: 360 };
    expect(within(night, ['2026-03-29T00:00Z', '2026-03-29T12:00Z'])).toEqual([
      '2026-03-28T23:00/2026-03-29T05:00',
    ]);
    const weekend = { rrule: 'FREQ=WEEKLY;BYDAY=FR', clock: '18:00', minutes: 3_600 };
    expect(within(weekend, ['2026-10-25T12:00Z', '2026-10-25T13:00Z'])).toEqual([
      '2026-10-23T16:00/2026-10-26T05:00',
    ]);
  });

  it('is found from far behind its beginning, in zones at both ends of the world', () => {
    const long = { rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15', clock: '00:00', minutes: 28_800 };
    expect(within(long, ['2027-01-03T12:00Z', '2027-01-03T13:00Z'], 'Pacific/Kiritimati')).toEqual(
      [],
    );
    expect(within(long, ['2027-01-03T09:00Z', '2027-01-03T09:30Z'], 'Pacific/Kiritimati')).toEqual([
      '2026-12-14T10:00/2027-01-03T10:00',
    ]);
    expect(within(long, ['2027-01-04T10:00Z', '2027-01-04T10:30Z'], 'Pacific/Niue')).toHaveLength(
      1,
    );
  });

  it('is never written out beyond what is asked for', () => {
    const far = ['2026-01-01T00:00Z', '2999-01-01T00:00Z'] as const;
    expect(within({}, far).length).toBeLessThan(805);
  });
});

describe('a rule', () => {
  const winter = ['2026-01-01', '2026-03-01'] as const;

  it('names the days that RFC 5545 means', () => {
    expect(days('FREQ=MONTHLY;BYDAY=2TU', winter)).toEqual(['2026-01-13', '2026-02-10']);
    expect(days('FREQ=MONTHLY;BYDAY=-1FR', winter)).toEqual(['2026-01-30', '2026-02-27']);
    expect(days('FREQ=MONTHLY;BYMONTHDAY=-1', winter)).toEqual(['2026-01-31', '2026-02-28']);
    expect(days('FREQ=MONTHLY;BYMONTHDAY=30', winter)).toEqual(['2026-01-30']);
    expect(days('FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', ['2026-01-01', '2026-12-31'])).toEqual([
      '2026-02-13',
      '2026-03-13',
      '2026-11-13',
    ]);
    expect(days('FREQ=YEARLY;BYDAY=4TH;BYMONTH=11', ['2025-01-01', '2027-01-01'])).toEqual([
      '2025-11-27',
      '2026-11-26',
    ]);
    expect(days('FREQ=YEARLY;BYDAY=-1SU', ['2026-01-01', '2027-01-01'])).toEqual(['2026-12-27']);
    expect(days('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', ['2027-06-01', '2029-06-01'])).toEqual([
      '2028-02-29',
    ]);
  });

  it('counts intervals, numbers and what it does not say from its first day', () => {
    expect(days('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU', winter, '2026-01-04').slice(0, 4)).toEqual([
      '2026-01-04',
      '2026-01-12',
      '2026-01-18',
      '2026-01-26',
    ]);
    expect(days('FREQ=DAILY;COUNT=3', winter, '2026-01-30')).toEqual([
      '2026-01-30',
      '2026-01-31',
      '2026-02-01',
    ]);
    expect(days('FREQ=MONTHLY', winter, '2026-01-15')).toEqual(['2026-01-15', '2026-02-15']);
    expect(days('FREQ=WEEKLY;UNTIL=20260112', winter, '2026-01-05')).toEqual([
      '2026-01-05',
      '2026-01-12',
    ]);
    expect(days('FREQ=YEARLY;INTERVAL=2', ['2026-01-01', '2030-01-01'], '2026-02-28')).toEqual([
      '2026-02-28',
      '2028-02-28',
    ]);
  });

  it('that says something else is refused, with what was found and what to write', () => {
    const refused = (text: string, from: string | null = null): unknown => {
      const reading = readRule(text, { from, until: null });
      return reading.kind === 'unreadable' ? [reading.found, reading.remedy] : reading;
    };
    expect(refused('FREQ=HOURLY')).toEqual([
      '"FREQ=HOURLY"',
      'begin with FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY, FREQ=YEARLY',
    ]);
    for (const text of [
      '',
      'FREQ=DAILY;BYSETPOS=1',
      'FREQ=DAILY;FREQ=DAILY',
      'FREQ=DAILY;INTERVAL=0',
      'FREQ=WEEKLY;BYDAY=XX',
      'FREQ=WEEKLY;BYDAY=2TU',
      'FREQ=MONTHLY;BYDAY=0TU',
      'FREQ=MONTHLY;BYMONTHDAY=32',
      'FREQ=WEEKLY;BYMONTHDAY=3',
      'FREQ=DAILY;UNTIL=20260230',
      'FREQ=DAILY;COUNT=3',
      'FREQ=WEEKLY',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
      `FREQ=DAILY;${'X'.repeat(9_000)}`,
    ])
      expect([text, readRule(text, { from: null, until: null }).kind]).toEqual([
        text,
        'unreadable',
      ]);
    expect(refused('FREQ=DAILY', '2026-02-30')).toEqual([
      '"2026-02-30"',
      'write a day that exists, such as 2026-11-21',
    ]);
  });
});
