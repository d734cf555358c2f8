/**
 * Answers by mail. The forge takes most of the quoted letter away, not all of it: what follows "On … wrote:" or a
 * forwarded header was written by somebody else, at another time, and asks for nothing.
 *
 * What must stay true: a quote marked with `>` ends by itself, and words below it are the sender's own; a quote
 * without marks has no end that could be trusted.
 */
import type { BlockLine } from './blocks.ts';

export type Letter = {
  /** From this line on everything is somebody else's; the number of lines when nothing is. */
  readonly foreignFrom: number;
  /** Lines where the sender's own words stop: introductions of quotes, and the signature. */
  readonly cuts: ReadonlySet<number>;
};

const INTRODUCTIONS: readonly { readonly start: string; readonly said: string }[] = [
  { start: 'On ', said: ' wrote:' },
  { start: 'Am ', said: ' schrieb' },
  { start: 'Le ', said: ' a écrit' },
  { start: 'El ', said: ' escribió' },
];
const SENDERS = ['From:', 'Von:', 'De :', 'De:'];
const SENT = ['Sent:', 'Date:', 'Gesendet:', 'Datum:', 'Envoyé', 'Enviado'];
const SIGNATURE = '-- ';

export function readLetter(lines: readonly string[], blocks: readonly BlockLine[]): Letter {
  const cuts = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (line === SIGNATURE) cuts.add(index);
    if (blocks[index]?.inside === 'quote') continue;
    if (isForwardMark(line) || isHeader(lines, index))
      return { foreignFrom: index, cuts: cuts.add(index) };
    const introduced = introductionEnd(lines, index);
    if (introduced < 0) continue;
    cuts.add(index);
    const next = nextFilled(blocks, introduced);
    if (next < blocks.length && blocks[next]?.inside !== 'quote')
      return { foreignFrom: index, cuts };
  }
  return { foreignFrom: lines.length, cuts };
}

/** The line after "On … wrote:", which may be wrapped over two lines; -1 when there is none here. */
function introductionEnd(lines: readonly string[], index: number): number {
  const first = (lines[index] ?? '').trim();
  const language = INTRODUCTIONS.find(({ start }) => first.startsWith(start));
  if (language === undefined) return -1;
  if (introduces(first, language.said)) return index + 1;
  const both = `${first} ${(lines[index + 1] ?? '').trim()}`;
  return introduces(both, language.said) ? index + 2 : -1;
}

/** A date has a digit; "On Friday he wrote:" is a sentence. */
function introduces(text: string, said: string): boolean {
  return text.endsWith(':') && `${text} `.includes(said) && hasDigit(text);
}

/** `-----Original Message-----`, in any language. */
function isForwardMark(line: string): boolean {
  const text = line.trim();
  if (!text.startsWith('-----') || !text.endsWith('-----')) return false;
  return text.replaceAll('-', '').trim() !== '';
}

function isHeader(lines: readonly string[], index: number): boolean {
  const begins = (at: number, words: readonly string[]): boolean =>
    words.some((word) => withoutStars(lines[at] ?? '').startsWith(word));
  return begins(index, SENDERS) && (begins(index + 1, SENT) || begins(index + 2, SENT));
}

/** Some programs send `**From:**`. */
function withoutStars(line: string): string {
  return line.trim().replaceAll('*', '');
}

function nextFilled(blocks: readonly BlockLine[], from: number): number {
  let index = from;
  while (
    index < blocks.length &&
    blocks[index]?.kind === 'blank' &&
    blocks[index]?.inside !== 'quote'
  )
    index += 1;
  return index;
}

function hasDigit(text: string): boolean {
  for (const character of text) if (character >= '0' && character <= '9') return true;
  return false;
}
