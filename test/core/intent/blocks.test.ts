import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readBlocks } from '../../../src/core/intent/blocks.ts';
import { documents, paragraphLines } from './markdown-oracle.ts';

function topParagraphs(text: string): readonly number[] {
  const blocks = readBlocks(text.split('\n'));
  return blocks.flatMap((block, index) =>
    block.kind === 'paragraph' && block.inside === 'nothing' ? [index] : [],
  );
}

describe('the block structure of a comment', () => {
  it('calls the same lines paragraphs at the top level as two independent Markdown parsers', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const expected = paragraphLines(text);
        fc.pre(expected !== null);
        expect(topParagraphs(text)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});
