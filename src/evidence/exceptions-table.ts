/**
 * What an auditor asks about first: overrides, waivers, refused self-approvals, tampering, early closes. The kinds
 * stand in core/change/exception-kinds.ts.
 */
import { changeName } from '../core/change/state.ts';
import type { Change, Exception } from '../core/change/state.ts';
import type { ChangeHistory } from './population.ts';
import { column } from './table.ts';
import type { Table } from './table.ts';

export type ExceptionSubject = {
  readonly change: Change;
  readonly exception: Exception;
  readonly recordedAt: string | null;
};

export function exceptionsOf({ change, events }: ChangeHistory): readonly ExceptionSubject[] {
  const recorded = new Map(events.map(({ seq, observedAt }) => [seq, observedAt]));
  return change.exceptions.map((exception) => ({
    change,
    exception,
    recordedAt: recorded.get(exception.seq) ?? null,
  }));
}

export const EXCEPTIONS_TABLE: Table<ExceptionSubject> = {
  name: 'exceptions',
  columns: [
    column('exception_id', ({ exception }) => `${String(exception.seq)}:${exception.kind}`),
    column('change_number', ({ change }) => changeName(change.number)),
    column('kind', ({ exception }) => exception.kind),
    column('occurred_at', ({ exception }) => exception.at),
    column('detected_at', ({ recordedAt }) => recordedAt),
    column('actor_id', ({ exception }) => exception.by.id),
    column('actor_login', ({ exception }) => exception.by.login),
    column('actor_roles_at_time', ({ exception }) => exception.roles),
    column('ref_url', ({ exception }) => exception.url),
    column('detail', ({ exception }) => exception.detail),
    column('event_seq', ({ exception }) => exception.seq),
  ],
};
