/**
 * The lines of a comment on which a command may stand: plain text of a paragraph at the top level, as a reader of
 * the rendered comment would see it. Never in a quote, a list, a code block, a code span, a table, an HTML block,
 * a comment, inside `<details>`, or in the quoted part of a mail.
 *
 * What must stay true: in doubt a line is closed. A command that is not heard can be said again; a command that
 * nobody gave cannot be taken back.
 */
import { readBlocks } from './blocks.ts';
import type { BlockLine } from './blocks.ts';
import { readInline } from './inline.ts';
import type { Tag } from './inline.ts';
import { readLetter } from './mail.ts';
import { readRawHtml } from './raw-html.ts';

export type OpenLines = {
  /** For each line: a command may stand here. */
  readonly open: readonly boolean[];
  /** Lines where the words of a command before them stop at the latest. */
  readonly cuts: ReadonlySet<number>;
};

/** Elements that hide, quote or strike what stands in them, or that are not text. */
const ENCLOSING = new Set([
  'details',
  'blockquote',
  'pre',
  'table',
  'div',
  'ul',
  'ol',
  'dl',
  'del',
  'code',
  'samp',
  'template',
]);

/** Elements that are open at this point, and whether the rest is lost in a comment or tag that does not end. */
type Surroundings = { readonly depths: Map<string, number>; lost: boolean };

type Group = {
  readonly from: number;
  readonly to: number;
  readonly kind: 'paragraph' | 'html';
  readonly inside: BlockLine['inside'];
};

export function findOpenLines(lines: readonly string[]): OpenLines {
  const blocks = readBlocks(lines);
  const letter = readLetter(lines, blocks);
  const open = lines.map(() => false);
  const around: Surroundings = { depths: new Map(), lost: false };
  for (const group of groupsOf(blocks)) {
    const texts = blocks.slice(group.from, group.to).map(({ text }) => text.trimStart());
    if (group.kind === 'html') readHtml(around, group, texts);
    else if (group.inside === 'nothing')
      openParagraph(around, texts, (index) => (open[group.from + index] = true));
    if (around.lost) break;
  }
  return {
    open: open.map((value, index) => value && index < letter.foreignFrom),
    cuts: letter.cuts,
  };
}

function readHtml(around: Surroundings, group: Group, texts: readonly string[]): void {
  const { tags, unfinished } = readRawHtml(texts);
  around.lost ||= unfinished;
  // What a list or a quote leaves open ends with it.
  if (group.inside === 'nothing') for (const tag of tags) enter(around, tag);
}

function openParagraph(
  around: Surroundings,
  texts: readonly string[],
  setOpen: (index: number) => void,
): void {
  const { hidden, tags } = readInline(texts);
  const table = tableStart(texts);
  const definition =
    texts[0]?.startsWith('[') === true && texts.some((text) => text.includes(']:'));
  let next = 0;
  for (const index of texts.keys()) {
    const visible = hidden[index] === false && index < table && !definition;
    if (visible && around.depths.size === 0) setOpen(index);
    for (let tag = tags[next]; tag?.line === index; tag = tags[next]) {
      enter(around, tag);
      next += 1;
    }
  }
}

/** Counts an element in or out. Closing what is not open changes nothing. */
function enter({ depths }: Surroundings, { name, closing }: Tag): void {
  if (!ENCLOSING.has(name)) return;
  const depth = (depths.get(name) ?? 0) + (closing ? -1 : 1);
  if (depth > 0) depths.set(name, depth);
  else depths.delete(name);
}

/** The header of a table stands above its row of dashes; from there on it is cells. */
function tableStart(texts: readonly string[]): number {
  const dashes = texts.findIndex((text, index) => index > 0 && isDashesRow(text));
  return dashes < 0 ? texts.length : dashes - 1;
}

function isDashesRow(text: string): boolean {
  if (!text.includes('-') || (!text.includes('|') && !text.includes(':'))) return false;
  for (const character of text) if (!'|-: '.includes(character)) return false;
  return true;
}

/** Paragraphs and HTML blocks, in order. */
function groupsOf(blocks: readonly BlockLine[]): readonly Group[] {
  const groups: Group[] = [];
  let from = 0;
  while (from < blocks.length) {
    const { kind, inside } = blocks[from] ?? { kind: 'blank', inside: 'nothing' };
    let to = from + 1;
    if (kind === 'paragraph' || kind === 'html') {
      while (blocks[to]?.kind === kind && blocks[to]?.begins === false) to += 1;
      groups.push({ from, to, kind, inside });
    }
    from = to;
  }
  return groups;
}
