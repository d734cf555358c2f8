// What must hold at the end of any run, whatever happened in it: the log whole and without gaps, nothing half done,
// nothing given up, nothing left lying about, nothing there twice.
import { evolve } from '../../src/core/change/evolve.ts';
import type { Change } from '../../src/core/change/state.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import type { Database } from '../../src/store/database.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { timersOf } from '../../src/core/change/timers.ts';
import { projectionOf } from '../../src/store/projection.ts';
import { rebuildChanges } from '../../src/store/rebuild.ts';
import { verifyLog } from '../../src/store/verify-log.ts';
import { missingDeliveries, query } from './deliveries.ts';

export type Ended = {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly sandbox: Sandbox;
};

const WORKSPACE = 'github:9812';

/** Empty when all of it holds. */
export async function findFaults(ended: Ended): Promise<readonly string[]> {
  const missing = await missingDeliveries(ended.db, ended.sandbox);
  return [
    ...(await faultsOfLog(ended.db)),
    ...missing.map((guid) => `the delivery ${guid} is not in the inbox`),
    ...(await leftovers(ended.databaseUrl)),
    ...doubles(ended.sandbox),
  ];
}

async function faultsOfLog(db: Database): Promise<readonly string[]> {
  const verdict = await inWorkspace(db, WORKSPACE, (tx) => verifyLog(tx));
  const broken = verdict.kind === 'intact' ? [] : [`the log is broken: ${JSON.stringify(verdict)}`];
  const { differences } = await inWorkspace(db, WORKSPACE, async (tx) =>
    rebuildChanges<Change>(await lockHead(tx), { evolve, project: projectionOf, timers: timersOf }),
  );
  if (differences.length === 0) return broken;
  return [...broken, `the projection differs from the log: ${JSON.stringify(differences)}`];
}

/** Each finds rows that must not be there. */
const LEFTOVERS: Readonly<Record<string, string>> = {
  'a gap in the log': `
    SELECT workspace, head_seq FROM workspaces
     WHERE head_seq <> (SELECT count(*) FROM events WHERE events.workspace = workspaces.workspace)`,
  'a number that no change has': `
    SELECT workspace, next_number FROM workspaces
     WHERE next_number - 1 <> (SELECT count(DISTINCT change) FROM events WHERE events.workspace = workspaces.workspace)`,
  'a delivery that is not done': `SELECT guid, event, state, problem FROM deliveries WHERE state <> 'done'`,
  'a job that failed': `
    SELECT task_identifier, key, attempts, last_error FROM graphile_worker.jobs
     WHERE last_error IS NOT NULL OR (attempts >= max_attempts AND locked_at IS NULL)`,
  'a change that the forge does not show': `SELECT change, version, clean FROM dirty WHERE version > clean`,
  'a surface that is half written': `
    SELECT surface, intent_at FROM surfaces WHERE intent_at IS NOT NULL OR surface LIKE 'reaction:%'`,
};

async function leftovers(databaseUrl: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [what, sql] of Object.entries(LEFTOVERS))
    for (const row of await query(databaseUrl, sql)) found.push(`${what}: ${JSON.stringify(row)}`);
  return found;
}

function doubles({ world }: Sandbox): readonly string[] {
  const markers = world.comments
    .all()
    .flatMap(
      ({ body }) => /<!-- holdpoint:\S+ v1 CHG-\d+ [0-9a-f]+ -->\s*$/u.exec(body)?.[0] ?? [],
    );
  const doubled = markers.filter((marker, index) => markers.indexOf(marker) !== index);
  return doubled.map((marker) => `a comment stands twice: ${marker}`);
}
