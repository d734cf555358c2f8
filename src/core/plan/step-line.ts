/**
 * The first line of a step: marker, optional box, tags, text. `2. [x] [hold] Look at it from outside`.
 *
 * What must stay true: a word in square brackets before the text is a tag that is known, a Markdown link, or an
 * error. A misspelt tag never becomes text, because then a hold point would be gone without anybody noticing.
 */
import { nearest } from './nearest.ts';
import { STEP_TAGS } from './plan.ts';
import type { StepTag } from './plan.ts';
import { quote } from './quote.ts';

export type StepLine =
  | { readonly kind: 'step'; readonly tags: readonly StepTag[]; readonly text: string }
  | { readonly kind: 'not_a_step' }
  | {
      readonly kind: 'faulty';
      readonly code: string;
      readonly expected: string;
      readonly found: string;
      readonly remedy: string;
    };

type Faulty = Extract<StepLine, { kind: 'faulty' }>;

const KNOWN = STEP_TAGS.map((tag) => `[${tag}]`).join(', ');
const LONGEST_NUMBER = 9;

export function readStepLine(line: string): StepLine {
  const marker = markerLength(line);
  if (marker === 0) return { kind: 'not_a_step' };
  const rest = withoutBox(line.slice(marker).trim());
  const found = new Set<StepTag>();
  let text = rest;
  for (;;) {
    const bracket = leadingBracket(text);
    if (bracket === null) break;
    const tag = findTag(bracket.word);
    if (tag === null) return tagUnknown(bracket.word);
    found.add(tag);
    text = withoutColon(text.slice(bracket.length).trimStart());
  }
  const stray = strayTag(text);
  if (stray !== null) return tagMisplaced(stray);
  if (text === '') return textMissing();
  return { kind: 'step', tags: STEP_TAGS.filter((tag) => found.has(tag)), text };
}

/** Length of `-`, `*`, `+`, `1.` or `1)` with the white space that must follow; 0 when the line is no list item. */
export function markerLength(line: string): number {
  let end = 0;
  while (end < LONGEST_NUMBER && isDigit(line[end])) end += 1;
  const mark = line[end];
  const numbered = end > 0 && (mark === '.' || mark === ')');
  const bulleted = end === 0 && (mark === '-' || mark === '*' || mark === '+');
  if (!numbered && !bulleted) return 0;
  const next = line[end + 1];
  if (next === undefined) return end + 1;
  return next === ' ' || next === '\t' ? end + 2 : 0;
}

/** True for indented lines that were surely meant as a step: a list item whose text begins with a tag, well spelt or nearly. */
export function looksLikeTaggedStep(line: string): boolean {
  const marker = markerLength(line);
  if (marker === 0) return false;
  const bracket = leadingBracket(withoutBox(line.slice(marker).trim()));
  return bracket !== null && nearest(bracket.word, STEP_TAGS, 1) !== null;
}

function withoutBox(text: string): string {
  for (const box of ['[ ]', '[x]', '[X]', '[]']) {
    if (text === box || text.startsWith(`${box} `) || text.startsWith(`${box}\t`)) {
      return text.slice(box.length).trimStart();
    }
  }
  return text;
}

/** `[word]` at the start of the text, unless it is a link: `[word](where)`. A known tag is never a link. */
function leadingBracket(text: string): { readonly word: string; readonly length: number } | null {
  if (!text.startsWith('[')) return null;
  const end = text.indexOf(']');
  if (end < 0) return null;
  const word = text.slice(1, end).trim();
  const linked = findTag(word) === null && linkEnd(text, end + 1) !== null;
  return linked ? null : { word, length: end + 1 };
}

/** Where `(where)` or `(where "title")` ends; null when what stands at `from` is no link target. */
function linkEnd(text: string, from: number): number | null {
  if (text[from] !== '(') return null;
  const end = text.indexOf(')', from);
  if (end < 0) return null;
  const target = text.slice(from + 1, end).trim();
  const space = target.search(/\s/u);
  if (target === '') return null;
  const title = space < 0 ? '"' : target.slice(space).trimStart().charAt(0);
  return title === '"' || title === "'" ? end + 1 : null;
}

/** A tag that stands in the text instead of before it. Words in backticks are quoted and mean nothing. */
function strayTag(text: string): string | null {
  const ticks = text.split('`').length - 1;
  let quoted = false;
  let from = -1;
  let at = 0;
  while (at < text.length) {
    const character = text[at];
    at += 1;
    // One backtick without a partner quotes nothing.
    if (character === '`' && ticks % 2 === 0) quoted = !quoted;
    if (quoted) continue;
    if (character === '[') from = text[at - 2] === '\\' ? -1 : at;
    if (character !== ']' || from < 0) continue;
    const word = text.slice(from, at - 1).trim();
    from = -1;
    if (!isStray(word, at === text.length)) continue;
    const link = linkEnd(text, at);
    if (link === null) return word;
    at = link;
  }
  return null;
}

/** At the end of the text, where tags are put by mistake, a misspelt one counts as well. */
function isStray(word: string, atEnd: boolean): boolean {
  return findTag(word) !== null || (atEnd && nearest(word, STEP_TAGS, 1) !== null);
}

function withoutColon(text: string): string {
  return text.startsWith(':') ? text.slice(1).trimStart() : text;
}

function findTag(word: string): StepTag | null {
  const wanted = word.toLowerCase();
  return STEP_TAGS.find((tag) => tag === wanted) ?? null;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function tagUnknown(word: string): Faulty {
  const meant = nearest(word, STEP_TAGS, 3);
  const escape = 'if it is no tag, write a backslash before the bracket';
  return {
    kind: 'faulty',
    code: 'step_tag_unknown',
    expected: `one of the tags ${KNOWN} before the text`,
    found: quote(`[${word}]`),
    remedy: meant === null ? escape : `did you mean [${meant}]? ${escape}`,
  };
}

function tagMisplaced(word: string): Faulty {
  const meant = findTag(word) ?? nearest(word, STEP_TAGS, 1) ?? word;
  return {
    kind: 'faulty',
    code: 'step_tag_misplaced',
    expected: 'tags before the text of the step',
    found: `${quote(`[${word}]`)} in the text`,
    remedy: `write [${meant}] directly after the list marker; if it is no tag, put it in backticks`,
  };
}

function textMissing(): Faulty {
  return {
    kind: 'faulty',
    code: 'step_text_missing',
    expected: 'what is done, on the line of the list marker',
    found: 'nothing after the marker',
    remedy: 'say in one line what is done',
  };
}
