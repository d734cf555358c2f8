/**
 * Keys that a workspace gave out for its CI. Only their hash is here: whoever reads this table can use none of them.
 *
 * What must stay true: whose key it is, is found by its hash alone, across workspaces; everything after that happens in
 * that workspace. A key that was revoked stays revoked.
 */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { asSystem } from './in-workspace.ts';
import type { Tx } from './in-workspace.ts';
import type { Database } from './database.ts';
import { apiTokens, type ApiScope } from './schema-api.ts';
import { ormOf } from './session.ts';

export type ApiTokenRow = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
};

export type ApiTokenFound = Omit<ApiTokenRow, 'name' | 'createdAt'> & {
  readonly workspace: string;
};

export async function findApiToken(db: Database, hash: Uint8Array): Promise<ApiTokenFound | null> {
  const { rows } = await asSystem(db, (client) =>
    client.query<ApiTokenFound>({
      name: 'find_api_token',
      text: `SELECT workspace, id, scopes, expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
                    revoked_at AS "revokedAt"
               FROM api_tokens WHERE hash = $1`,
      values: [hash],
    }),
  );
  return rows[0] ?? null;
}

export async function addApiToken(
  tx: Tx,
  row: Pick<ApiTokenRow, 'id' | 'name' | 'scopes' | 'createdAt' | 'expiresAt'> & {
    readonly hash: Uint8Array;
  },
): Promise<void> {
  await ormOf(tx)
    .insert(apiTokens)
    .values({ ...row, workspace: tx.workspace });
}

/** The oldest first. */
export async function listApiTokens(tx: Tx): Promise<readonly ApiTokenRow[]> {
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt, revokedAt } = apiTokens;
  return ormOf(tx)
    .select({ id, name, scopes, createdAt, expiresAt, lastUsedAt, revokedAt })
    .from(apiTokens)
    .where(eq(apiTokens.workspace, tx.workspace))
    .orderBy(asc(apiTokens.createdAt), asc(apiTokens.id));
}

/** False: there is none of that id, or it was revoked before. */
export async function revokeApiToken(tx: Tx, id: string, now: string): Promise<boolean> {
  const revoked = await ormOf(tx)
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(
      and(eq(apiTokens.workspace, tx.workspace), eq(apiTokens.id, id), isNull(apiTokens.revokedAt)),
    )
    .returning({ id: apiTokens.id });
  return revoked.length > 0;
}

export async function noteApiTokenUsed(tx: Tx, id: string, now: string): Promise<void> {
  await ormOf(tx)
    .update(apiTokens)
    .set({ lastUsedAt: now })
    .where(and(eq(apiTokens.workspace, tx.workspace), eq(apiTokens.id, id)));
}
