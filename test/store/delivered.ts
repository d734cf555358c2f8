// Deliveries for the inbox's tests, and short ways through a lane.
import { createHash } from 'node:crypto';
import type { Database } from '../../src/store/database.ts';
import { receiveDelivery, routeDeliveries } from '../../src/store/inbox.ts';
import type { InboxRow, ReceivedDelivery } from '../../src/store/inbox.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { claimLane, finishDelivery } from '../../src/store/lanes.ts';
import { NOW, OURS } from './stored.ts';

let count = 0;

export const aDelivery = (given: Partial<ReceivedDelivery> = {}): ReceivedDelivery => {
  count += 1;
  const body = given.body ?? Buffer.from(`{"n":${String(count)}}`);
  return {
    forge: 'github',
    guid: `guid-${String(count)}`,
    event: 'issues',
    action: 'opened',
    headers: { 'x-github-event': 'issues' },
    bodySha256: createHash('sha256').update(body).digest(),
    receivedAt: NOW,
    source: 'webhook',
    ...given,
    body,
  };
};

/** Stores deliveries and routes everything into one lane. */
export async function inLane(
  db: Database,
  lane: string,
  deliveries: readonly ReceivedDelivery[],
): Promise<void> {
  for (const delivery of deliveries) await receiveDelivery(db, delivery);
  await routeDeliveries(db, 100, () => ({ workspace: OURS, lane }));
}

export const claim = (db: Database, lane: string, now = NOW): Promise<readonly InboxRow[]> =>
  claimLane(db, { lane, limit: 20, now });

export const finish = (db: Database, row: InboxRow, workspace = OURS): Promise<void> =>
  inWorkspace(db, workspace, (tx) => finishDelivery(tx, row.id));
