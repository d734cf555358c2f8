/**
 * The tables of those who ask over HTTP: keys that a workspace gave out, and answers that were used. Made, guarded and
 * keyed like those of `schema.ts`.
 */
import { jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { bytea, instant } from './column-types.ts';

/** What a key may be used for. */
export type ApiScope = 'gate' | 'read';

/** `hash`: SHA-256 of the key; the key itself is kept nowhere. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    workspace: text('workspace').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    hash: bytea('hash').notNull(),
    scopes: jsonb('scopes').$type<readonly ApiScope[]>().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.id] }),
    unique('api_tokens_hash').on(table.hash),
  ],
);

/** Answers to "may this deploy now?" that were used, each once, by whoever came first. */
export const gateClaims = pgTable(
  'gate_claims',
  {
    workspace: text('workspace').notNull(),
    jti: text('jti').notNull(),
    claimId: text('claim_id').notNull(),
    change: text('change').notNull(),
    repository: text('repository').notNull(),
    environment: text('environment').notNull(),
    sha: text('sha').notNull(),
    claimedBy: text('claimed_by').notNull(),
    claimedAt: instant('claimed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.jti] })],
);
