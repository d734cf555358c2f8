/**
 * A command's look into the record: the store is opened, the workspace that is meant is chosen, and whatever becomes of
 * it, the store is closed again.
 */
import { inWorkspace } from '../store/in-workspace.ts';
import type { Tx } from '../store/in-workspace.ts';
import { chooseWorkspace } from './choose.ts';
import type { Given, Io } from './command.ts';

/** One transaction in the named workspace, or in the only one. */
export async function inRecord<T>(given: Given, io: Io, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { db, close } = await io.openStore();
  try {
    return await inWorkspace(db, await chooseWorkspace(db, given), work);
  } finally {
    await close();
  }
}
