/**
 * The table of what went past every gate. Made, guarded and keyed like those of `schema.ts`.
 */
import { sql } from 'drizzle-orm';
import { bigint, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { AnswerRefusal, UnauthorisedState } from '../core/deploy/answer-unauthorised.ts';
import type { UnauthorisedKind } from '../core/deploy/unauthorised.ts';
import { instant } from './column-types.ts';

/** One record a repository, place, doer and kind while nobody has answered for it; the log tells each sighting. */
export const unauthorisedChanges = pgTable(
  'unauthorised_changes',
  {
    workspace: text('workspace').notNull(),
    /** Of the event that told of it first. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    kind: text('kind').$type<UnauthorisedKind>().notNull(),
    repoId: text('repo_id').notNull(),
    repoName: text('repo_name').notNull(),
    /** Environment of the policy, or branch. */
    place: text('place').notNull(),
    actorId: text('actor_id').notNull(),
    actorLogin: text('actor_login').notNull(),
    /** Of the last sighting, as its address and the change that it belonged to out of turn. */
    sha: text('sha').notNull(),
    url: text('url'),
    matchedChange: integer('matched_change'),
    firstSeen: instant('first_seen').notNull(),
    lastSeen: instant('last_seen').notNull(),
    times: integer('times').notNull(),
    state: text('state').$type<UnauthorisedState>().notNull(),
    byId: text('by_id'),
    byLogin: text('by_login'),
    answeredAt: instant('answered_at'),
    /** The change that stands for it afterwards. */
    change: integer('change'),
    reason: text('reason'),
    /** The last answer that did not count, and whose. */
    refused: text('refused').$type<AnswerRefusal>(),
    refusedLogin: text('refused_login'),
    /** The issue in which somebody answers; null: none is open. When it began to be opened, by the machine's time. */
    issue: integer('issue'),
    intentAt: instant('intent_at'),
    /** Raised with every change of the row; the one that the issue shows. */
    version: integer('version').notNull(),
    shown: integer('shown').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.seq] }),
    uniqueIndex('unauthorised_open')
      .on(table.workspace, table.repoId, table.place, table.actorId, table.kind)
      .where(sql`state = 'open'`),
    uniqueIndex('unauthorised_issue').on(table.workspace, table.repoId, table.issue),
  ],
);
