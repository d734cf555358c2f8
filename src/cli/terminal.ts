/**
 * Words of people on a terminal. Escape sequences and invisible characters are written out: a title must not be able
 * to move the cursor, colour a line green, or hide what follows.
 */
import { visible } from '../render/visible.ts';

/** One line. */
export function oneLine(text: string): string {
  return visible(text.trim()).replaceAll('\t', ' ').split('\n').join(' ⏎ ');
}

/** Several lines, each with this before it. */
export function indented(text: string, before: string): string {
  return visible(text)
    .trimEnd()
    .split('\n')
    .map((line) => `${before}${line}`)
    .join('\n');
}
