/**
 * Rows as text: CSV (RFC 4180, UTF-8, with a header) or JSON Lines.
 *
 * What must stay true: no cell of a CSV is a formula to a spreadsheet: one that begins like one gets an apostrophe.
 * JSON Lines hold every text exactly as it was written, and are the form to compute with. In them a line ends at \n
 * and nowhere else, also for readers that take other characters of people's words for line ends.
 */
import { stringify } from 'csv-stringify/sync';
import type { Cell } from './table.ts';

export const FORMATS = ['csv', 'jsonl'] as const;
export type Format = (typeof FORMATS)[number];

/** The library quotes only the line end it writes itself; readers take any for one. */
const LINE_BREAK = /[\r\n]/u;

export function headerText(format: Format, columns: readonly string[]): string {
  return format === 'csv' ? csv(columns) : '';
}

export function rowText(
  format: Format,
  columns: readonly string[],
  cells: readonly Cell[],
): string {
  if (format === 'csv') return csv(cells.map(csvCell));
  // fromEntries defines fields, so that no name can reach a prototype.
  return jsonLine(Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? null])));
}

/** What JSON leaves bare although common readers of lines split there. */
const OTHER_LINE_ENDS = /[\u0085\u2028\u2029]/gu;

export function jsonLine(value: object): string {
  const text = JSON.stringify(value).replaceAll(
    OTHER_LINE_ENDS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}

function csv(cells: readonly (string | number | null)[]): string {
  return stringify([[...cells]], {
    escape_formulas: true,
    quoted_match: LINE_BREAK,
    record_delimiter: '\r\n',
  });
}

/** Lists are joined; a yes or no is a word. */
function csvCell(cell: Cell): string | number | null {
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (typeof cell === 'string' || typeof cell === 'number' || cell === null) return cell;
  return cell.join('; ');
}
