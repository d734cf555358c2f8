/**
 * Compares the migration files of this program with what a database says was
 * run on it. The migrator itself only runs files newer than the last one run:
 * it would skip an older file that was merged later, and would not notice an
 * edited one. Both are refused here, before anything is run.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export const MIGRATIONS_FOLDER: string = fileURLToPath(
  new URL('../../migrations', import.meta.url),
);

export type MigrationFile = { readonly tag: string; readonly when: number; readonly hash: string };
export type AppliedMigration = { readonly when: number; readonly hash: string };

export class MigrationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MigrationError';
  }
}

/** The files in the order of the journal, each with the SHA-256 of its bytes. */
export async function readMigrationFiles(folder: string): Promise<readonly MigrationFile[]> {
  const text = await readFile(`${folder}/meta/_journal.json`, 'utf8');
  const journal = JSON.parse(text) as { entries: readonly { tag: string; when: number }[] };
  return Promise.all(
    journal.entries.map(async ({ tag, when }) => ({
      tag,
      when,
      hash: createHash('sha256')
        .update(await readFile(`${folder}/${tag}.sql`))
        .digest('hex'),
    })),
  );
}

/** The files still to be run. Throws `MigrationError` when files and database contradict each other. */
export function pendingMigrations(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): readonly MigrationFile[] {
  requireAscending(files);
  const byTime = new Map(files.map((file) => [file.when, file]));
  for (const { when, hash } of applied) {
    const file = byTime.get(when);
    if (file === undefined) throw new MigrationError(unknownMessage(when));
    if (file.hash !== hash) throw new MigrationError(editedMessage(file, hash));
  }
  const done = new Set(applied.map(({ when }) => when));
  const last = Math.max(0, ...done);
  const pending = files.filter(({ when }) => !done.has(when));
  const late = pending.find(({ when }) => when < last);
  if (late !== undefined) throw new MigrationError(lateMessage(late));
  return pending;
}

function requireAscending(files: readonly MigrationFile[]): void {
  files.forEach((file, index) => {
    const before = files[index - 1];
    if (before === undefined || before.when < file.when) return;
    throw new MigrationError(
      `migrations/meta/_journal.json: ${file.tag} is not newer than ${before.tag}, which stands before it. ` +
        'Generate it again, so that its time is later; it has not been run anywhere by this program.',
    );
  });
}

function unknownMessage(when: number): string {
  return (
    `The database was migrated by a newer version of Holdpoint (a migration of ${new Date(when).toISOString()} is unknown here). ` +
    'Start that version, or restore the backup made before it; nothing was changed.'
  );
}

function editedMessage(file: MigrationFile, hash: string): string {
  return (
    `migrations/${file.tag}.sql was changed after it had been run: the database ran ${hash.slice(0, 12)}…, the file is ${file.hash.slice(0, 12)}…. ` +
    'Put the released file back and add a new migration instead; nothing was changed.'
  );
}

function lateMessage(file: MigrationFile): string {
  return (
    `migrations/${file.tag}.sql was never run, but newer ones were, so it would be skipped. ` +
    'Generate it again, so that its time is later than theirs; nothing was changed.'
  );
}
