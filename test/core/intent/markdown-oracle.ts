// An independent Markdown parser, asked two things: on which lines does a reader see plain text at the top level,
// and which boxes are ticked. Also the pieces from which nasty documents are put together.
import * as fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root | Root['children'][number];

function parseTasks(text: string): Root {
  return fromMarkdown(text, {
    extensions: [gfmTaskListItem()],
    mdastExtensions: [gfmTaskListItemFromMarkdown()],
  });
}

/**
 * Lines (from 0) of top-level paragraphs; for headings with an underline, the lines above it. Null where two
 * independent parsers do not see the same structure: each has habits of its own where the specification is hard.
 */
export function paragraphLines(text: string): readonly number[] | null {
  const tree = fromMarkdown(text);
  const tokens = secondParser.parse(text, {});
  if (outline(tree) !== outlineOf(tokens)) return null;
  return tree.children.flatMap((node) => {
    const { start, end } = place(node);
    if (node.type === 'paragraph') return range(start.line, end.line);
    return node.type === 'heading' && start.line !== end.line
      ? range(start.line, end.line - 1)
      : [];
  });
}

const secondParser = new MarkdownIt('commonmark');

const SHORT: Readonly<Record<string, string>> = {
  blockquote: 'q',
  list: 'l',
  listItem: 'i',
  paragraph: 'p',
  heading: 'h',
  code: 'c',
  html: 'x',
  thematicBreak: 'r',
  bullet_list_open: 'l',
  ordered_list_open: 'l',
  list_item_open: 'i',
  blockquote_open: 'q',
  paragraph_open: 'p',
  heading_open: 'h',
  code_block: 'c',
  fence: 'c',
  html_block: 'x',
  hr: 'r',
};

/** `q(lp)`-like: which blocks stand in which, and on which line each begins. */
function outline(node: Node): string {
  const inner = 'children' in node && !['paragraph', 'heading'].includes(node.type);
  const children = inner ? node.children.map((child) => outline(child)).join('') : '';
  const short = SHORT[node.type];
  if (short === undefined) return children;
  // Parsers count the blank line before an empty item differently; where containers begin says nothing here.
  return 'qli'.includes(short)
    ? `${short}(${children})`
    : `${short}${String(place(node).start.line)}`;
}

function outlineOf(tokens: ReturnType<(typeof secondParser)['parse']>): string {
  return tokens
    .map((token) => {
      if (/^(?:bullet_list|ordered_list|list_item|blockquote)_close$/u.test(token.type)) return ')';
      const short = SHORT[token.type];
      if (short === undefined) return '';
      return 'qli'.includes(short) ? `${short}(` : `${short}${String((token.map?.[0] ?? 0) + 1)}`;
    })
    .join('');
}

/** Lines (from 0) that begin, for a reader, with plain or emphasised text of a top-level paragraph or heading. */
export function textLines(text: string): ReadonlySet<number> {
  const starts = lineStarts(text);
  const found = new Set<number>();
  for (const node of fromMarkdown(text).children) {
    if (node.type !== 'paragraph' && node.type !== 'heading') continue;
    for (const [line, first] of starts.entries()) if (beginsWithText(node, first)) found.add(line);
  }
  return found;
}

function beginsWithText(node: Node, offset: number): boolean {
  const { start, end } = place(node);
  if (offset < start.offset || offset >= end.offset) return false;
  if (node.type === 'text') return true;
  const passes = ['paragraph', 'heading', 'emphasis', 'strong'].includes(node.type);
  return (
    passes && 'children' in node && node.children.some((child) => beginsWithText(child, offset))
  );
}

/** The offset of the first character of each line that is no white space. */
function lineStarts(text: string): readonly number[] {
  let offset = 0;
  return text.split('\n').map((line) => {
    const first = offset + line.length - line.trimStart().length;
    offset += line.length + 1;
    return first;
  });
}

/**
 * Whether each marked box is ticked; `doubled` when a marker stands at two boxes. Null where the forge's parser and
 * this one part ways: a box whose line became a heading, and an assertion of the oracle's own that fails.
 */
export function tickedBoxes(text: string): ReadonlyMap<string, boolean | 'doubled'> | null {
  const boxes = new Map<string, boolean | 'doubled'>();
  let unsure = false;
  try {
    visit(parseTasks(text), (node) => {
      if (node.type !== 'listItem') return;
      const { start, end } = place(node);
      const source = text.slice(start.offset, end.offset);
      const marker = /^[^[\n]*\[[ xX]\] +<!-- chg:(?<id>[PEV]\d{1,4}[a-z]?) -->/u.exec(source);
      const id = marker?.groups?.['id'];
      if (id === undefined) return;
      unsure ||= node.children[0]?.type === 'heading';
      if (typeof node.checked === 'boolean')
        boxes.set(id, boxes.has(id) ? 'doubled' : node.checked);
    });
  } catch {
    return null;
  }
  return unsure ? null : boxes;
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  // A box in a quote is somebody's copy.
  if ('children' in node && node.type !== 'blockquote')
    for (const child of node.children) visit(child, see);
}

type Place = { readonly line: number; readonly offset: number };

function place(node: Node): { readonly start: Place; readonly end: Place } {
  const { start, end } = node.position ?? { start: { line: 0 }, end: { line: 0 } };
  return {
    start: { line: start.line, offset: start.offset ?? 0 },
    end: { line: end.line, offset: end.offset ?? 0 },
  };
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first - 1 + index);
}

const INDENTS = [
  '',
  '',
  '',
  '',
  ' ',
  '  ',
  '   ',
  '    ',
  '     ',
  '\t',
  '> ',
  '>',
  '- ',
  '1. ',
  '2) ',
  '* ',
  '  - ',
  '>> ',
  '-   ',
  '-     ',
  '10. ',
  ' > ',
];
const PIECES = [
  '',
  '',
  '',
  '',
  '/chg approve',
  '/chg approve',
  '/chg approve',
  '/chg approve',
  '/chg approve',
  '/chg approve',
  'words',
  'words `code',
  'code` words',
  '``',
  '```',
  '```',
  '````',
  '```sh',
  '``` a`b',
  '~~~',
  '~~~ x',
  '---',
  '- - -',
  '===',
  '***',
  '-',
  '1.',
  '# head',
  '#head',
  '<!-- c',
  'c -->',
  '<!-- c -->',
  '<!-->',
  '<details>',
  '</details>',
  '<summary>x</summary>',
  '<b>',
  '<b class="x',
  '">',
  '<div>',
  '</div>',
  '<pre>',
  '</pre>',
  '<script>',
  '</script>',
  '<?php',
  '?>',
  '<!DOCTYPE',
  '<![CDATA[',
  ']]>',
  '<https://a.b/`c>',
  '[a](b "c',
  'd")',
  '![a',
  '](b)',
  '[a',
  '](<b> (t',
  't))',
  '\\`',
  '\\',
  '*em',
  'em*',
  '- [ ] box',
  '- [x] <!-- chg:E1 --> a',
  '- [ ] <!-- chg:E2 --> **b**',
  '1. [X] <!-- chg:V1 -->',
  '[x] <!-- chg:P1 --> c',
  '<!-- chg:E1 -->',
];

/** Documents of a few nasty lines each. Definitions are left out: the parsers make them vanish. */
export const documents = documentsOf(INDENTS, INDENTS);

function documentsOf(outer: readonly string[], inner: readonly string[]): fc.Arbitrary<string> {
  const row = fc.tuple(
    fc.constantFrom(...outer),
    fc.constantFrom('', ...inner),
    fc.constantFrom(...PIECES),
  );
  return fc
    .array(row, { minLength: 1, maxLength: 14 })
    .map((rows) => rows.map((parts) => parts.join('')).join('\n'));
}
