// Exports of the story's record, and readers of what was written.
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { exportTables, TABLES } from '../../src/evidence/export.ts';
import type { ExportRequest } from '../../src/evidence/export.ts';
import type { Manifest } from '../../src/evidence/manifest.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { openRecord, WORKSPACE } from '../cli/story.ts';

const ALL: ExportRequest = {
  tables: TABLES,
  format: 'jsonl',
  period: { from: null, to: null },
  policy: DEFAULT_POLICY,
  version: '0.0.0',
  now: '2026-12-01T00:00:00Z',
};

export type Exported = { readonly manifest: Manifest; readonly files: ReadonlyMap<string, string> };

export async function exported(
  url: string,
  request: Partial<ExportRequest> = {},
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<Exported> {
  const db = await openRecord(url);
  const files = new Map<string, string>();
  const manifest = await inWorkspace(db, WORKSPACE, (tx) =>
    exportTables(tx, { ...ALL, ...request }, async (file, text) => {
      await meanwhile();
      files.set(file, (files.get(file) ?? '') + text);
    }),
  );
  await db.close();
  return { manifest, files };
}

export function rowsOf({ files }: Exported, table: string): readonly Record<string, unknown>[] {
  const text = files.get(`${table}.jsonl`) ?? '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** RFC 4180, read by a few lines of our own. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',' || character === '\r') {
      row.push(cell);
      cell = '';
      if (character === '\r') {
        rows.push(row);
        row = [];
        at += 1;
      }
    } else cell += character;
  }
  return rows;
}

/** A value of JSON Lines as CSV writes it. */
export function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join('; ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function withoutGuard(cell: string): string {
  return /^'[-=+@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u.test(cell) ? cell.slice(1) : cell;
}
