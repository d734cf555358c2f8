/**
 * The tables by which changes that have ended are found again: what became of each, and by which words and facets it is
 * found. Made, guarded and keyed like those of `schema.ts`.
 */
import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Outcome } from '../core/risk/past.ts';

/** Projection: `rebuildChanges` makes both anew. */
export const pastChanges = pgTable(
  'past_changes',
  {
    workspace: text('workspace').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    title: text('title').notNull(),
    outcome: text('outcome').$type<Outcome>().notNull(),
    ranSeconds: integer('ran_seconds'),
    rollbackSeconds: integer('rollback_seconds'),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.number] })],
);

/**
 * One row a word of a title or step (its stem), or a facet. Under row-level security only comparisons that leak nothing
 * may use an index, and those of a text search index are not among them: so the index of words is a table, and the
 * newest rows of a word are read without looking at the others.
 */
export const pastTerms = pgTable(
  'past_terms',
  {
    workspace: text('workspace').notNull(),
    repoId: text('repo_id').notNull(),
    term: text('term').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.repoId, table.term, table.number] })],
);
