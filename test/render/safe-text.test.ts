import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  block,
  code,
  inline,
  login,
  mention,
  mentionTeam,
  quote,
} from '../../src/render/safe-text.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { live, toHtml } from './forge-rendering.ts';

const DOORS = { inline, quote, code, login, block: (text: string) => block(text, 'text') };

describe('the door for words of people', () => {
  it.each(Object.entries(DOORS))(
    '%s lets nothing live through, from 1,000 hostile texts',
    (_name, door) => {
      expect(HOSTILE_TEXTS.length).toBeGreaterThan(1000);
      const found = HOSTILE_TEXTS.flatMap((text) =>
        live(door(text)).map((what) => ({ from: text, ...what })),
      );
      expect(found).toEqual([]);
    },
  );

  it.each(Object.entries(DOORS))(
    '%s lets nothing live through between words of ours',
    (_name, door) => {
      if (door === DOORS.block || door === DOORS.quote) return;
      const found = HOSTILE_TEXTS.flatMap((text) =>
        live(`- [ ] **E1** ${door(text)} · ${door(text)}\n  expected: ${door(text)}`),
      );
      expect(found).toEqual([]);
    },
  );

  it('lets nothing live through, whatever is built from dangerous pieces', () => {
    const piece = fc.constantFrom(
      '@',
      'a',
      '#',
      '1',
      '`',
      '``',
      '\\',
      '<',
      '!--',
      '-->',
      '>',
      '[',
      ']',
      '(',
      ')',
      '/',
      'chg',
      ' ',
      '\n',
      '*',
      '_',
      '~',
      '|',
      '&',
      ';',
      '$',
      ':',
      '.',
      'www.',
      'http://',
      '\t',
      '\u200B',
      '\u202E',
      '-',
      '=',
      '+',
      '!',
    );
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (given) => {
        for (const door of Object.values(DOORS))
          expect(live(door(given)), JSON.stringify(door(given))).toEqual([]);
      }),
      { numRuns: 4000 },
    );
  });

  it('shows every visible character that was written', () => {
    const plain = fc.stringMatching(/^[!-~ ]{0,80}$/u);
    fc.assert(
      fc.property(plain, (given) => {
        const shown = toHtml(inline(`x${given}x`))
          .replaceAll(/<\/?(?:p|code)>/gu, '')
          .trim();
        const text = shown
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&');
        const squeeze = (value: string): string =>
          value.replaceAll(/[\s`]/gu, '').replaceAll('<!--', '<!--');
        expect(squeeze(text)).toBe(squeeze(`x${given}x`));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps a code span that a person wrote', () => {
    expect(inline('Place the files in `/etc/gateway/tls/` on gw-1')).toBe(
      'Place the files in `/etc/gateway/tls/` on gw-1',
    );
  });

  it('shows names, references and addresses as code, and leaves the sentence around them alone', () => {
    expect(inline('ask @tomas-sre (see #12, org/repo#3).')).toBe(
      'ask `@tomas-sre` (see `#12`, `org/repo#3`).',
    );
    expect(inline('run https://ci.example/4412, passed')).toBe(
      'run `https://ci.example/4412`, passed',
    );
  });

  it('shows an address with colons whole, which a forge would read pictures into', () => {
    expect(inline('the card is 00:1a:ab:cd:ef, moved')).toBe('the card is `00:1a:ab:cd:ef`, moved');
    expect(inline('(port:100:open)')).toBe('(`port:100:open`)');
    expect(inline('approved :+1:.')).toBe('approved `:+1:`.');
    expect(inline('at 12:30, key: value')).toBe('at 12:30, key: value');
  });

  it('writes out what a reader could not see', () => {
    expect(inline('ad\u200Bmin \u202Egpj')).toBe('ad‹U+200B›min ‹U+202E›gpj');
    expect(login('аdmin')).toBe('`‹U+0430›dmin`');
    expect(inline('👩‍🔧 ❤️')).toBe('👩‍🔧 ❤️');
  });

  it('puts a text of several lines on one, with the breaks shown', () => {
    expect(inline('one\r\ntwo\nthree')).toBe('one ⏎ two ⏎ three');
  });

  it('quotes line by line, so that nothing outside the quotation changes', () => {
    expect(quote('- a\n- b\n\n  c\n')).toBe('> \\- a\\\n> \\- b\n>\n> &nbsp;&nbsp;c');
  });

  it('fences with more backticks than the text has', () => {
    expect(block('a\n````\nb', 'text')).toBe('`````text\na\n````\nb\n`````');
  });

  it('pings a login and nothing else', () => {
    expect(mention('tomas-sre')).toBe('@tomas-sre');
    expect(mention('org/team')).toBe('`org/team`');
    expect(mention('x y')).toBe('`x y`');
    expect(mentionTeam('org/team')).toBe('@org/team');
    expect(mentionTeam('tomas-sre')).toBe('`tomas-sre`');
    expect(mentionTeam('org/team/x')).toBe('`org/team/x`');
    expect(mentionTeam('org/te am')).toBe('`org/te am`');
  });

  it('stays linear: twice the text costs about twice the work', () => {
    const work = (text: string): number =>
      inline(text).length + quote(text).length + block(text, 'text').length;
    const nasty =
      Array.from({ length: 350 }, (_, index) => '`'.repeat(index + 1)).join('x') +
      '`x'.repeat(2000);
    expect(work(nasty)).toBeGreaterThan(nasty.length);
    expect(work(':a'.repeat(30_000) + ':'.repeat(30_000))).toBeGreaterThan(60_000);
    expect(work('`'.repeat(60_000) + '@a#1'.repeat(1000))).toBeGreaterThan(60_000);
  });
});
