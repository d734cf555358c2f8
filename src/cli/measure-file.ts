/**
 * Size, digest and rows of an exported file, read once and in pieces. Rows are counted by their line ends; in CSV, line
 * ends inside of quotes belong to a cell, and the header is no row.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Format } from '../evidence/row-text.ts';
import type { DescribedFile } from './export-manifest.ts';

export type Measured = Pick<DescribedFile, 'bytes' | 'rows' | 'sha256'>;

const LINE_FEED = 0x0a;
const QUOTE = 0x22;

export async function measureFile(path: string, format: Format): Promise<Measured> {
  const digest = createHash('sha256');
  let bytes = 0;
  let rows = format === 'csv' ? -1 : 0;
  let quoted = false;
  for await (const piece of createReadStream(path) as AsyncIterable<Uint8Array>) {
    digest.update(piece);
    bytes += piece.length;
    for (const byte of piece) {
      if (byte === QUOTE && format === 'csv') quoted = !quoted;
      else if (byte === LINE_FEED && !quoted) rows += 1;
    }
  }
  return { bytes, rows, sha256: digest.digest('hex') };
}

/** Null when the file is the one described. */
export function describeDifference(found: Measured, expected: Measured): string | null {
  const parts = (['bytes', 'rows', 'sha256'] as const)
    .filter((name) => found[name] !== expected[name])
    .map((name) => `${name}: expected ${String(expected[name])}, found ${String(found[name])}`);
  return parts.length === 0 ? null : parts.join('; ');
}
