/**
 * What an edit of the record comment did to its boxes. A box is addressed by the hidden marker that follows it on its
 * list line, never by its place: people drag lines about. A tick is a request; who made it and whether it is granted
 * is decided elsewhere.
 *
 * What must stay true: a marker that stands at two boxes, or that was not there before, moves nothing. Boxes in code
 * are text. One pass over each text.
 */
import { splitLines } from '../plan/body.ts';
import { readBlocks } from './blocks.ts';

export type Ticks = {
  /** Steps whose box was moved, in the order of the checklist after the edit. */
  readonly moved: readonly string[];
  readonly ticked: readonly string[];
  readonly unticked: readonly string[];
  /** Something else than boxes changed. */
  readonly textChanged: boolean;
  /** Markers that vanished. */
  readonly lost: readonly string[];
  /** Markers that stand twice, or that were never written by us. */
  readonly forged: readonly string[];
};

type Box = { readonly step: string; readonly ticked: boolean; readonly line: number };

const MARKER_START = '<!-- chg:';
const MARKER_END = ' -->';

export function readTicks(before: string, after: string): Ticks {
  const was = statesOf(findBoxes(splitLines(before)));
  const boxes = findBoxes(splitLines(after));
  const is = statesOf(boxes);
  const moved = boxes.filter(({ step, ticked }) => {
    const old = was.get(step);
    return typeof old === 'boolean' && typeof is.get(step) === 'boolean' && old !== ticked;
  });
  const doubled = [...is.keys()].filter((step) => is.get(step) === 'doubled' || !was.has(step));
  return {
    moved: moved.map(({ step }) => step),
    ticked: moved.filter(({ ticked }) => ticked).map(({ step }) => step),
    unticked: moved.filter(({ ticked }) => !ticked).map(({ step }) => step),
    textChanged: blankBoxes(before) !== blankBoxes(after),
    lost: [...was.keys()].filter((step) => !is.has(step)),
    forged: doubled,
  };
}

/** The same text with its marked boxes emptied: two texts that differ only in ticks become equal. */
export function blankBoxes(text: string): string {
  const lines = [...splitLines(text)];
  for (const { line } of findBoxes(lines)) {
    const source = lines[line] ?? '';
    const at = source.indexOf('[');
    lines[line] = `${source.slice(0, at)}[ ]${source.slice(at + 3)}`;
  }
  return lines.join('\n').trimEnd();
}

/** The marked boxes of list items, top to bottom. */
function findBoxes(lines: readonly string[]): readonly Box[] {
  const boxes: Box[] = [];
  for (const [line, block] of readBlocks(lines).entries()) {
    if (!block.opensItem || block.kind !== 'paragraph' || block.inside !== 'list') continue;
    const box = readBox(block.text);
    if (box !== null) boxes.push({ ...box, line });
  }
  return boxes;
}

function readBox(text: string): { readonly step: string; readonly ticked: boolean } | null {
  const mark = text.charAt(1).toLowerCase();
  if (text[0] !== '[' || text[2] !== ']' || text[3] !== ' ' || (mark !== ' ' && mark !== 'x'))
    return null;
  const marker = text.slice(4).trimStart();
  if (!marker.startsWith(MARKER_START)) return null;
  const end = marker.indexOf(MARKER_END);
  const step = marker.slice(MARKER_START.length, end);
  return end > 0 && /^[PEVD]\d{1,4}[a-z]?$/u.test(step) ? { step, ticked: mark === 'x' } : null;
}

function statesOf(boxes: readonly Box[]): ReadonlyMap<string, boolean | 'doubled'> {
  const states = new Map<string, boolean | 'doubled'>();
  for (const { step, ticked } of boxes) states.set(step, states.has(step) ? 'doubled' : ticked);
  return states;
}
