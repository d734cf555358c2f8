// What the terminal shows: nothing wider than asked for, no marks of Markdown, refusals with code and remedy, and of
// the record only what is new.
import { describe, expect, it } from 'vitest';
import { askedIn, boxOf, headOf, refusalOf } from '../../src/demo/app-words.ts';
import { narrator, type Told } from '../../src/demo/narrator.ts';
import { plainMarkdown, words } from '../../src/demo/plain-markdown.ts';
import { hang, widthOf, wrap } from '../../src/demo/text-layout.ts';
import { read } from '../repo/repository.ts';

const HOLD = read('test/golden/record-running-refused-confirm.md');
const EVIDENCE = read('test/golden/evidence-completed.md');
const REFUSAL = read('test/golden/refusals.md').split('\n---\n')[2] ?? '';
const ASK = read('test/golden/announcement-review.md');

function told(width: number, tell: (say: ReturnType<typeof narrator>) => void): readonly string[] {
  const parts: string[] = [];
  tell(narrator((text) => void parts.push(text), false, width));
  return parts.join('').split('\n');
}

const NOON = new Date('2026-11-22T03:52:00Z');
const quiet: Omit<Told, 'record'> = { reaction: null, refused: null, said: [] };

describe('a line', () => {
  it('is broken between words, and a word that is longer than a line stays whole', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('a https://example.test/long b', 6)).toEqual([
      'a',
      'https://example.test/long',
      'b',
    ]);
  });

  it('goes on below where its text began, also after a line break', () => {
    expect(hang('• ', 'first second\nthird', 22)).toEqual(['• first second', '  third']);
  });

  it('counts an emoji as two columns and its style mark as none', () => {
    expect(['▶️', '✋', '👍', 'a·b'].map(widthOf)).toEqual([2, 2, 2, 3]);
  });

  it.each([60, 100])('of a whole story is never wider than %i columns', (width) => {
    const lines = told(width, (say) => {
      say.title('Story 1 · a certificate is rotated');
      say.act(NOON, 'mara-ops', `P1: ${'words and '.repeat(20)}\n/chg done P3 go`);
      say.answer({
        reaction: 'confused',
        refused: refusalOf(REFUSAL),
        said: ['asks'],
        record: HOLD,
      });
    });
    expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
    expect(lines.length).toBeGreaterThan(8);
  });
});

describe('an act', () => {
  it('is told with its time on the company’s clock, its actor, and later lines below the first', () => {
    const lines = told(100, (say) => {
      say.act(NOON, 'mara-ops', 'P1: equal\n/chg done P3 go');
    });
    expect(lines.slice(0, 2)).toEqual([
      '22 Nov 04:52  mara-ops    P1: equal',
      '                          /chg done P3 go',
    ]);
  });

  it('that was refused shows reaction, obstacle, code, remedy and who can help', () => {
    const text = told(100, (say) => {
      say.answer({ ...quiet, reaction: 'confused', refused: refusalOf(REFUSAL), record: HOLD });
    }).join('\n');
    expect(text).toMatch(/😕 │ refused: .*\(no_eligible_approvers\)/u);
    expect(text).toContain('│ Next  Invite or promote');
    expect(text).toContain('│ Who   an admin of the repository');
  });

  it('after which the record says the same is only noted', () => {
    const lines = told(100, (say) => {
      say.answer({ ...quiet, record: HOLD });
      say.answer({ ...quiet, reaction: '+1', record: HOLD });
    });
    expect(lines.filter((line) => line.includes('CHG-00001'))).toHaveLength(1);
    expect(lines.at(-2)).toContain('👍 │ noted; what is next stays the same');
  });
});

describe('the app’s own words', () => {
  it('are found in the record: headline, next, who and why', () => {
    expect(headOf(HOLD).map(({ label }) => label)).toEqual(['', 'Next', 'Who', 'Why']);
    expect(headOf(HOLD)[0]?.text).toBe('✋ CHG-00001 · E3 waits for a second person');
  });

  it('tell a box that was put back from one that stayed', () => {
    expect(boxOf(HOLD, 'E3').ticked).toBe(true);
    expect(boxOf(HOLD, 'E4')).toEqual({ ticked: false, refused: null });
    expect(boxOf(HOLD, 'E3').refused).toBe('04:52 mara-ops was refused: a second person is needed');
  });

  it('name whom a milestone comment asks', () => {
    expect(askedIn(ASK)).toBe('@tomas-sre, @dee-lead, @jonas-dba or @omar-dev');
    expect(askedIn(HOLD)).toBeNull();
    expect(refusalOf(HOLD)).toBeNull();
  });
});

describe('a comment on a terminal', () => {
  it('has no marks left, and says how long the part for machines is', () => {
    const text = plainMarkdown(EVIDENCE, 100).map((line) => line.text);
    const marked = text.filter((line) =>
      /\*\*|`|<\/?(?:details|summary|sub|code)>|<!--|\]\(/u.test(line),
    );
    expect(marked).toEqual([]);
    expect(text.join('\n')).toMatch(/\(\d+ lines for machines, left out here\)/u);
  });

  it('shows escaped signs as what they are', () => {
    expect(words('0\\.02 % \\*not bold\\* &lt;b&gt; `x` **y** [source](http://a)')).toBe(
      '0.02 % *not bold* <b> x y source',
    );
  });
});
