// What stands below the headings of a pull request's text, and what only looks as if it did.
import { describe, expect, test } from 'vitest';
import { headingKey, readPullSections } from '../../../src/core/plan/pull-sections.ts';

const WANTED = [
  { id: 'what', headings: ['What'] },
  { id: 'why', headings: ['Why'] },
  { id: 'testing', headings: ['Testing', 'Test plan'] },
];

const read = (...lines: readonly string[]): ReturnType<typeof readPullSections> =>
  readPullSections(lines.join('\n'), WANTED);

describe('sections of a pull request', () => {
  test('are found at any level, in any order, by any of their headings', () => {
    const { found, outside } = read(
      'Hello.',
      '# Why',
      'because',
      '### Test-Plan:',
      'by hand',
      '## WHAT',
      'a thing',
    );
    expect([...found.keys()]).toEqual(['why', 'testing', 'what']);
    expect(found.get('testing')).toEqual({
      id: 'testing',
      lines: [4],
      text: 'by hand',
      said: 'by hand',
    });
    expect(outside).toBe('Hello.');
  });

  test('hold what stands below headings under their own, and end at the next beside it', () => {
    const { found, outside } = read('## What', 'one', '### Details', 'two', '## Notes', 'three');
    expect(found.get('what')?.text).toBe('one\n### Details\ntwo');
    expect(found.get('what')?.said).toBe('one\ntwo');
    expect(outside).toBe('## Notes\nthree');
  });

  test('that stand twice name both places', () => {
    expect(read('## What', 'one', '## What', 'two').found.get('what')).toMatchObject({
      lines: [1, 3],
      text: 'one',
    });
  });

  test.each([
    ['a code fence', ['```', '## Why', 'x', '```']],
    ['a comment', ['<!--', '## Why', 'x', '-->']],
    ['a comment that never ends', ['<!-- open', '', '## Why', 'x']],
    ['a quote', ['> ## Why', '> x']],
    ['a list', ['- ## Why', '  x']],
    ['indented code', ['', '    ## Why', '    x']],
  ])('are not opened by a heading in %s', (_where, lines) => {
    expect(read('## What', 'a thing', ...lines).found.has('why')).toBe(false);
  });

  test.each([
    ['nothing', []],
    ['only the comment of the template', ['<!-- Say why -->']],
    ['what a form writes for no answer', ['_No response_']],
    ['boxes that nobody ticked', ['- [ ] unit tests', '- [ ] by hand']],
    ['a heading', ['#### Because']],
    ['marks', ['...', '---']],
    ['a word that promises one', ['TBD']],
    ['a comment behind a mark', ['. <!-- Say why', 'at length -->']],
    ['where a link leads', ['[//]: # (Say why)']],
  ])('say nothing with %s', (_what, lines) => {
    expect(read('## Why', ...lines).found.get('why')?.said).toBe('');
  });

  test('say what stands beside all that', () => {
    const { found } = read(
      '## Testing',
      '<!-- how -->',
      '- [ ] load',
      '- [x] unit',
      'None needed.',
    );
    expect(found.get('testing')?.said).toBe('[x] unit\nNone needed.');
  });

  test('a text of any length is read in a row', () => {
    const many = readPullSections('## What\n'.repeat(30_000), WANTED);
    expect(many.found.get('what')?.lines.length).toBe(30_000);
    expect(readPullSections('#'.repeat(300_000), WANTED).found.size).toBe(0);
  });

  test('a heading is its words', () => {
    expect(headingKey('  Security-Impact? ')).toBe('security impact');
    expect(headingKey('## What **exactly**')).toBe('what exactly');
    expect(headingKey('…')).toBe('');
  });
});
