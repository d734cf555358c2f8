/**
 * The right to write a workspace's log is a value: whoever holds a `HeadLock`
 * holds the workspace's head row until the transaction ends, and every method
 * that moves the log or the projection asks for one. Reading the last event
 * and then appending without the lock forks the log under load.
 *
 * Order of locks, always: head row first, then anything else.
 */
import { holdHead, sessionOf } from './session.ts';
import type { HeldLock, OpenTransaction } from './session.ts';

export type HeadLock = HeldLock;

export class UnknownWorkspaceError extends Error {
  constructor(workspace: string) {
    super(`workspace ${workspace} is unknown: ensureWorkspace has to come first`);
    this.name = 'UnknownWorkspaceError';
  }
}

/** Waits for whoever holds it. Asked again in the same transaction, it returns the same lock. */
export async function lockHead(tx: OpenTransaction): Promise<HeadLock> {
  const { client, lock, workspace } = sessionOf(tx);
  if (lock !== null) return lock;
  const { rows } = await client.query<{ seq: number; hash: Uint8Array; erasures: number }>({
    name: 'lock_head',
    text: 'SELECT head_seq AS seq, head_hash AS hash, erasures FROM workspaces WHERE workspace = $1 FOR UPDATE',
    values: [workspace],
  });
  const [head] = rows;
  if (head === undefined) throw new UnknownWorkspaceError(workspace);
  return holdHead(tx, head);
}
