/**
 * The table by which changes find each other: what each takes up, from when to when, and what it waits for. Made, guarded
 * and keyed like those of `schema.ts`.
 */
import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Booking } from '../core/time/booking.ts';
import { instant } from './column-types.ts';

/** Projection: rows of changes that have not ended; `rebuildChanges` makes them anew. */
export const bookings = pgTable(
  'bookings',
  {
    workspace: text('workspace').notNull(),
    change: bigint('change', { mode: 'number' }).notNull(),
    kind: text('kind').$type<Booking['kind']>().notNull(),
    subject: text('subject').notNull(),
    /** Null: it is about no time. */
    startsAt: instant('starts_at'),
    /** `infinity`: it runs, or is very long. */
    endsAt: instant('ends_at'),
  },
  (table) => [
    // Never by the change before the subject: without statistics it would be taken for a search by subject.
    primaryKey({ columns: [table.workspace, table.kind, table.subject, table.change] }),
    index('bookings_subject').on(table.workspace, table.kind, table.subject, table.endsAt),
    index('bookings_change').on(table.workspace, table.change),
    check('bookings_kind', sql`kind IN ('asset', 'person', 'change', 'issue')`),
  ],
);
