import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MOST_COMMANDS, parseSlash } from '../../../src/core/intent/slash.ts';
import { documents, paragraphLines, textLines } from './markdown-oracle.ts';
import { COMMANDS, HEARD, HIDDEN } from './slash-corpus.ts';

function bodies(patterns: readonly string[]): readonly string[] {
  const plain = patterns.flatMap((pattern) =>
    COMMANDS.map((command) => pattern.replace('C', () => command)),
  );
  return [...plain, ...plain.map((body) => body.replaceAll('\n', '\r\n'))];
}

function wrongly(patterns: readonly string[], heard: number): readonly string[] {
  return bodies(patterns).filter((body) => parseSlash(body).length !== heard);
}

/** Verbs and what follows them. */
function said(body: string, steps: readonly string[] = []): readonly unknown[] {
  return parseSlash(body, steps).map((line) =>
    line.kind === 'left_out'
      ? [line.kind, line.count]
      : [line.kind === 'command' ? line.verb : line.step, line.text],
  );
}

describe('where a command may stand', () => {
  it(`is heard in none of ${String(bodies(HIDDEN).length)} comments that only show it`, () => {
    expect(bodies(HIDDEN).length).toBeGreaterThan(300);
    expect(wrongly(HIDDEN, 0)).toEqual([]);
  });

  it(`is heard once in each of ${String(bodies(HEARD).length)} comments that mean it`, () => {
    expect(wrongly(HEARD, 1)).toEqual([]);
  });

  it('is heard only where an independent Markdown parser sees plain text at the top level', () => {
    fc.assert(
      fc.property(documents, (text) => {
        fc.pre(paragraphLines(text) !== null);
        const visible = textLines(text);
        expect(parseSlash(text).filter(({ line }) => !visible.has(line))).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
  });

  it('is known by the number of its line, whatever the line ends', () => {
    expect(parseSlash('a\n\n/chg submit').map(({ line }) => line)).toEqual([2]);
    expect(parseSlash('a\r\n\r\n/chg submit').map(({ line }) => line)).toEqual([2]);
    expect(parseSlash('a\r\r/chg submit').map(({ line }) => line)).toEqual([2]);
  });

  it('begins with the word /chg and nothing longer', () => {
    expect(said('/chgx submit\n/chg-submit\n/ chg submit\n//chg submit\nchg submit')).toEqual([]);
    expect(said('/chg\tsubmit')).toEqual([['submit', '']]);
    expect(said('/chg')).toEqual([['', '']]);
  });

  it('is not looked for below a nesting that nobody writes by hand', () => {
    expect(parseSlash(`${'- '.repeat(20)}x\n\n/chg approve`)).toHaveLength(1);
    expect(parseSlash(`${'- '.repeat(40)}x\n\n/chg approve`)).toEqual([]);
  });

  it('is read no more than so many times in one comment', () => {
    const body = Array.from({ length: 500 }, () => '/chg approve').join('\n');
    const read = parseSlash(body);
    expect(read).toHaveLength(MOST_COMMANDS + 1);
    expect(read.at(-1)).toEqual({
      kind: 'left_out',
      line: MOST_COMMANDS,
      count: 500 - MOST_COMMANDS,
      first: { kind: 'command', line: MOST_COMMANDS, verb: 'approve', rest: '', text: '' },
    });
    const most = Array.from({ length: MOST_COMMANDS }, () => '/chg approve').join('\n');
    expect(parseSlash(most).map(({ kind }) => kind)).not.toContain('left_out');
  });
});

describe('the words of a command', () => {
  it('go on below it until the next command', () => {
    const body =
      '/chg reject the supplier\nhas no one on call\n\nand it is late\n/chg withdraw\nwords';
    expect(said(body)).toEqual([
      ['reject', 'the supplier\nhas no one on call\n\nand it is late'],
      ['withdraw', ''],
    ]);
  });

  it('may hold a pasted log, with commands in it that are not commands', () => {
    const body = '/chg done E3 as expected\n```\n$ /chg approve\n/chg approve\n```';
    expect(said(body)).toEqual([
      ['done', 'E3 as expected\n```\n$ /chg approve\n/chg approve\n```'],
    ]);
  });

  it('are those of the line alone for a verb without free text', () => {
    expect(said('/chg start authorised by @lena-lead\nby phone')).toEqual([
      ['start', 'authorised by @lena-lead'],
    ]);
  });

  it('stop where a mail begins to quote, and at the signature', () => {
    const quote = 'On Tue, 24 Nov 2026 at 22:00, Mara Ops <m@forge.example> wrote:\n> words';
    expect(said(`/chg approve thanks\n\n${quote}`)).toEqual([['approve', 'thanks']]);
    expect(said('/chg approve thanks\n-- \nTomas\nSite reliability')).toEqual([
      ['approve', 'thanks'],
    ]);
  });

  it('lose what no database can store', () => {
    expect(said('/chg reject a\u0000b\ud800c')).toEqual([['reject', 'a\ufffdb\ufffdc']]);
  });
});

describe('an observation on a line of its own', () => {
  const steps = ['E2', 'E3', 'E4a'];

  it('begins with a step that is known', () => {
    expect(said('E3: new serial\nE9: nothing', steps)).toEqual([['E3', 'new serial\nE9: nothing']]);
    expect(said('e4A : x\ne4A: drained', steps)).toEqual([['E4a', 'drained']]);
    expect(said('E3 looks good\nsee E3: there\n`E3: no`\n> E3: no', steps)).toEqual([]);
  });

  it('ends at the next one', () => {
    expect(said('E2: gone\nafter 41 s\nE3: serial 02:E4\n/chg done E4a', steps)).toEqual([
      ['E2', 'gone\nafter 41 s'],
      ['E3', 'serial 02:E4'],
      ['done', 'E4a'],
    ]);
  });
});

describe('hostile comments', () => {
  const LONG = 65_536;
  const fill = (part: string): string => part.repeat(Math.ceil(LONG / part.length)).slice(0, LONG);

  it.each([
    ['nested quotes', fill('>')],
    ['nested lists', fill('- ')],
    [
      'nested lists, then blank lines',
      `${fill('- ').slice(0, LONG / 2)}\n${fill('\n').slice(0, LONG / 2)}`,
    ],
    [
      'backticks of every length',
      Array.from({ length: 360 }, (_, n) => '`'.repeat(n + 1)).join(' '),
    ],
    ['single backticks', fill('a `b``c```')],
    ['open comments', fill('a <!-- ')],
    ['open tags', fill('<a b="')],
    ['open tags with other quotes', fill(`<a b="<a b='`)],
    ['open brackets', fill('[')],
    ['links that do not end', fill('](a "')],
    ['links that nest', '[]('.repeat(130_000)],
    ['open pictures', fill('![')],
    ['tildes', fill('~~a ')],
    ['mails', fill('On 1 a wrote:\n')],
    ['half mails', fill('On 1 a\n')],
    ['headers', fill('From:\n')],
    ['tabs', fill('\t')],
    ['details', fill('<details>\n\n')],
    ['table rows', fill('a|b\n-|-\n')],
    ['commands', fill('/chg done E1 x\n')],
    ['one long verb', `/chg ${fill('x')}`],
    ['definitions', fill('[a]: b\n')],
    ['setext', fill('a\n=\n')],
    ['declarations', fill('<?<!A<![CDATA[')],
  ])('are read in one pass: %s', (_name, body) => {
    // Quadratic reading of these would take minutes, and the test would run into its limit.
    expect(parseSlash(body, ['E1']).length).toBeLessThanOrEqual(MOST_COMMANDS + 1);
  });

  it('never make the reader fail', () => {
    fc.assert(
      fc.property(fc.oneof(documents, fc.string({ unit: 'binary', maxLength: 400 })), (body) => {
        expect(parseSlash(body, ['E1', 'V1'])).toEqual(parseSlash(body, ['E1', 'V1']));
      }),
      { numRuns: 800 },
    );
  });
});
