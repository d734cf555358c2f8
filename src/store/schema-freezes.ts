/**
 * The table of freezes that were opened by issue or on the command line. Made, guarded and keyed like those of
 * `schema.ts`.
 */
import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { OpenedFreeze } from '../core/time/opened-freeze.ts';
import { instant } from './column-types.ts';

/** Projection of their events, beside what is remembered of the comment in which each explains itself. */
export const freezes = pgTable(
  'freezes',
  {
    workspace: text('workspace').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    repoId: text('repo_id'),
    issue: bigint('issue', { mode: 'number' }),
    startsAt: instant('starts_at').notNull(),
    /** When it stops to stand: earlier, where somebody ended it. */
    endsAt: instant('ends_at').notNull(),
    snapshot: jsonb('snapshot').$type<OpenedFreeze>().notNull(),
    /** Changes that were let through. */
    passed: bigint('passed', { mode: 'number' }).array().notNull().default([]),
    /** When its comment has to be looked at; null: it says all there is to say. */
    lookAt: instant('look_at'),
    /** Rises with every reason to look. */
    version: integer('version').notNull().default(0),
    comment: text('comment'),
    /** Digest of what was written there last. */
    shown: text('shown'),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.number] }),
    index('freezes_end').on(table.workspace, table.endsAt),
    index('freezes_issue').on(table.workspace, table.repoId, table.issue),
    index('freezes_look')
      .on(table.lookAt)
      .where(sql`look_at IS NOT NULL`),
  ],
);
