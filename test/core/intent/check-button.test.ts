/** What the buttons of a check are called between us and a forge: read back as spelled, and nothing else is. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPress, spellPress, type HoldPress } from '../../../src/core/intent/check-button.ts';
import { intend } from '../../../src/core/intent/intend.ts';
import { buttonsOf } from '../../../src/render/check-buttons.ts';
import { aChange, asked, notice, tomas, whatIsKnown } from './scene.ts';

const press: fc.Arbitrary<HoldPress> = fc.record({
  verb: fc.constantFrom('confirm', 'decline'),
  change: fc.integer({ min: 1, max: 99_999 }),
  step: fc.stringMatching(/^[EPV][1-9]\d{0,2}$/u),
  round: fc.integer({ min: 1, max: 60_000_000 }),
});

describe('a button of the check', () => {
  it('is read back as it was spelled, within what a forge takes', () => {
    fc.assert(
      fc.property(press, (one) => {
        const spelled = spellPress(one);
        expect(spelled?.length).toBeLessThanOrEqual(20);
        expect(readPress(spelled ?? '')).toEqual(one);
        for (const { label, description, identifier } of buttonsOf(one)) {
          expect(label.length).toBeLessThanOrEqual(20);
          expect(description.length).toBeLessThanOrEqual(40);
          expect(identifier.length).toBeLessThanOrEqual(20);
        }
      }),
    );
  });

  it('is left out where it does not fit, and then only to ask anew is left', () => {
    const long = { change: 1_234_567, step: 'E100', round: 2_000_000_000 };
    expect(spellPress({ verb: 'confirm', ...long })).toBeNull();
    expect(buttonsOf(long).map(({ label }) => label)).toEqual(['Re-check']);
  });

  it('that was never ours says nothing', () => {
    const strange = [
      '',
      'recheck',
      'y:1:E1',
      'y:1:E1:z:z',
      'x:1:E1:z',
      'y:-1:E1:z',
      'y:1::z',
      'y:1:E1:Z',
    ];
    for (const one of strange) expect(readPress(one)).toBeNull();
    fc.assert(fc.property(fc.string(), (one) => readPress(one) === null || one.length > 0));
  });
});

describe('a press', () => {
  const sha = 'a'.repeat(40);
  const check = { id: '88', about: 'CHG-00012/gate', url: 'https://forge.test/runs/88' };
  const fact = { kind: 'check_requested', sha, identifier: 'y:12:E3:z', check } as const;
  const told = notice(fact, { actor: tomas });

  it('is a word to the change that it names, by whoever pressed', () => {
    const known = whatIsKnown({ change: null, linked: [aChange({ number: 12 })] });
    expect(intend(told, known)).toMatchObject([
      {
        change: 12,
        command: { type: 'confirm', step: 'E3', observed: '', pressed: 35 },
        key: `button:88:y:12:E3:z:${tomas.id}:${told.occurredAt}`,
        url: check.url,
      },
      { change: 12, command: { type: 'reconsider' } },
    ]);
  });

  it('says nothing to a change that its commit is not linked to', () => {
    const known = whatIsKnown({ change: null, linked: [aChange({ number: 13 })] });
    expect(asked(told, known)).toEqual([{ type: 'reconsider' }]);
  });
});
