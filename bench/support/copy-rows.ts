/**
 * Rows on their way into a table by COPY, as a file that the server reads: it is the one that came along, on the same
 * machine.
 */
import { writeFile } from 'node:fs/promises';

export type Cell = string | number | boolean | Uint8Array | null;

/** `columns` in the order of the cells. */
export type Rows = {
  readonly table: string;
  readonly columns: string;
  readonly rows: readonly (readonly Cell[])[];
};

/** The statement that takes them in. */
export async function writeRows(path: string, { table, columns, rows }: Rows): Promise<string> {
  const lines = rows.map((row) => `${row.map(written).join('\t')}\n`);
  await writeFile(path, lines.join(''), { mode: 0o644 });
  return `COPY ${table} (${columns}) FROM '${path}'`;
}

function written(cell: Cell): string {
  if (cell === null) return '\\N';
  if (cell instanceof Uint8Array)
    return `\\\\x${Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength).toString('hex')}`;
  return typeof cell === 'string'
    ? cell.replaceAll(/[\\\n\r\t]/gu, (sign) => ESCAPED[sign] ?? sign)
    : String(cell);
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
