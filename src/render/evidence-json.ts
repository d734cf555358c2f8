/**
 * The machine block of the evidence: JSON in fenced blocks between marker comments. A long record stands in several
 * blocks, perhaps in several comments; their contents, joined with nothing between them, are the JSON.
 *
 * What must stay true: what is read back equals what was printed. Characters that could end the fence, look like a
 * marker or hide from a reader are written as JSON escapes, which changes no value.
 */
import { asMarkdown, type Markdown } from './markdown.ts';

const BLOCK_UNITS = 24_000;
const OPENING = '<!-- holdpoint:json v1 ';
const CLOSING = '<!-- /holdpoint:json -->';
const FENCE = '```';

/** `name`: what it is, for example `CHG-00001 evidence`. */
export function jsonBlocks(value: object, name: string): readonly Markdown[] {
  const chunks = cut(escapeHidden(JSON.stringify(value, null, 1)));
  return chunks.map((chunk, index) => {
    const opening = `${OPENING}${name} ${String(index + 1)} of ${String(chunks.length)} -->`;
    return asMarkdown([opening, `${FENCE}json`, chunk, FENCE, CLOSING].join('\n'));
  });
}

/** Reads the blocks called `name` out of comments that the app itself wrote; null when one is missing or broken. */
export function readJsonBlocks(comments: readonly string[], name: string): unknown {
  const found = new Map<number, string>();
  let total = 0;
  for (const comment of comments) {
    for (const block of blocksIn(comment, name)) {
      total = block.of;
      found.set(block.part, block.text);
    }
  }
  const parts = Array.from({ length: total }, (_, index) => found.get(index + 1));
  if (total === 0 || parts.some((part) => part === undefined)) return null;
  try {
    return JSON.parse(parts.join(''));
  } catch {
    return null;
  }
}

type Block = { readonly part: number; readonly of: number; readonly text: string };

function blocksIn(comment: string, name: string): readonly Block[] {
  const rows = comment.replaceAll('\r\n', '\n').split('\n');
  return rows.flatMap((row, index) => {
    if (!row.startsWith(`${OPENING}${name} `)) return [];
    const [part, of] = row
      .slice(OPENING.length + name.length + 1, -' -->'.length)
      .split(' of ')
      .map(Number);
    const end = rows.indexOf(FENCE, index + 2);
    if (part === undefined || of === undefined || end < 0 || rows[end + 1] !== CLOSING) return [];
    return [{ part, of, text: rows.slice(index + 2, end).join('\n') }];
  });
}

/** Outside of strings JSON holds none of these, so every one of them stands in a string and may be escaped. */
const HIDDEN_IN_JSON = /[<>`\x7F-\x9F\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

function escapeHidden(json: string): string {
  return json.replace(HIDDEN_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, at) => escapeUnit(character.charCodeAt(at))).join(
      '',
    ),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** At line ends while they come often enough; a very long string is cut where it must be. */
function cut(json: string): readonly string[] {
  const chunks: string[] = [];
  let rest = json;
  while (rest.length > BLOCK_UNITS) {
    const at = cutAt(rest);
    chunks.push(rest.slice(0, at));
    rest = rest.slice(rest.charAt(at) === '\n' ? at + 1 : at);
  }
  return [...chunks, rest];
}

function cutAt(text: string): number {
  const lineEnd = text.lastIndexOf('\n', BLOCK_UNITS);
  if (lineEnd > BLOCK_UNITS / 2) return lineEnd;
  // Never between the halves of a pair, and never so that a line would begin with a slash.
  const before = text.charCodeAt(BLOCK_UNITS - 1);
  const isPair = before >= 0xd800 && before <= 0xdbff;
  let at = isPair ? BLOCK_UNITS - 1 : BLOCK_UNITS;
  while (text.charAt(at) === '/' && at > 0) at -= 1;
  return at;
}
