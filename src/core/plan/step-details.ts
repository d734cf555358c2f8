/**
 * The details below a step: `expect:`, `rollback:`, `time:` and the rest, each with the lines that continue it.
 *
 * What must stay true: a key that is almost one of ours is an error, not prose: a lost `rollback:` or `after:` would
 * change what the step means.
 */
import { nearest } from './nearest.ts';
import type { PlanProblem } from './plan.ts';
import { quote } from './quote.ts';
import type { BlockLine } from './step-blocks.ts';
import { markerLength } from './step-line.ts';

export const DETAIL_KEYS = [
  'expect',
  'rollback',
  'time',
  'after',
  'owner',
  'evidence',
  'abort',
  'covers',
  'note',
] as const;

export type DetailKey = (typeof DETAIL_KEYS)[number];

export type Detail = { readonly key: DetailKey; readonly text: string; readonly line: number };

export type DetailsReading = {
  readonly details: readonly Detail[];
  readonly problems: readonly PlanProblem[];
};

/** A misspelt note stays a note, so it may look like any word. */
const STRICT_KEYS = DETAIL_KEYS.filter((key) => key !== 'note');

type Open = { readonly key: DetailKey; readonly line: number; readonly lines: string[] };

type KeyLine = { readonly word: string; readonly rest: string };

const LONGEST_KEY = 12;

export function readDetails(lines: readonly BlockLine[], field: string): DetailsReading {
  const open: Open[] = [];
  const problems: PlanProblem[] = [];
  for (const { kind, text, line } of lines) {
    const keyLine = kind === 'verbatim' ? null : readKeyLine(text);
    const key = keyLine === null ? null : findKey(keyLine.word);
    if (keyLine !== null && key !== null) {
      const repeated = key !== 'note' && open.some((detail) => detail.key === key);
      if (repeated) problems.push(detailRepeated(key, field, line));
      open.push({ key, line, lines: keyLine.rest === '' ? [] : [keyLine.rest] });
      continue;
    }
    const meant = keyLine === null ? null : misspelt(keyLine.word);
    if (keyLine !== null && meant !== null) {
      problems.push(detailUnknown(keyLine.word, meant, { field, line }));
    }
    continueDetail(open, text, line);
  }
  const details = open.map((detail) => ({
    key: detail.key,
    line: detail.line,
    text: detail.lines.join('\n').trim(),
  }));
  return { details: details.filter((detail) => detail.text !== ''), problems };
}

function continueDetail(open: Open[], text: string, line: number): void {
  const last = open.at(-1);
  if (last === undefined) open.push({ key: 'note', line, lines: [text] });
  else last.lines.push(text);
}

/** `- expect: …`, `expect: …`, `**expect:** …`, `**Expect**: …`; null when there is no word with a colon. */
function readKeyLine(text: string): KeyLine | null {
  let rest = text.slice(markerLength(text)).trimStart();
  const bold = rest.startsWith('**');
  if (bold) rest = rest.slice(2);
  let end = 0;
  while (end <= LONGEST_KEY && isLetter(rest[end])) end += 1;
  if (end === 0 || end > LONGEST_KEY) return null;
  const word = rest.slice(0, end);
  const colons = bold ? [':**', '**:'] : [':'];
  const colon = colons.find((mark) => rest.startsWith(mark, end));
  return colon === undefined ? null : { word, rest: rest.slice(end + colon.length).trim() };
}

function findKey(word: string): DetailKey | null {
  const wanted = word.toLowerCase();
  return DETAIL_KEYS.find((key) => key === wanted) ?? null;
}

function misspelt(word: string): string | null {
  return nearest(word, STRICT_KEYS, word.length >= 8 ? 2 : 1);
}

function isLetter(character: string | undefined): boolean {
  if (character === undefined) return false;
  const lower = character.toLowerCase();
  return lower >= 'a' && lower <= 'z' && lower.length === 1;
}

function detailRepeated(key: DetailKey, field: string, line: number): PlanProblem {
  return {
    code: 'step_detail_repeated',
    field,
    line,
    expected: `${key}: once in a step`,
    found: `a second ${key}:`,
    remedy: 'join the two, or begin a new step',
  };
}

function detailUnknown(
  word: string,
  meant: string,
  place: { readonly field: string; readonly line: number },
): PlanProblem {
  return {
    code: 'step_detail_unknown',
    ...place,
    expected: `one of ${DETAIL_KEYS.map((key) => `${key}:`).join(' ')}`,
    found: quote(`${word}:`),
    remedy: `did you mean ${meant}: ? If it is ordinary text, write another word before the colon`,
  };
}
