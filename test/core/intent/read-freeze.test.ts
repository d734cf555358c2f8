// What `/chg freeze` says, and what it is answered when it does not say it clearly.
import { describe, expect, it } from 'vitest';
import {
  readFreeze,
  type FreezeReading,
  type FreezeWish,
} from '../../../src/core/intent/read-freeze.ts';

const HERE = { zone: 'UTC', now: '2026-11-20T12:00:00Z' };

function read(rest: string, below = ''): FreezeReading {
  return readFreeze(rest, `${rest}${below}`, HERE);
}

function wishOf(rest: string, below = ''): FreezeWish {
  const reading = read(rest, below);
  if (reading.kind !== 'wish') throw new Error(JSON.stringify(reading));
  return reading.wish;
}

describe('the words of a freeze', () => {
  it('are clauses in any order, with the reason last', () => {
    expect(
      wishOf(
        'assets db/*, edge/* until 2026-11-30T08:00 Europe/Berlin environments production because the ledger is audited until Monday',
      ),
    ).toMatchObject({
      end: '2026-11-30T07:00:00Z',
      start: null,
      zone: 'Europe/Berlin',
      assets: ['db/*', 'edge/*'],
      environments: ['production'],
      categories: null,
      reason: 'the ledger is audited until Monday',
    });
  });

  it('take the reason from the lines below as well', () => {
    expect(wishOf('for 4h', '\nthe bank is closed\nuntil noon').reason).toBe(
      'the bank is closed\nuntil noon',
    );
    expect(wishOf('for 4h because of this', '\nand that').reason).toBe('of this\nand that');
  });

  it('name a day of the week, a length, categories, priorities and roles', () => {
    expect(
      wishOf(
        'from Saturday 02:00 for 1h30m categories normal significant lets critical override lead, incident-commander',
      ),
    ).toMatchObject({
      start: '2026-11-21T02:00:00Z',
      minutes: 90,
      categories: ['normal', 'significant'],
      lets: ['critical'],
      overriders: ['lead', 'incident_commander'],
    });
    expect(wishOf('until 2026-11-30T08:00Z override nobody').overriders).toEqual([]);
  });

  it('say which of two equal local times was taken', () => {
    expect(wishOf('until 2027-10-31 02:30 Europe/Berlin').note).toContain('occurs twice');
  });

  it.each([
    ['the ledger is audited', 'freeze_unclear', '"the"'],
    ['untill 2026-11-30T08:00', 'freeze_unclear', '"untill"'],
    ['until', 'freeze_unclear', 'until and nothing behind it'],
    ['until 2026-11-30T08:00 until 2026-12-01T08:00', 'freeze_unclear', '"until"'],
    ['until 2026-11-30T08:00 for 4h', 'freeze_unclear', 'both until and for'],
    ['until tomorrow', 'time_invalid', '"tomorrow"'],
    ['until 2026-11-31T08:00', 'time_invalid', 'no calendar has'],
    ['until 2027-03-28T02:30 Europe/Berlin', 'time_invalid', 'the clocks skip it'],
    ['until 2026-11-30T08:00 Berlin', 'zone_unknown', '"Berlin"'],
    ['for ever', 'freeze_unclear', '"ever"'],
    ['for 0m', 'freeze_unclear', '"0m"'],
    ['for 4h assets ,', 'freeze_unclear', '","'],
    ['for 4h assets db/{a', 'freeze_unclear', '"db/{a"'],
    ['for 4h categories urgent', 'freeze_unclear', '"urgent"'],
    ['for 4h lets everything', 'freeze_unclear', '"everything"'],
    ['for 4h override somebody', 'freeze_unclear', '"somebody"'],
    [`for 4h assets ${'a '.repeat(3)}${'b'.repeat(101)}`, 'freeze_unclear', '"bbb'],
    [
      `for 4h assets ${Array.from({ length: 21 }, (_, n) => `a${String(n)}`).join(' ')}`,
      'freeze_unclear',
      '21 names',
    ],
    [`for 4h because ${'x'.repeat(2_001)}`, 'freeze_unclear', '2,000'],
  ])('that are not clear are refused with what was found: %s', (rest, code, found) => {
    const reading = read(rest);
    expect(reading).toMatchObject({ kind: 'problem', code });
    expect(reading.kind === 'problem' && reading.facts['found']).toContain(found);
  });

  it('suggest what was meant', () => {
    const reading = read('untill 2026-11-30T08:00');
    expect(reading.kind === 'problem' && reading.facts['remedy']).toBe('did you mean until?');
  });
});
