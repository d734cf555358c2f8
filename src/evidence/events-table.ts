/**
 * The log as a table to look through: one row an event, without the words. As JSON Lines the log is written by
 * event-line.ts instead, complete enough to be proven without the database.
 */
import type { StoredEvent } from '../core/audit/event.ts';
import { changeName } from '../core/change/state.ts';
import { column } from './table.ts';
import type { Table } from './table.ts';

export type EventSubject = { readonly workspace: string; readonly event: StoredEvent };

export const EVENTS_TABLE: Table<EventSubject> = {
  name: 'events',
  columns: [
    column('seq', ({ event }) => event.seq),
    column('tenant', ({ workspace }) => workspace),
    column('change_number', ({ event }) =>
      event.change === null ? null : changeName(event.change),
    ),
    column('type', ({ event }) => event.type),
    column('occurred_at', ({ event }) => event.occurredAt),
    column('recorded_at', ({ event }) => event.observedAt),
    column('actor_id', ({ event }) => event.actor.id),
    column('actor_login', ({ event }) => event.actor.login),
    column('actor_type', ({ event }) => event.actor.kind),
    column('actor_roles_at_time', ({ event }) => event.actor.roles),
    column('source', ({ event }) => event.source.kind),
    column('delivery_id', ({ event }) => event.source.delivery),
    column('source_url', ({ event }) => event.source.url),
    column('prev_hash', ({ event }) => event.prevHash),
    column('hash', ({ event }) => event.hash),
    column('policy_version', ({ event }) => event.policy),
  ],
};
