/**
 * Works off one lane of the inbox in order of arrival: everything about one issue or pull request is one lane, so
 * that acts on it are judged in the order in which they happened. A delivery that cannot be read now is tried
 * again later and holds its lane; one that fails for good goes to the dead letters with its reason, the lane goes
 * on, and the change it concerned is marked, which shuts its gate.
 */
import { ForgeFault } from '../forge/fault.ts';
import { isoNow, systemClock } from '../clock.ts';
import { findChangeByIssue } from '../store/changes.ts';
import type { InboxRow } from '../store/inbox.ts';
import { claimLane, failDelivery } from '../store/lanes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { act } from './act.ts';
import { SYSTEM_ACTOR } from './gather.ts';
import type { House } from './house.ts';
import { readRepo } from './project.ts';
import { retryDelayMs, takeDelivery } from './take-delivery.ts';
import { wakeReconcile } from './wakes.ts';

const BATCH = 20;

/** Milliseconds until the lane should be looked at again; null when it is empty. */
export async function takeLane(house: House, lane: string): Promise<number | null> {
  for (;;) {
    const rows = await claimLane(house.db, { lane, limit: BATCH, now: isoNow(systemClock) });
    if (rows.length === 0) return null;
    for (const row of rows) {
      const wait = await takeOne(house, row);
      if (wait !== null) return wait;
    }
  }
}

async function takeOne(house: House, row: InboxRow): Promise<number | null> {
  try {
    await takeDelivery(house, row);
    return null;
  } catch (error) {
    const delay = retryDelayMs(error, row.attempts + 1);
    const problem = describe(error);
    const retryAt = delay === null ? null : new Date(systemClock.now().getTime() + delay).toISOString();
    await failDelivery(house.db, row.id, { problem, retryAt });
    house.log.error({ action: delay === null ? 'delivery_dead' : 'delivery_failed', delivery: row.guid, event: row.event, attempts: row.attempts + 1, err: error }, 'a delivery could not be processed');
    if (delay === null) await markStopped(house, row, problem);
    return delay;
  }
}

function describe(error: unknown): string {
  if (error instanceof ForgeFault) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** `issue:<repo id>:<number>`: only an issue's lane has a change to mark. */
async function markStopped(house: House, row: InboxRow, problem: string): Promise<void> {
  const [kind, repoId, issue] = (row.lane ?? '').split(':');
  const { workspace } = row;
  if (kind !== 'issue' || repoId === undefined || workspace === null) return;
  const number = await inWorkspace(house.db, workspace, (tx) => findChangeByIssue(tx, repoId, Number(issue)));
  const repo = number === null ? null : await readRepo(house, workspace, number);
  if (number === null || repo === null) return;
  await act(house, {
    forge: await house.app.forge(workspace),
    repo,
    actor: SYSTEM_ACTOR,
    change: number,
    intentions: [{ change: number, command: { type: 'note_stopped', delivery: row.guid, problem }, key: `stopped:${row.guid}`, ref: null, url: null }],
    source: { kind: 'system', delivery: row.guid },
    occurredAt: isoNow(house.clock),
  });
  await wakeReconcile(house.db, { workspace, change: number });
}
