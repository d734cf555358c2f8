/** What a check is about: read back as spelled, and told apart where its buttons are. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAbout, spellAbout, type CheckAbout } from '../../../src/core/intent/check-about.ts';

const number = fc.integer({ min: 1, max: 99_999 });
const about: fc.Arbitrary<CheckAbout> = fc.oneof(
  fc.record({ kind: fc.constant('pull' as const), number }),
  fc.record({ kind: fc.constant('policy' as const), number: fc.option(number) }),
  fc.record({ kind: fc.constantFrom('group' as const, 'commit' as const) }),
);
const hold = fc.record({ change: number, step: fc.constantFrom('E1', 'E12'), round: number });

describe('what a check is about', () => {
  it('is read back as it was spelled, whatever its buttons ask', () => {
    fc.assert(
      fc.property(about, fc.option(hold), (one, asked) => {
        expect(readAbout(spellAbout(one, asked))).toEqual(one);
      }),
    );
  });

  it('is spelled differently where another doing of a step is asked about', () => {
    const gate = { kind: 'change', number: 12 } as const;
    const asked = { change: 12, step: 'E3', round: 13 };
    const spelled = [null, asked, { ...asked, round: 15 }].map((one) => spellAbout(gate, one));
    expect(spelled).toEqual(['CHG-00012/gate', 'CHG-00012/gate 12:E3:d', 'CHG-00012/gate 12:E3:f']);
  });

  it('is nothing where a change answers, or where it was never ours', () => {
    const strange = [
      '',
      'pull',
      'pull/',
      'pull/x',
      'pull/1/2',
      'merge',
      'CHG-00012/gate',
      'commit/7',
    ];
    for (const one of strange) expect(readAbout(one)).toBeNull();
  });
});
