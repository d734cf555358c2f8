// Days of the calendar by plain arithmetic: the same as the machine's own calendar says.
import { expect, it } from 'vitest';
import { civilOf, dayAfter, dayOf, monthLength } from '../../../src/core/time/civil.ts';

it('the day after is the next one, through leap years and centuries that are none', () => {
  const last = dayOf({ year: 2101, month: 1, day: 1 });
  let civil = { year: 1896, month: 1, day: 1 };
  for (let day = dayOf(civil); day < last; day += 1) {
    if (civil.day === 1) expect([day, civil]).toEqual([day, civilOf(day)]);
    civil = dayAfter(civil);
  }
  expect(civil).toEqual({ year: 2101, month: 1, day: 1 });
  const february = [1900, 2000, 2024, 2100].map((year) => monthLength({ year, month: 2, day: 1 }));
  expect(february).toEqual([28, 29, 29, 28]);
});
