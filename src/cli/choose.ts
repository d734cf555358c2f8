/**
 * Which workspace and which change are meant. Several workspaces and none named is wrong use, never a guess.
 */
import { changeName } from '../core/change/state.ts';
import { listWorkspaces } from '../store/workspaces.ts';
import type { WorkspaceRow } from '../store/workspaces.ts';
import type { Database } from '../store/database.ts';
import { CannotTellError, UsageError } from './command.ts';
import type { Given } from './command.ts';

/** The named workspace, or all; never none. */
export async function chooseWorkspaces(
  db: Database,
  given: Given,
): Promise<readonly WorkspaceRow[]> {
  const wanted = given.text('workspace');
  const all = await listWorkspaces(db);
  const chosen = wanted === null ? all : all.filter(({ workspace }) => workspace === wanted);
  if (chosen.length > 0) return chosen;
  if (wanted === null)
    throw new CannotTellError('the record is empty: no workspace has ever been seen.');
  const known = all.map(({ workspace }) => workspace).join(', ');
  throw new UsageError(
    `there is no workspace ${JSON.stringify(wanted)}; known: ${known === '' ? 'none' : known}`,
  );
}

/** The named workspace, or the only one. */
export async function chooseWorkspace(db: Database, given: Given): Promise<string> {
  const chosen = await chooseWorkspaces(db, given);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return only.workspace;
  throw new UsageError(
    `there are several workspaces, say which with --workspace: ${chosen.map(({ workspace }) => workspace).join(', ')}`,
  );
}

/** `CHG-00012`, `chg-12` or `12`. */
export function readNumber(given: Given): number {
  const [word] = given.args;
  const digits = /^(?:chg-)?(?<digits>\d{1,9})$/iu.exec(word ?? '')?.groups?.['digits'];
  if (digits === undefined || Number(digits) === 0) {
    throw new UsageError(
      `expected a change such as ${changeName(12)}, found ${word === undefined ? 'nothing' : JSON.stringify(word)}`,
    );
  }
  return Number(digits);
}
