/**
 * The tables of what is in force: policies, and the groups of merge queues that are judged under them. Made, guarded and
 * keyed like those of `schema.ts`.
 */
import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ForgedReport, OurName } from '../core/change/forged.ts';
import type { Policy, PolicyPeople } from '../core/policy/policy.ts';
import type { Template } from '../core/template/template.ts';
import { instant } from './column-types.ts';

/** Every policy that was ever in force, whole, by the version that events name: under which rules was this decided? */
export const policies = pgTable(
  'policies',
  {
    workspace: text('workspace').notNull(),
    version: text('version').notNull(),
    content: jsonb('content').$type<Policy>().notNull(),
    /** Account id by login, as the forge said when this policy was met first; null: nobody. Ids decide from then on. */
    people: jsonb('people').$type<PolicyPeople['people']>().notNull(),
    firstSeen: instant('first_seen').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.version] })],
);

/** Groups of a merge queue that wait for an answer; forgotten when they are gone, or after a day. */
export const mergeGroups = pgTable(
  'merge_groups',
  {
    workspace: text('workspace').notNull(),
    repoId: text('repo_id').notNull(),
    headSha: text('head_sha').notNull(),
    repoName: text('repo_name').notNull(),
    /** Numbers of pull requests; null: it could not be told which. */
    members: jsonb('members').$type<readonly number[] | null>(),
    formedAt: instant('formed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.repoId, table.headSha] })],
);

/** Commits on which somebody else reported under a name of ours: who last, how often, and what was written over it. */
export const forgedReports = pgTable(
  'forged_reports',
  {
    workspace: text('workspace').notNull(),
    repoId: text('repo_id').notNull(),
    sha: text('sha').notNull(),
    name: text('name').$type<OurName>().notNull(),
    via: text('via').$type<ForgedReport['via']>().notNull(),
    byId: text('by_id').notNull(),
    byLogin: text('by_login').notNull(),
    says: text('says'),
    times: integer('times').notNull(),
    lastAt: instant('last_at').notNull(),
    /** A status stands there under our name: once it is ours, it follows our answer. */
    hasStatus: boolean('has_status').notNull(),
    /** The status that we wrote last; null: none since somebody else's. */
    answered: text('answered'),
    /** Answers put over others' since then. */
    answers: integer('answers').notNull(),
    answersSince: instant('answers_since').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.repoId, table.sha, table.name] })],
);

/** Every text of a template that was ever met, so that what was opened from it stays readable. */
export const templates = pgTable(
  'templates',
  {
    workspace: text('workspace').notNull(),
    repoId: text('repo_id').notNull(),
    id: text('id').notNull(),
    version: integer('version').notNull(),
    blob: text('blob').notNull(),
    content: jsonb('content').$type<Template>().notNull(),
    firstSeen: instant('first_seen').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.workspace, table.repoId, table.id, table.version, table.blob],
    }),
  ],
);
