/**
 * Words of people on a terminal. Escape sequences and invisible characters are written out: a title must not be able
 * to move the cursor, colour a line green, or hide what follows.
 */
import { visible } from '../render/visible.ts';

/** One line. */
export function oneLine(text: string): string {
  return visible(text.trim()).replaceAll('\t', ' ').split('\n').join(' ⏎ ');
}

/** `1 event`, `2 events`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

/** Rows of cells below each other, the last one of a row without spaces after it. */
export function inColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (at: number): number => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(width(at)))
      .join('  ')
      .trimEnd(),
  );
}
