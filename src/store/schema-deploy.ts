/**
 * The tables of what goes into environments: deployments as they were told, and locks. Made, guarded and keyed like
 * those of `schema.ts`.
 */
import { boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DeploymentAnswer, MatchedBy, Receipt } from '../core/change/deployment-note.ts';
import type { StateName } from '../core/change/state.ts';
import { instant } from './column-types.ts';

/** Every deployment that was told of: the list that auditors hold against that of the changes. */
export const deployments = pgTable(
  'deployments',
  {
    workspace: text('workspace').notNull(),
    repoId: text('repo_id').notNull(),
    id: text('deployment_id').notNull(),
    repoName: text('repo_name').notNull(),
    /** As the forge calls it, and the id in the policy; null: the policy does not know it. */
    environment: text('environment').notNull(),
    environmentId: text('environment_id'),
    production: boolean('production').notNull(),
    transient: boolean('transient').notNull(),
    ref: text('ref').notNull(),
    sha: text('sha').notNull(),
    createdAt: instant('created_at').notNull(),
    creatorId: text('creator_id').notNull(),
    creatorLogin: text('creator_login').notNull(),
    /** Whoever started it, where that was a person. */
    starterId: text('starter_id'),
    starterLogin: text('starter_login'),
    /** The last that was told; empty: nothing yet. */
    state: text('state').notNull(),
    stateAt: instant('state_at').notNull(),
    finishedAt: instant('finished_at'),
    /** When it asked for our word, and the run that waits; null: it never did. */
    requestedAt: instant('requested_at'),
    runId: text('run_id'),
    decision: text('decision').$type<DeploymentAnswer>(),
    /** Of an environment that only wants a receipt: what the gates would have said, and the codes of what stood in the way. */
    receipt: text('receipt').$type<Receipt['would']>(),
    receiptCodes: text('receipt_codes'),
    /** How often it was told why it waits, and what it was told last. */
    reports: integer('reports').notNull(),
    reported: text('reported'),
    matchedChange: integer('matched_change'),
    matchMethod: text('match_method').$type<MatchedBy>(),
    inWindow: boolean('in_window'),
    changeState: text('change_state').$type<StateName>(),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.repoId, table.id] }),
    index('deployments_sha').on(table.workspace, table.repoId, table.sha),
    index('deployments_created').on(table.workspace, table.createdAt),
  ],
);

/** Locks that are on. `environment`: an id of the policy; `*`: all of them. */
export const environmentLocks = pgTable(
  'environment_locks',
  {
    workspace: text('workspace').notNull(),
    environment: text('environment').notNull(),
    reason: text('reason').notNull(),
    byId: text('by_id').notNull(),
    byLogin: text('by_login').notNull(),
    lockedAt: instant('locked_at').notNull(),
    url: text('url'),
    /** By what act it was set: the same act twice is one lock. */
    claim: text('claim').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.environment] })],
);

/** When a CI first asked whether a commit of a change may go where deployments wait for a while. */
export const gateAsks = pgTable(
  'gate_asks',
  {
    workspace: text('workspace').notNull(),
    change: integer('change').notNull(),
    repository: text('repository').notNull(),
    sha: text('sha').notNull(),
    environment: text('environment').notNull(),
    askedAt: instant('asked_at').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.workspace, table.change, table.repository, table.sha, table.environment],
    }),
  ],
);
