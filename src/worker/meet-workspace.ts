/** A workspace needs its row before anything else can be written; asking for it once in each process is enough. */
import type { Database } from '../store/database.ts';
import { ensureWorkspace } from '../store/workspaces.ts';

const met = new WeakMap<Database, Map<string, string>>();

export async function meetWorkspace(db: Database, workspace: string, login: string): Promise<void> {
  const logins = met.get(db) ?? new Map<string, string>();
  met.set(db, logins);
  if (logins.get(workspace) === login) return;
  await ensureWorkspace(db, workspace, login);
  logins.set(workspace, login);
}
