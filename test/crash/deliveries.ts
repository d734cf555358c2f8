// What the forge sent and what became of it: by the forge's own record of each attempt, and by the inbox. A delivery
// of which no attempt was answered with a yes is one that nobody promised to keep.
import pg from 'pg';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import type { Delivery } from '../../src/sandbox/state/deliveries.ts';
import type { Database } from '../../src/store/database.ts';
import { knownGuids } from '../../src/store/inbox.ts';

export type Deliveries = {
  readonly sent: number;
  /** No attempt was answered with a 2xx. */
  readonly unacknowledged: readonly string[];
  /** Of these: they were not in the inbox until the catch-up fetched them. The rest was stored, and the answer lost. */
  readonly caughtUp: readonly string[];
};

export async function readDeliveries(databaseUrl: string, sandbox: Sandbox): Promise<Deliveries> {
  const attempts = attemptsOf(sandbox);
  const byGuid = Map.groupBy(attempts, ({ guid }) => guid);
  const sources = await sourcesOf(databaseUrl);
  const unacknowledged = [...byGuid]
    .filter(([, tries]) => !tries.some(isAcknowledged))
    .map(([guid]) => guid);
  return {
    sent: byGuid.size,
    unacknowledged,
    caughtUp: unacknowledged.filter((guid) => sources.get(guid) === 'catch_up'),
  };
}

/** Sent, and not in the inbox. */
export async function missingDeliveries(
  db: Database,
  sandbox: Sandbox,
): Promise<readonly string[]> {
  const guids = [...new Set(attemptsOf(sandbox).map(({ guid }) => guid))];
  const known = new Set(await knownGuids(db, 'github', guids));
  return guids.filter((guid) => !known.has(guid));
}

/** Answered with a yes, and not in the inbox. Asked while no application lives: catching up would hide it. */
export async function brokenPromises(db: Database, sandbox: Sandbox): Promise<readonly string[]> {
  const acknowledged = attemptsOf(sandbox).filter(isAcknowledged);
  const guids = [...new Set(acknowledged.map(({ guid }) => guid))];
  const known = new Set(await knownGuids(db, 'github', guids));
  return guids.filter((guid) => !known.has(guid));
}

export function isAcknowledged({ statusCode }: Delivery): boolean {
  return statusCode >= 200 && statusCode <= 299;
}

export function attemptsOf({ world }: Sandbox): readonly Delivery[] {
  return world.deliveries.all().filter(({ event }) => HEARD.has(event));
}

async function sourcesOf(databaseUrl: string): Promise<ReadonlyMap<string, string>> {
  const rows = await query(databaseUrl, 'SELECT guid, source FROM deliveries');
  return new Map(rows.map(({ guid, source }) => [String(guid), String(source)]));
}

/** What the application subscribes to; pings and the like are answered and not kept. */
const HEARD: ReadonlySet<string> = new Set([
  'issues',
  'issue_comment',
  'label',
  'pull_request',
  'pull_request_review',
  'check_run',
  'check_suite',
  'status',
  'merge_group',
  'installation',
]);

export async function query(
  databaseUrl: string,
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<Readonly<Record<string, unknown>>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}
