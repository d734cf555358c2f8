/**
 * Tenants: one row per forge account, known by the account's id because names and
 * installations come and go. The marker key signs hidden markers in
 * comments; it is drawn once and never leaves the workspace.
 */
import { GENESIS } from '../core/audit/link.ts';
import type { ChainPoint } from '../core/audit/link.ts';
import { asSystem, inWorkspace } from './in-workspace.ts';
import { UnknownWorkspaceError } from './lock.ts';
import { connectionsOf, sessionOf } from './session.ts';
import type { Database } from './database.ts';
import type { Tx } from './in-workspace.ts';

const MARKER_KEY_BYTES = 32;

export type WorkspaceRow = {
  readonly workspace: string;
  readonly login: string;
  readonly head: ChainPoint;
};

/** Creates it on first sight; later only notes another login. */
export async function ensureWorkspace(
  db: Database,
  workspace: string,
  login: string,
): Promise<void> {
  const markerKey = connectionsOf(db).chance(MARKER_KEY_BYTES);
  await inWorkspace(db, workspace, (tx) =>
    sessionOf(tx).client.query({
      name: 'ensure_workspace',
      // The WHERE keeps the head row of a workspace that has not changed from being written, and so from being waited for.
      text: `INSERT INTO workspaces (workspace, login, head_hash, marker_key)
             SELECT $1, $2, $3, $4
              WHERE NOT EXISTS (SELECT FROM workspaces WHERE workspace = $1 AND login = $2)
             ON CONFLICT (workspace) DO UPDATE SET login = $2`,
      values: [workspace, login, GENESIS, markerKey],
    }),
  );
}

export async function listWorkspaces(db: Database): Promise<readonly WorkspaceRow[]> {
  const { rows } = await asSystem(db, (client) =>
    client.query<{ workspace: string; login: string; seq: number; hash: Uint8Array }>(
      'SELECT workspace, login, head_seq AS seq, head_hash AS hash FROM workspaces ORDER BY workspace',
    ),
  );
  return rows.map(({ seq, hash, ...row }) => ({ ...row, head: { seq, hash } }));
}

export async function isWorkspaceKnown(tx: Tx): Promise<boolean> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query({
    name: 'is_workspace_known',
    text: 'SELECT FROM workspaces WHERE workspace = $1',
    values: [workspace],
  });
  return rows.length > 0;
}

export async function readMarkerKey(tx: Tx): Promise<Uint8Array> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<{ key: Uint8Array }>({
    name: 'read_marker_key',
    text: 'SELECT marker_key AS key FROM workspaces WHERE workspace = $1',
    values: [workspace],
  });
  const [row] = rows;
  if (row === undefined) throw new UnknownWorkspaceError(workspace);
  return row.key;
}

/** Where the log ends. Read without the lock it may be older than the next statement sees, never newer. */
export async function readHead(tx: Tx): Promise<ChainPoint> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<ChainPoint>({
    name: 'read_head',
    text: 'SELECT head_seq AS seq, head_hash AS hash FROM workspaces WHERE workspace = $1',
    values: [workspace],
  });
  const [head] = rows;
  if (head === undefined) throw new UnknownWorkspaceError(workspace);
  return head;
}
