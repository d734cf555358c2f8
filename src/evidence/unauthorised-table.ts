/**
 * What went past every gate, as auditors hold it against the list of the changes: one row while nobody answered,
 * counted. Each sighting stands in the log.
 */
import { changeName } from '../core/change/state.ts';
import type { UnauthorisedRow } from '../store/unauthorised.ts';
import { column } from './table.ts';
import type { Table } from './table.ts';

export const UNAUTHORISED_TABLE: Table<UnauthorisedRow> = {
  name: 'unauthorised_changes',
  columns: [
    column('event_seq', ({ seq }) => seq),
    column('kind', ({ kind }) => kind),
    column('repository', ({ repoName }) => repoName),
    column('repository_id', ({ repoId }) => repoId),
    column('environment_or_branch', ({ place }) => place),
    column('actor_id', ({ actorId }) => actorId),
    column('actor_login', ({ actorLogin }) => actorLogin),
    column('first_seen_at', ({ firstSeen }) => firstSeen),
    column('last_seen_at', ({ lastSeen }) => lastSeen),
    column('times', ({ times }) => times),
    column('last_sha', ({ sha }) => sha),
    column('ref_url', ({ url }) => url),
    column('belongs_to_change', ({ matchedChange }) => nameOrNull(matchedChange)),
    column('issue', ({ issue }) => issue),
    column('state', ({ state }) => state),
    column('answered_by_id', ({ byId }) => byId),
    column('answered_by_login', ({ byLogin }) => byLogin),
    column('answered_at', ({ answeredAt }) => answeredAt),
    column('change_number', ({ change }) => nameOrNull(change)),
    column('reason', ({ reason }) => reason),
  ],
};

function nameOrNull(number: number | null): string | null {
  return number === null ? null : changeName(number);
}
