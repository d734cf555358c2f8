/**
 * Markdown's block structure, line by line: which lines are paragraphs, and in what they stand. Commands and boxes
 * are looked for only where a reader of the rendered comment would see plain text or a list item. The rules are
 * those of CommonMark 0.31 (section 4, 5 and the appendix), because the forges render by them; a test holds this
 * file against an independent parser.
 *
 * What must stay true: one pass, and no line costs more than its length times `DEEPEST`. Where nesting goes deeper,
 * reading stops: everything below counts as hidden.
 */
import { htmlBlockEnd } from './html-tag.ts';
import type { HtmlEnd } from './html-tag.ts';
import { fenceAt, isHeading, isRule, isUnderline, listMarkerAt } from './line-start.ts';
import type { Fence } from './line-start.ts';

export type BlockLine = {
  readonly kind: 'blank' | 'paragraph' | 'heading' | 'rule' | 'code' | 'html';
  /** What the line stands in; a quote anywhere around it counts as a quote. */
  readonly inside: 'nothing' | 'list' | 'quote';
  /** The line without the marks of what it stands in; tabs are spaces. */
  readonly text: string;
  /** A new paragraph, fence or HTML block begins here. */
  readonly begins: boolean;
  /** A list item begins on this line. */
  readonly opensItem: boolean;
};

type Container =
  | { readonly kind: 'quote' }
  | { readonly kind: 'item'; readonly width: number; readonly blank: boolean };

type Leaf =
  | { readonly kind: 'nothing' | 'paragraph' | 'indented' }
  | { readonly kind: 'fence'; readonly fence: Fence }
  | { readonly kind: 'html'; readonly end: HtmlEnd };

type Scan = { readonly containers: readonly Container[]; readonly leaf: Leaf };

/** What one line is, and the state after it. */
type Read = Scan & {
  readonly kind: BlockLine['kind'];
  readonly at: number;
  readonly begins: boolean;
  readonly opensItem: boolean;
};

/** A line while it is read: `end` is where its trailing white space begins. */
type Source = { readonly text: string; readonly end: number };

const DEEPEST = 32;
const NOTHING: Leaf = { kind: 'nothing' };
const HIDDEN: BlockLine = {
  kind: 'code',
  inside: 'quote',
  text: '',
  begins: false,
  opensItem: false,
};

export function readBlocks(lines: readonly string[]): readonly BlockLine[] {
  const read: BlockLine[] = [];
  let scan: Scan = { containers: [], leaf: NOTHING };
  for (const line of lines) {
    if (scan.containers.length > DEEPEST) {
      read.push(HIDDEN);
      continue;
    }
    const text = expandTabs(line);
    const next = readLine(scan, { text, end: text.trimEnd().length });
    const { kind, begins, opensItem } = next;
    read.push({
      kind,
      inside: insideOf(next.containers),
      text: text.slice(next.at),
      begins,
      opensItem,
    });
    scan = next;
  }
  return read;
}

function readLine(scan: Scan, source: Source): Read {
  const { at, matched } = matchContainers(scan.containers, source);
  const complete = matched === scan.containers.length;
  const continued = complete ? continueLeaf(scan, source, at) : null;
  if (continued !== null) return continued;
  const leaf = complete && scan.leaf.kind === 'paragraph' ? scan.leaf : NOTHING;
  const opened = openBlocks({ containers: scan.containers.slice(0, matched), leaf }, source, {
    at,
    lazy: scan.leaf.kind === 'paragraph',
  });
  const untouched = opened.kind === 'paragraph' && opened.containers.length === matched;
  // A paragraph goes on although the marks of its quote or list are missing: it still belongs to them.
  if (untouched && !complete && scan.leaf.kind === 'paragraph') {
    return { ...opened, containers: scan.containers, begins: false };
  }
  return opened;
}

function matchContainers(
  containers: readonly Container[],
  source: Source,
): { readonly at: number; readonly matched: number } {
  let at = 0;
  let matched = 0;
  for (const container of containers) {
    const next =
      container.kind === 'quote' ? quoteMark(source, at) : itemIndent(container, source, at);
    if (next < 0) break;
    at = next;
    matched += 1;
  }
  return { at, matched };
}

/** The index after `>` and the space that belongs to it, or -1. */
function quoteMark({ text }: Source, at: number): number {
  const mark = at + indentAt(text, at);
  if (mark - at > 3 || text[mark] !== '>') return -1;
  return text[mark + 1] === ' ' ? mark + 2 : mark + 1;
}

function itemIndent(
  item: { readonly width: number; readonly blank: boolean },
  source: Source,
  at: number,
): number {
  if (at >= source.end) return item.blank ? -1 : at;
  return indentAt(source.text, at) >= item.width ? at + item.width : -1;
}

/** Code and HTML swallow the line, whatever it looks like, until they end. */
function continueLeaf(scan: Scan, source: Source, at: number): Read | null {
  const { containers, leaf } = scan;
  const blank = at >= source.end;
  const stays = { containers, leaf, at, begins: false, opensItem: false };
  switch (leaf.kind) {
    case 'fence':
      return { ...stays, kind: 'code', leaf: closesFence(leaf.fence, source, at) ? NOTHING : leaf };
    case 'html':
      if (leaf.end === 'blank' && blank) return { ...stays, kind: 'blank', leaf: NOTHING };
      return {
        ...stays,
        kind: 'html',
        leaf: endsHtml(leaf.end, source.text.slice(at)) ? NOTHING : leaf,
      };
    case 'indented':
      return blank || indentAt(source.text, at) >= 4
        ? { ...stays, kind: blank ? 'blank' : 'code' }
        : null;
    default:
      return null;
  }
}

/** `lazy`: a paragraph is still open somewhere, perhaps in a container whose marks this line does not have. */
function openBlocks(
  scan: Scan,
  source: Source,
  from: { readonly at: number; readonly lazy: boolean },
): Read {
  let { containers, leaf } = scan;
  let { at, lazy } = from;
  let opensItem = false;
  while (at < source.end && containers.length <= DEEPEST) {
    const indent = indentAt(source.text, at);
    if (indent >= 4) {
      if (lazy) break;
      return {
        containers: settle(containers),
        leaf: { kind: 'indented' },
        kind: 'code',
        at,
        begins: true,
        opensItem,
      };
    }
    const starts = { containers, leaf, at: at + indent, lazy };
    const block = leafBlockAt(starts, source);
    if (block !== null)
      return { containers: settle(containers), at: at + indent, opensItem, ...block };
    const inner = containerAt(starts, source, indent);
    if (inner === null) break;
    containers = [...settle(containers), inner.container];
    at = inner.at;
    leaf = NOTHING;
    lazy = false;
    opensItem = inner.container.kind === 'item';
  }
  return lineOfText({ containers, leaf }, source, { at, opensItem });
}

/** A line on which no block begins: blank, or text of a paragraph. */
function lineOfText(
  scan: Scan,
  source: Source,
  line: { readonly at: number; readonly opensItem: boolean },
): Read {
  if (line.at >= source.end)
    return { ...line, containers: scan.containers, leaf: NOTHING, kind: 'blank', begins: false };
  const begins = scan.leaf.kind !== 'paragraph';
  return {
    ...line,
    containers: settle(scan.containers),
    leaf: { kind: 'paragraph' },
    kind: 'paragraph',
    begins,
  };
}

type Starts = Scan & { readonly at: number; readonly lazy: boolean };
type LeafBlock = {
  readonly kind: BlockLine['kind'];
  readonly leaf: Leaf;
  readonly begins: boolean;
};

function leafBlockAt(starts: Starts, source: Source): LeafBlock | null {
  const text = source.text.slice(starts.at, source.end);
  if (isHeading(text)) return { kind: 'heading', leaf: NOTHING, begins: true };
  const fence = fenceAt(text);
  if (fence !== null) return { kind: 'code', leaf: { kind: 'fence', fence }, begins: true };
  if (text.startsWith('<')) {
    const end = htmlBlockEnd(text, starts.lazy);
    if (end !== null)
      return {
        kind: 'html',
        leaf: endsHtml(end, text) ? NOTHING : { kind: 'html', end },
        begins: true,
      };
  }
  if (starts.leaf.kind === 'paragraph' && isUnderline(text))
    return { kind: 'heading', leaf: NOTHING, begins: false };
  return isRule(text) ? { kind: 'rule', leaf: NOTHING, begins: true } : null;
}

function containerAt(
  starts: Starts,
  source: Source,
  indent: number,
): { readonly container: Container; readonly at: number } | null {
  const { at } = starts;
  if (source.text[at] === '>') {
    return { container: { kind: 'quote' }, at: source.text[at + 1] === ' ' ? at + 2 : at + 1 };
  }
  const cutsParagraph = starts.leaf.kind === 'paragraph';
  const marker = listMarkerAt(source.text.slice(at, source.end), cutsParagraph);
  if (marker === null) return null;
  const blank = at + marker.length >= source.end;
  const spaces = indentAt(source.text, at + marker.length);
  const padding = blank || spaces > 4 ? 1 : spaces;
  const container = { kind: 'item', width: indent + marker.length + padding, blank } as const;
  return { container, at: Math.min(at + marker.length + padding, source.text.length) };
}

/** An item that began with nothing now holds something, and no longer ends at the next blank line. */
function settle(containers: readonly Container[]): readonly Container[] {
  if (!containers.some((container) => container.kind === 'item' && container.blank))
    return containers;
  return containers.map((container) =>
    container.kind === 'item' ? { ...container, blank: false } : container,
  );
}

function closesFence(fence: Fence, source: Source, at: number): boolean {
  const indent = indentAt(source.text, at);
  if (indent > 3) return false;
  const text = source.text.slice(at + indent, source.end);
  return text.length >= fence.length && text === fence.mark.repeat(text.length);
}

function endsHtml(end: HtmlEnd, text: string): boolean {
  if (end === 'blank') return false;
  const lower = text.toLowerCase();
  return end.markers.some((marker) => lower.includes(marker));
}

function insideOf(containers: readonly Container[]): BlockLine['inside'] {
  if (containers.some((container) => container.kind === 'quote')) return 'quote';
  return containers.length > 0 ? 'list' : 'nothing';
}

function indentAt(text: string, at: number): number {
  let end = at;
  while (text[end] === ' ') end += 1;
  return end - at;
}

/** Tabs stand for the spaces up to the next column that four divides. */
function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let expanded = '';
  for (const [index, part] of line.split('\t').entries()) {
    if (index > 0) expanded += ' '.repeat(4 - (expanded.length % 4));
    expanded += part;
  }
  return expanded;
}
