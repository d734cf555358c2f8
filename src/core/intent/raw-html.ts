/**
 * A block of raw HTML as a browser would take it: which elements it leaves open, and whether it ends in the middle
 * of a comment or tag. Markdown goes back to text after a blank line; a browser does not forget an open `<details>`.
 */
import { nameAt } from './html-tag.ts';
import type { Tag } from './inline.ts';

export type RawHtml = {
  readonly tags: readonly Tag[];
  /** It ends inside a comment or a tag: nothing below can be taken for visible. */
  readonly unfinished: boolean;
};

export function readRawHtml(lines: readonly string[]): RawHtml {
  const text = lines.join('\n');
  const tags: Tag[] = [];
  let line = 0;
  let counted = 0;
  let at = text.indexOf('<');
  while (at >= 0) {
    const end = elementEnd(text, at);
    if (end < 0) return { tags, unfinished: true };
    for (; counted < at; counted += 1) if (text[counted] === '\n') line += 1;
    const closing = text[at + 1] === '/';
    const name = nameAt(text, closing ? at + 2 : at + 1);
    if (name !== '') tags.push({ line, name, closing });
    at = text.indexOf('<', end);
  }
  return { tags, unfinished: false };
}

/** The index after the comment, tag or lone `<` at `at`; -1 when it does not end. */
function elementEnd(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 2);
  if (text[at + 1] === '!' || text[at + 1] === '?') return after(text, '>', at + 2);
  const name = nameAt(text, text[at + 1] === '/' ? at + 2 : at + 1);
  return name === '' ? at + 1 : tagEnd(text, at + 1);
}

/** As lenient as a browser: anything up to the first `>` that is not in a quoted value. */
function tagEnd(text: string, from: number): number {
  let end = from;
  let value = false;
  while (end < text.length) {
    const character = text.charAt(end);
    if (character === '>') return end + 1;
    if (value && (character === '"' || character === "'")) {
      const close = text.indexOf(character, end + 1);
      if (close < 0) return -1;
      end = close;
    }
    if (character.trim() !== '') value = character === '=';
    end += 1;
  }
  return -1;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}
