// What somebody wants imagined has one spelling, and what is not understood is put back and never passed over.
import { describe, expect, it } from 'vitest';
import { spell, unspell, whatIfOf, type Imagined } from '../../../src/core/gate/imagined.ts';
import { readSimulate as read, type Question } from '../../../src/core/intent/read-simulate.ts';
import { markerLine } from '../../../src/render/safe-text.ts';
import { PEOPLE } from '../../support/change-people.ts';

// A Friday.
const HERE = { zone: 'Europe/Berlin', now: '2026-11-20T10:00:00Z' };

function readSimulate(rest: string): Question {
  return read(rest, HERE);
}

const NOTHING: Imagined = {
  as: null,
  approve: [],
  ignore: [],
  category: null,
  act: null,
  at: null,
};

describe('what is imagined', () => {
  it('is one question in whatever order and words', () => {
    const one = readSimulate('approve @dee-lead, @tomas-sre act start');
    expect(readSimulate('act START approve tomas-sre Dee-Lead,dee-lead')).toEqual(one);
    expect(readSimulate('')).toEqual({ spelled: '' });
    expect(readSimulate('act approve')).toEqual({ spelled: 'act.approve' });
  });

  it('is read back as it was spelled', () => {
    const whole: Imagined = {
      as: 'mara-ops',
      approve: ['dee-lead', 'tomas-sre'],
      ignore: ['act.start', 'omar_dev'],
      category: 'significant',
      act: 'merge',
      at: { instant: '2026-10-25T00:30:00Z', first: true },
    };
    expect(unspell(spell(whole))).toEqual(whole);
    expect(unspell(spell(NOTHING))).toEqual(NOTHING);
  });

  it.each([
    ['please', 'as, approve, ignore, category, act, at'],
    ['as', 'as whom'],
    ['as a b', 'as whom'],
    ['category huge', 'one category'],
    ['act dance', 'one act'],
    ['at', 'when, such as'],
    ['approve -->', 'who approves'],
    ['approve a=b:c', 'who approves'],
    ['approve deploybot[bot]', 'who approves'],
    ['ignore \u017fara', 'whom to ignore'],
    ['approve a b c d e f g h i j k', 'at most 10 people'],
  ])('is put back where it cannot be understood: %s', (rest, missing) => {
    const question = readSimulate(rest);
    expect('missing' in question ? question.missing : 'understood').toContain(missing);
  });

  it('is at a time in the zone of the change: a weekday is the next one', () => {
    const at = (text: string): unknown => {
      const question = readSimulate(`at ${text} act start`);
      return 'spelled' in question ? question.spelled : question;
    };
    expect(at('Saturday 02:00')).toBe('act.start:at.20261121T010000Z');
    expect(at('"sat 02:00"')).toBe('act.start:at.20261121T010000Z');
    expect(at('2026-11-28T02:00')).toBe('act.start:at.20261128T010000Z');
    expect(at('2026-11-28 02:00+00:00')).toBe('act.start:at.20261128T020000Z');
    expect(at('2026-10-25 02:30')).toBe('act.start:at.20261025T003000Z-first');
    expect(at('2027-03-28 02:30')).toMatchObject({ kind: 'unreadable' });
    expect(at('Caturday 02:00')).toMatchObject({ kind: 'unreadable' });
  });

  it('stands in the name of a reply whatever people write', () => {
    for (const name of ['a--b', 'a..b', 'act.start', 'x_y', '\u212Aim', 'a:b', 'a-->']) {
      const question = readSimulate(`approve ${name}`);
      if (!('spelled' in question)) continue;
      const marker = `<!-- holdpoint:reply:ask:simulate:1:2:${question.spelled} v1 CHG-00001 00 -->`;
      expect(markerLine(marker)).toBe(marker);
    }
  });

  it('has people with the roles of now; whoever is not among them holds none', () => {
    const { tomas } = PEOPLE;
    const imagined = { ...NOTHING, approve: [tomas.login, 'stranger'] };
    const { whatIf, strangers } = whatIfOf(imagined, [tomas]);
    expect(whatIf.approve).toEqual([tomas, expect.objectContaining({ roles: [] })]);
    expect(strangers).toEqual(['stranger']);
  });
});
