/**
 * Which lines of a paragraph are swallowed by something that began on an earlier line of it: a code span, a tag, a
 * comment, the title of a link, the text of a picture, words struck out. Such a line is in the source on its own,
 * but no reader sees it so.
 *
 * What must stay true: code spans and raw HTML are found exactly as CommonMark finds them, left to right; all else
 * hides rather more than less. One pass, and a search that failed is not repeated.
 */
import { nameAt, tagEnd } from './html-tag.ts';
import { linkTailEnd } from './link-tail.ts';

export type Tag = { readonly line: number; readonly name: string; readonly closing: boolean };

export type Inline = {
  /** For each line: it begins inside something. */
  readonly hidden: readonly boolean[];
  readonly tags: readonly Tag[];
};

type Reading = {
  readonly text: string;
  /** The line that each character stands on. */
  readonly lineOf: readonly number[];
  /** How many covers begin (or end, negative) with each line. */
  readonly covers: number[];
  readonly tags: Tag[];
  readonly backticks: ReadonlyMap<number, { readonly at: readonly number[]; next: number }>;
  readonly brackets: { readonly at: number; readonly image: boolean }[];
  readonly tildes: Map<number, number>;
  /** Closing marks that do not occur any more. */
  readonly exhausted: Set<string>;
};

/** The lines come without the white space before them. */
export function readInline(lines: readonly string[]): Inline {
  const text = lines.join('\n');
  const reading: Reading = {
    text,
    lineOf: lines.flatMap((line, index) => Array.from({ length: line.length + 1 }, () => index)),
    covers: Array.from({ length: lines.length + 1 }, () => 0),
    tags: [],
    backticks: findBackticks(text),
    brackets: [],
    tildes: new Map(),
    exhausted: new Set(),
  };
  let at = 0;
  while (at < text.length) at = readAt(reading, at);
  let depth = 0;
  const hidden = lines.map((_line, index) => {
    depth += reading.covers[index] ?? 0;
    return depth > 0;
  });
  return { hidden, tags: reading.tags };
}

/** Returns where to read on. */
function readAt(reading: Reading, at: number): number {
  const { text } = reading;
  switch (text[at]) {
    case '\\':
      return at + 2;
    case '`':
      return readBackticks(reading, at);
    case '<':
      return readAngle(reading, at);
    case '!':
      if (text[at + 1] !== '[') return at + 1;
      reading.brackets.push({ at, image: true });
      return at + 2;
    case '[':
      reading.brackets.push({ at, image: false });
      return at + 1;
    case ']':
      return closeBracket(reading, at);
    case '~':
      return readTildes(reading, at);
    default:
      return at + 1;
  }
}

function readBackticks(reading: Reading, at: number): number {
  const length = runLength(reading.text, at, '`');
  const runs = reading.backticks.get(length);
  if (runs === undefined) return at + length;
  while ((runs.at[runs.next] ?? Infinity) < at + length) runs.next += 1;
  const close = runs.at[runs.next];
  if (close === undefined) return at + length;
  cover(reading, at, close + length);
  return close + length;
}

function readAngle(reading: Reading, at: number): number {
  const { text } = reading;
  const end = declarationEnd(reading, at);
  if (end !== null) {
    if (end < 0) return at + 1;
    cover(reading, at, end);
    return end;
  }
  const tag = tagEnd(text, at);
  if (tag < 0) return Math.max(autolinkEnd(text, at), at + 1);
  const closing = text[at + 1] === '/';
  reading.tags.push({
    line: reading.lineOf[at] ?? 0,
    name: nameAt(text, closing ? at + 2 : at + 1),
    closing,
  });
  cover(reading, at, tag);
  return tag;
}

/** The end of a comment, instruction, declaration or CDATA section; -1 when it never ends; null when it is none. */
function declarationEnd(reading: Reading, at: number): number | null {
  const { text } = reading;
  if (text.startsWith('<!--', at)) return endOf(reading, '-->', at + 2);
  if (text.startsWith('<?', at)) return endOf(reading, '?>', at + 2);
  if (text.startsWith('<![CDATA[', at)) return endOf(reading, ']]>', at + 9);
  if (text.startsWith('<!', at) && nameAt(text, at + 2) !== '') return endOf(reading, '>', at + 2);
  return null;
}

function endOf(reading: Reading, mark: string, from: number): number {
  if (reading.exhausted.has(mark)) return -1;
  const found = reading.text.indexOf(mark, from);
  if (found >= 0) return found + mark.length;
  reading.exhausted.add(mark);
  return -1;
}

/** `<https://…>` or `<name@host>`: not HTML, but a backtick in it opens nothing. -1 when it is neither. */
function autolinkEnd(text: string, at: number): number {
  let end = at + 1;
  let address = false;
  while (end < text.length && !' \t\n<>'.includes(text.charAt(end))) {
    if (text[end] === ':' || text[end] === '@') address = true;
    if (text[end] === '`' && !address) return -1;
    end += 1;
  }
  return address && text[end] === '>' ? end + 1 : -1;
}

function closeBracket(reading: Reading, at: number): number {
  const { text } = reading;
  const open = reading.brackets.pop();
  if (open === undefined) return at + 1;
  const next = text[at + 1];
  if (open.image || next === '(' || next === '[') cover(reading, open.at, at + 1);
  if (next === '(') {
    const end = linkTailEnd(text, at + 1);
    if (end > 0) cover(reading, at, end);
  }
  return at + 1;
}

function readTildes(reading: Reading, at: number): number {
  const { text, tildes } = reading;
  const length = runLength(text, at, '~');
  if (length > 2) return at + length;
  const open = tildes.get(length);
  if (open !== undefined && !isSpace(text[at - 1])) {
    cover(reading, open, at);
    tildes.delete(length);
  } else if (!isSpace(text[at + length])) {
    tildes.set(length, at);
  }
  return at + length;
}

/** Every line that begins after `from` and before `to`. */
function cover(reading: Reading, from: number, to: number): void {
  const first = (reading.lineOf[from] ?? 0) + 1;
  const last = reading.lineOf[to - 1] ?? 0;
  if (last < first) return;
  reading.covers[first] = (reading.covers[first] ?? 0) + 1;
  reading.covers[last + 1] = (reading.covers[last + 1] ?? 0) - 1;
}

function findBackticks(
  text: string,
): Map<number, { readonly at: readonly number[]; next: number }> {
  const runs = new Map<number, { readonly at: number[]; next: number }>();
  let at = text.indexOf('`');
  while (at >= 0) {
    const length = runLength(text, at, '`');
    const same = runs.get(length);
    if (same === undefined) runs.set(length, { at: [at], next: 0 });
    else same.at.push(at);
    at = text.indexOf('`', at + length);
  }
  return runs;
}

function runLength(text: string, at: number, mark: string): number {
  let end = at;
  while (text[end] === mark) end += 1;
  return end - at;
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || character.trim() === '';
}
