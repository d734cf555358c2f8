/**
 * How far catch-up and sweeps got, in each repository and with each change, so
 * that a restart looks back far enough and no further. Moved only after what
 * was found is committed.
 */
import { and, eq, like } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { watermarks } from './schema.ts';
import { connectionsOf } from './session.ts';
import type { Database } from './database.ts';

/** For one forge (`github`) or one workspace (`github:9812`). */
export async function readWatermark(
  db: Database,
  forge: string,
  name: string,
): Promise<string | null> {
  const [row] = await drizzle(connectionsOf(db).pool)
    .select({ at: watermarks.at })
    .from(watermarks)
    .where(and(eq(watermarks.scope, forge), eq(watermarks.name, name)));
  return row?.at ?? null;
}

export async function writeWatermark(
  db: Database,
  mark: { readonly forge: string; readonly name: string; readonly at: string },
): Promise<void> {
  const { forge: scope, name, at } = mark;
  await drizzle(connectionsOf(db).pool)
    .insert(watermarks)
    .values({ scope, name, at })
    .onConflictDoUpdate({ target: [watermarks.scope, watermarks.name], set: { at } });
}

/** Every watermark of this scope whose name begins so, by the rest of its name. */
export async function listWatermarks(
  db: Database,
  forge: string,
  prefix: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await drizzle(connectionsOf(db).pool)
    .select({ name: watermarks.name, at: watermarks.at })
    .from(watermarks)
    .where(and(eq(watermarks.scope, forge), like(watermarks.name, `${prefix}%`)));
  return new Map(rows.map(({ name, at }) => [name.slice(prefix.length), at]));
}

export async function dropWatermark(db: Database, forge: string, name: string): Promise<void> {
  await drizzle(connectionsOf(db).pool)
    .delete(watermarks)
    .where(and(eq(watermarks.scope, forge), eq(watermarks.name, name)));
}
