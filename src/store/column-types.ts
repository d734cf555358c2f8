/**
 * How values of ours stand in columns: bytes as bytea, instants as timestamptz,
 * always spelled in UTC with a Z. Times are given by the caller's clock; no
 * column has a default that reads the database's.
 */
import { customType } from 'drizzle-orm/pg-core';
import { withoutZeroMillis } from '../core/audit/instant.ts';

export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: readInstant,
});

/** From PostgreSQL's `2026-11-22 04:36:00.25+00` to `2026-11-22T04:36:00.250Z`; whole seconds carry no fraction. */
export function readInstant(text: string): string {
  return withoutZeroMillis(new Date(text).toISOString());
}
