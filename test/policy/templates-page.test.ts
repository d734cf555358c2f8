// The page about templates shows one that can be used as it is, in the words of its tests.
import { expect, test } from 'vitest';

import { read } from '../repo/repository.ts';
import { read as readText, TEXT } from './template-file.ts';

const [, EXAMPLE = ''] = /^```yaml\n([^]*?)^```/mu.exec(read('docs/templates.md')) ?? [];

test('the example on the page of templates can be used, and is the one that is tested', () => {
  expect(readText(EXAMPLE).problems).toEqual([]);
  const withoutHead = (text: string): string => text.slice(text.indexOf('\n'));
  expect(withoutHead(EXAMPLE)).toBe(withoutHead(TEXT));
  expect(EXAMPLE).toContain('$schema=https://holdpoint.example/schemas/template.schema.json');
});
