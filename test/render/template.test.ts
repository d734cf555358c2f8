import { describe, expect, it } from 'vitest';
import { asMarkdown, list, md } from '../../src/render/markdown.ts';
import { readTable, template } from '../../src/render/template.ts';

describe('templates', () => {
  it('stop at a name that is not there', () => {
    const reply = template<Record<string, never>>('refusal-reply');
    expect(() => reply({})).toThrow(/not defined/u);
  });

  it('never reach the prototype of what they are given', () => {
    const reply = template<Record<string, ReturnType<typeof asMarkdown>>>('refusal-reply');
    const inherited = Object.create({ login: 'inherited' }) as Record<
      string,
      ReturnType<typeof asMarkdown>
    >;
    expect(() => reply(inherited)).toThrow();
  });

  it('print words as they are: a template in them is not run', () => {
    const names = ['login', 'verb', 'title', 'sentence', 'remedy', 'who', 'code', 'marker'];
    const model = Object.fromEntries(
      names.map((name) => [name, asMarkdown('{{constructor}} {{{this}}} {{> x}}')]),
    );
    expect(template<typeof model>('refusal-reply')(model)).toContain(
      '{{constructor}} {{{this}}} {{> x}}',
    );
  });

  it('are refused as a table, with every problem told at once', () => {
    const read = (): unknown =>
      readTable('reminders.yml', ['overrun', 'made_up'], ['text', 'more']);
    expect(read).toThrow(/"review_owed" is not known/u);
    expect(read).toThrow(/"made_up" lacks its text/u);
    expect(read).toThrow(/"overrun" lacks its more/u);
  });
});

describe('lists of words', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a or b'],
    [['a', 'b', 'c'], 'a, b or c'],
  ])('of %j read %j', (words, text) => {
    expect(list(words.map(asMarkdown), 'or')).toBe(text);
    expect(md`<${list(words.map(asMarkdown), 'or')}>`).toBe(`<${text}>`);
  });
});
