/**
 * The sections of a pull request's text: what stands below the headings that somebody asks for, at any level and in any
 * order. The one reader of them, for a pull request that is its own change (`pull/1`) and for the sections that a policy
 * wants (`SectionRule` fits `WantedSection`).
 *
 * What must stay true: only a heading that a reader of the rendered text sees opens a section; none in code, quotes, lists,
 * comments or raw HTML. A heading that stands twice is never resolved by a rule: `lines` then has both. Linear in the text.
 */
import { readBlocks } from '../intent/blocks.ts';
import type { BlockLine } from '../intent/blocks.ts';
import { splitLines } from './body.ts';
import { firstUnfinished } from './hidden-form.ts';

export type WantedSection = {
  readonly id: string;
  /** Headings that open it, compared by `headingKey`. */
  readonly headings: readonly string[];
};

export type FoundSection = {
  readonly id: string;
  /** Of every heading that opens it, counted from 1: more than one is ambiguous. */
  readonly lines: readonly number[];
  /** As it was written below the first of them: trimmed, lines joined by LF. */
  readonly text: string;
  /** What of it a reader sees and what says something: no comments, raw HTML, headings, unticked boxes; may be empty. */
  readonly said: string;
};

export type PullSections = {
  /** By id; a section that nobody opened is not in it. */
  readonly found: ReadonlyMap<string, FoundSection>;
  /** Everything that stands below no wanted heading. */
  readonly outside: string;
};

/** Beyond it nothing is read: four times the forge's own limit. */
const MAX_TEXT_LENGTH = 262_144;
const LONGEST_HEADING = 200;
const NOTHING_SAID = new Set(['', 'no response', 'todo', 'tbd', 'tba', 'fill in']);

type Stretch = { readonly id: string | null; readonly from: number; readonly to: number };

export function readPullSections(body: string, wanted: readonly WantedSection[]): PullSections {
  if (body.length > MAX_TEXT_LENGTH) return { found: new Map(), outside: '' };
  const lines = splitLines(body);
  const blocks = readBlocks(lines);
  const stretches = cut(blocks, wanted);
  const found = new Map<string, FoundSection>();
  const places = new Map<string, number[]>();
  const outside: string[] = [];
  for (const { id, from, to } of stretches) {
    const text = lines
      .slice(id === null ? from : from + 1, to)
      .join('\n')
      .trim();
    const already = id === null ? undefined : places.get(id);
    if (id === null) outside.push(text);
    else if (already !== undefined) already.push(from + 1);
    else {
      const first = [from + 1];
      places.set(id, first);
      found.set(id, { id, lines: first, text, said: saidIn(blocks.slice(from + 1, to)) });
    }
  }
  return { found, outside: outside.filter((text) => text !== '').join('\n\n') };
}

/** Letters and digits in lower case, one space between words: `Security-Impact?` and `security impact` are one heading. */
export function headingKey(label: string): string {
  return label
    .slice(0, LONGEST_HEADING)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]/u)
    .filter((word) => word !== '')
    .join(' ');
}

/** A section reaches to the next wanted heading, or to another one that is not below its own. */
function cut(blocks: readonly BlockLine[], wanted: readonly WantedSection[]): readonly Stretch[] {
  const ids = new Map(
    wanted.flatMap(({ id, headings }) => headings.map((one) => [headingKey(one), id])),
  );
  const seen = firstUnfinished(blocks) ?? blocks.length;
  const stretches: Stretch[] = [];
  let open: { readonly id: string | null; readonly from: number; readonly level: number } = {
    id: null,
    from: 0,
    level: 0,
  };
  for (const [at, block] of blocks.slice(0, seen).entries()) {
    const level = levelOf(block);
    if (level === 0) continue;
    const id = ids.get(headingKey(block.text)) ?? null;
    if (id === null && (open.id === null || level > open.level)) continue;
    stretches.push({ id: open.id, from: open.from, to: at });
    open = { id, from: at, level };
  }
  return [...stretches, { id: open.id, from: open.from, to: blocks.length }];
}

/** How many marks open the heading on this line; 0 when it is none, or stands in something. */
function levelOf({ kind, inside, text }: BlockLine): number {
  if (kind !== 'heading' || inside !== 'nothing') return 0;
  const marks = text.trimStart();
  let level = 0;
  while (marks[level] === '#') level += 1;
  return level;
}

function saidIn(blocks: readonly BlockLine[]): string {
  const shown = blocks
    .filter(({ kind, text }) => (kind === 'paragraph' || kind === 'code') && !isUnseen(text))
    .map(({ text }) => text.trim())
    .filter((text) => text !== '')
    .join('\n');
  const words = withoutComments(shown);
  return NOTHING_SAID.has(headingKey(words)) ? '' : words;
}

/** A box of the template that nobody ticked, or where a link leads, which no reader sees: `[//]: # (words)`. */
function isUnseen(text: string): boolean {
  const bare = text.trimStart();
  return bare.startsWith('[ ]') || (bare.startsWith('[') && bare.includes(']:'));
}

/** Comments within a line. One that does not end is text. */
function withoutComments(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf('<!--', from);
    const end = start < 0 ? -1 : text.indexOf('-->', start + 4);
    if (end < 0) break;
    kept.push(text.slice(from, start));
    from = end + 3;
  }
  return [...kept, text.slice(from)].join('').trim();
}
