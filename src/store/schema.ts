/**
 * The tables, as migrations made them. Everything of a tenant carries the
 * workspace as its leading key and is guarded by row-level security; what is
 * not a tenant's is marked so. Roles, policies and triggers stand in the SQL
 * of `migrations/`.
 *
 * There are no foreign keys: rows are only ever written together, under the
 * workspace's head lock, and the chain proves the log. Cross-checks by the
 * database would cost more than they find.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { JsonObject } from '../core/audit/canonical.ts';
import { bytea, instant } from './column-types.ts';

const count = (name: string) => bigint(name, { mode: 'number' });

/** One row a tenant. Whoever holds this row's lock is the only writer of the tenant's log. */
export const workspaces = pgTable(
  'workspaces',
  {
    workspace: text('workspace').primaryKey(),
    login: text('login').notNull(),
    headSeq: count('head_seq').notNull().default(0),
    headHash: bytea('head_hash').notNull(),
    nextNumber: count('next_number').notNull().default(1),
    /** Rises with every erasure, so that no process goes on using an erased name's commitment. */
    erasures: count('erasures').notNull().default(0),
    markerKey: bytea('marker_key').notNull(),
  },
  (table) => [
    check('workspaces_head_hash_length', sql`octet_length(${table.headHash}) = 32`),
    check('workspaces_marker_key_length', sql`octet_length(${table.markerKey}) = 32`),
  ],
);

/**
 * The inbox: what forges sent, byte for byte. Not a tenant's: a delivery must
 * be on disk before anybody has read whose it is, and a body that cannot be
 * read still has to be kept. `workspace` is filled in by routing.
 */
export const deliveries = pgTable(
  'deliveries',
  {
    id: count('id').primaryKey().generatedAlwaysAsIdentity(),
    forge: text('forge').notNull(),
    guid: text('guid').notNull(),
    event: text('event').notNull(),
    action: text('action'),
    headers: jsonb('headers').$type<Readonly<Record<string, string>>>().notNull(),
    body: bytea('body').notNull(),
    bodySha256: bytea('body_sha256').notNull(),
    receivedAt: instant('received_at').notNull(),
    source: text('source').notNull(),
    state: text('state').notNull(),
    workspace: text('workspace'),
    lane: text('lane'),
    /** Orderly failures. */
    attempts: integer('attempts').notNull().default(0),
    /** Claims since the last orderly end: a body that kills the process is counted here. */
    claims: integer('claims').notNull().default(0),
    /** Set after a failure: not before this. */
    nextAttemptAt: instant('next_attempt_at'),
    problem: text('problem'),
  },
  (table) => [
    unique('deliveries_forge_guid').on(table.forge, table.guid),
    index('deliveries_new')
      .on(table.id)
      .where(sql`state = 'new'`),
    index('deliveries_routed')
      .on(table.lane, table.id)
      .where(sql`state = 'routed'`),
    index('deliveries_dead')
      .on(table.id)
      .where(sql`state = 'dead'`),
    check('deliveries_state', sql`state IN ('new', 'routed', 'done', 'dead')`),
    check('deliveries_source', sql`source IN ('webhook', 'redelivery', 'catch_up')`),
  ],
);

/** The truth. `body` is what was hashed; the other columns are copies of its fields, for filtering. */
export const events = pgTable(
  'events',
  {
    workspace: text('workspace').notNull(),
    seq: count('seq').notNull(),
    change: count('change'),
    type: text('type').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: bytea('actor_name').notNull(),
    prevHash: bytea('prev_hash').notNull(),
    hash: bytea('hash').notNull(),
    body: bytea('body').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    observedAt: instant('observed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.seq] }),
    index('events_change').on(table.workspace, table.change, table.seq),
  ],
);

/** What people wrote, apart from the event, so that it can be erased. Salt and text go together. */
export const texts = pgTable(
  'texts',
  {
    workspace: text('workspace').notNull(),
    seq: count('seq').notNull(),
    name: text('name').notNull(),
    salt: bytea('salt'),
    text: text('text'),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.seq, table.name] })],
);

/** Logins, apart from events in the same way; a renamed person has a row a name. */
export const people = pgTable(
  'people',
  {
    workspace: text('workspace').notNull(),
    id: text('id').notNull(),
    commitment: bytea('commitment').notNull(),
    login: text('login'),
    salt: bytea('salt'),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.id, table.commitment] }),
    unique('people_login').on(table.workspace, table.id, table.login),
  ],
);

/** Projection: one row a change, folded from its events; `rebuildChanges` makes it anew. */
export const changes = pgTable(
  'changes',
  {
    workspace: text('workspace').notNull(),
    number: count('number').notNull(),
    repoId: text('repo_id').notNull(),
    repoName: text('repo_name').notNull(),
    issueNumber: count('issue_number').notNull(),
    issueId: text('issue_id').notNull(),
    state: text('state').notNull(),
    closed: boolean('closed').notNull(),
    category: text('category'),
    risk: text('risk'),
    priority: text('priority'),
    title: text('title').notNull(),
    authorId: text('author_id').notNull(),
    operatorId: text('operator_id'),
    windowStart: instant('window_start'),
    windowEnd: instant('window_end'),
    openedAt: instant('opened_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Of the change's last event. */
    version: count('version').notNull(),
    hash: text('hash').notNull(),
    /** Which form of the state the snapshot has; another than the code's is folded anew when it is read. */
    fold: integer('fold').notNull().default(0),
    snapshot: jsonb('snapshot').$type<JsonObject>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.number] }),
    // A pull request that was closed and opened again is another change; one at a time is open.
    index('changes_issue').on(table.workspace, table.repoId, table.issueNumber),
    uniqueIndex('changes_issue_open')
      .on(table.workspace, table.repoId, table.issueNumber)
      .where(sql`NOT closed`),
    index('changes_open')
      .on(table.workspace, table.number)
      .where(sql`NOT closed`),
  ],
);

/** Projection: which change a pull request belongs to. */
export const pulls = pgTable(
  'pulls',
  {
    workspace: text('workspace').notNull(),
    repoId: text('repo_id').notNull(),
    pull: count('pull_number').notNull(),
    change: count('change').notNull(),
    repoName: text('repo_name').notNull(),
    headSha: text('head_sha').notNull(),
    /** The commit that its merge made; null: not merged, or nobody told. */
    mergeSha: text('merge_sha'),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.repoId, table.pull, table.change] }),
    index('pulls_change').on(table.workspace, table.change),
    index('pulls_head').on(table.workspace, table.repoId, table.headSha),
    index('pulls_merge').on(table.workspace, table.repoId, table.mergeSha),
  ],
);

/** The reconciler's memory of the forge: which thing there is which surface, and what was written last. */
export const surfaces = pgTable(
  'surfaces',
  {
    workspace: text('workspace').notNull(),
    change: count('change').notNull(),
    /** `record`, `evidence`, `title`, `labels`, `check:<repository id>:<commit>`, … */
    surface: text('surface').notNull(),
    forgeId: text('forge_id'),
    digest: text('digest'),
    intentAt: instant('intent_at'),
    writtenAt: instant('written_at'),
    attempts: integer('attempts').notNull().default(0),
    problem: text('problem'),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.change, table.surface] })],
);

/** Acts on the forge that were dealt with, by what they are there (comment and revision, label event, head). */
export const acts = pgTable(
  'acts',
  {
    workspace: text('workspace').notNull(),
    key: text('key').notNull(),
    /** Where the log stood: events of the act come after it. */
    seq: count('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.key] })],
);

export const timers = pgTable(
  'timers',
  {
    workspace: text('workspace').notNull(),
    change: count('change').notNull(),
    name: text('name').notNull(),
    dueAt: instant('due_at').notNull(),
    /** Rises whenever the timer is moved: one that was moved meanwhile does not fire. */
    version: count('version').notNull(),
    fired: boolean('fired').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.change, table.name] }),
    index('timers_due')
      .on(table.dueAt)
      .where(sql`NOT fired`),
  ],
);

/**
 * What the reconciler must look at. Rows stay and both numbers only rise: a
 * change is dirty while `version` (its last event) is above `clean` (the one
 * the forge is known to show), so a run cannot wipe a mark set during it.
 */
export const dirty = pgTable(
  'dirty',
  {
    workspace: text('workspace').notNull(),
    change: count('change').notNull(),
    since: instant('since').notNull(),
    version: count('version').notNull(),
    clean: count('clean').notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    problem: text('problem'),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.change] }),
    index('dirty_marks')
      .on(table.since)
      .where(sql`version > clean`),
  ],
);

/** How far catch-up and sweeps got. Not a tenant's: a forge lists the deliveries of the whole app. */
export const watermarks = pgTable(
  'watermarks',
  {
    /** A forge, or a workspace. */
    scope: text('scope').notNull(),
    name: text('name').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.name] })],
);
