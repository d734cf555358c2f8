/**
 * A body as numbered lines, and the sections that its level-3 headings cut it into.
 *
 * What must stay true: every line that Markdown could read as a level-3 heading is seen, wherever it stands, also
 * inside fences and comments: a heading that a reviewer might see must never be invisible to the parser. Time is
 * linear in the length of the body, and each line keeps its number.
 */
import { toStorableText } from '../audit/canonical.ts';

export type Heading = {
  readonly label: string;
  /** Index into the lines, from 0. */
  readonly at: number;
};

/** A stretch of lines, `from` included, `to` not. */
export type Section = { readonly from: number; readonly to: number };

/** Lines with LF, CRLF or CR ends; characters that cannot be stored are replaced by U+FFFD. */
export function splitLines(body: string): readonly string[] {
  return toStorableText(body).replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
}

export function findHeadings(lines: readonly string[]): readonly Heading[] {
  const headings: Heading[] = [];
  for (const [at, line] of lines.entries()) {
    const label = headingLabel(line);
    if (label !== null) headings.push({ label, at });
  }
  return headings;
}

/** The text of a section: trimmed, lines joined by LF. */
export function sectionText(lines: readonly string[], section: Section): string {
  return lines.slice(section.from, section.to).join('\n').trim();
}

/** The number, from 1, of the first line of a section that says something. */
export function firstLine(lines: readonly string[], section: Section): number {
  let at = section.from;
  while (at < section.to && (lines[at] ?? '').trim() === '') at += 1;
  return at + 1;
}

/** White space as a browser shows it: trimmed, and one space for every run. */
export function oneSpaced(text: string): string {
  return text.trim().replaceAll(/\s+/gu, ' ');
}

/** The label of `### label`, with up to three spaces before and closing marks after it; null for other lines. */
function headingLabel(line: string): string | null {
  let at = 0;
  while (at < 3 && line[at] === ' ') at += 1;
  if (!line.startsWith('###', at)) return null;
  const next = line[at + 3];
  if (next !== ' ' && next !== '\t') return null;
  return oneSpaced(withoutClosingMarks(line.slice(at + 3).trim()));
}

function withoutClosingMarks(label: string): string {
  let end = label.length;
  while (end > 0 && label[end - 1] === '#') end -= 1;
  const before = label[end - 1];
  if (end === label.length || (before !== ' ' && before !== '\t')) return label;
  return label.slice(0, end).trim();
}
