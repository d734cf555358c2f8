/**
 * Every deployment that was told of: the second list, which auditors hold against that of the changes in both
 * directions.
 */
import { changeName } from '../core/change/state.ts';
import type { DeploymentRow } from '../store/deployments.ts';
import { column } from './table.ts';
import type { Table } from './table.ts';

export const DEPLOYMENTS_TABLE: Table<DeploymentRow> = {
  name: 'deployments',
  columns: [
    column('repository', ({ repoName }) => repoName),
    column('repository_id', ({ repoId }) => repoId),
    column('deployment_id', ({ id }) => id),
    column('environment', ({ environment }) => environment),
    column('environment_id', ({ environmentId }) => environmentId),
    column('production', ({ production }) => production),
    column('ref', ({ ref }) => ref),
    column('sha', ({ sha }) => sha),
    column('created_at', ({ createdAt }) => createdAt),
    column('creator_id', ({ creatorId }) => creatorId),
    column('creator_login', ({ creatorLogin }) => creatorLogin),
    column('started_by_id', ({ starterId }) => starterId),
    column('started_by_login', ({ starterLogin }) => starterLogin),
    column('state', ({ state }) => state),
    column('finished_at', ({ finishedAt }) => finishedAt),
    column('asked_at', ({ requestedAt }) => requestedAt),
    column('run_id', ({ runId }) => runId),
    column('protection_decision', ({ decision }) => decision),
    column('receipt_would', ({ receipt }) => receipt),
    column('receipt_codes', ({ receiptCodes }) => receiptCodes),
    column('matched_change', ({ matchedChange }) =>
      matchedChange === null ? null : changeName(matchedChange),
    ),
    column('match_method', ({ matchMethod }) => matchMethod),
    column('in_window', ({ inWindow }) => inWindow),
    column('change_state_at_deploy', ({ changeState }) => changeState),
  ],
};
