import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { toStorableText } from '../../src/core/audit/canonical.ts';
import { jsonBlocks, readJsonBlocks } from '../../src/render/evidence-json.ts';
import { live } from './forge-rendering.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const NAME = 'CHG-00001 evidence';

describe('the machine block', () => {
  it('is read back as it was printed, whatever the words in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 200 }), (value, text) => {
        const given: unknown = JSON.parse(JSON.stringify({ value, text: toStorableText(text) }));
        expect(readJsonBlocks(jsonBlocks(Object(given) as object, NAME), NAME)).toEqual(given);
      }),
      { numRuns: 500 },
    );
  });

  it('brings nothing to life and cannot be ended early by a thousand hostile texts', () => {
    const found = HOSTILE_TEXTS.map(toStorableText).flatMap((text) => {
      const blocks = jsonBlocks({ text, list: [text] }, NAME);
      const alive = live(blocks.join('\n')).filter(
        ({ kind }) => kind !== 'html' && kind !== 'marker',
      );
      const markers = live(blocks.join('\n')).filter(({ kind }) => kind === 'marker');
      return alive.length === 0 && markers.length === 2 ? [] : [{ text, alive, markers }];
    });
    expect(found).toEqual([]);
  });

  it('is spread over several blocks when it is long, and no line of it begins with a slash', () => {
    const value = {
      paths: Array.from({ length: 40 }, () => '/'.repeat(6_000)),
      emoji: '👩‍🔧'.repeat(20_000),
    };
    const blocks = jsonBlocks(value, NAME);
    expect(blocks.length).toBeGreaterThan(5);
    expect(Math.max(...blocks.map((block) => block.length))).toBeLessThan(50_000);
    expect(
      blocks
        .join('\n')
        .split('\n')
        .filter((line) => line.startsWith('/')),
    ).toEqual([]);
    expect(readJsonBlocks(blocks, NAME)).toEqual(value);
  });

  it('is not there when a block of it is missing', () => {
    const blocks = jsonBlocks({ text: 'x'.repeat(100_000) }, NAME);
    expect(readJsonBlocks(blocks.slice(1), NAME)).toBeNull();
    expect(readJsonBlocks(['a comment without any'], NAME)).toBeNull();
  });
});
