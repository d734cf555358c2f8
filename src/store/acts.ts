/**
 * An act on the forge counts once, however often and by whichever way we hear
 * of it. It is known by what it is there (a comment and its revision, a label
 * event, a head commit), never by the delivery that told us.
 */
import { heldBy, sessionOf } from './session.ts';
import type { HeadLock } from './lock.ts';
import type { Tx } from './in-workspace.ts';

/** True the first time. Rolled back with the transaction, so an act that failed may be tried again. */
export async function claimAct(lock: HeadLock, key: string): Promise<boolean> {
  const { session, head } = heldBy(lock);
  const { rowCount } = await session.client.query({
    name: 'claim_act',
    text: 'INSERT INTO acts (workspace, key, seq) VALUES ($1, $2, $3) ON CONFLICT (workspace, key) DO NOTHING',
    values: [session.workspace, key, head.seq],
  });
  return rowCount === 1;
}

/** Which of these acts have counted already: a cheap question before anything is asked of the forge. */
export async function knownActs(tx: Tx, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<{ key: string }>({
    name: 'known_acts',
    text: 'SELECT key FROM acts WHERE workspace = $1 AND key = ANY ($2::text[])',
    values: [workspace, keys],
  });
  return new Set(rows.map(({ key }) => key));
}
