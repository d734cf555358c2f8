/**
 * Who else is there at the same time, and what a change waits for: read in the transaction that decides, under the head
 * lock, so that of two changes that take the same thing the second sees the first.
 *
 * What must stay true: rows only lead to changes; what is told of each is read from its state. Nothing is read of a
 * change that has neither a window nor anything to wait for.
 */
import type { Change } from '../core/change/state.ts';
import type { Freeze } from '../core/policy/calendar.ts';
import type { Around } from '../core/time/around.ts';
import { LONG_HOURS, neighbourOf } from '../core/time/booking.ts';
import { dependenciesOf } from '../core/time/dependencies.ts';
import type { Dependency } from '../core/time/dependencies.ts';
import type { Neighbour, Neighbours } from '../core/time/neighbours.ts';
import { asFreeze } from '../core/time/opened-freeze.ts';
import { listFreezes } from './freezes.ts';
import type { Tx } from './in-workspace.ts';
import { loadChanges } from './load-change.ts';
import { sessionOf } from './session.ts';

/** `now`: of what is long over nothing is told. */
export async function readNeighbours(tx: Tx, around: Around, now: string): Promise<Neighbours> {
  const beside = await loadChanges(tx, await findBeside(tx, around));
  return {
    beside: await tell(tx, beside),
    upstream: await readUpstream(tx, around.waitsFor),
    freezes: await freezesAt(tx, now),
  };
}

/** Those that were opened by issue or on the command line. */
export async function freezesAt(tx: Tx, now: string): Promise<readonly Freeze[]> {
  return (await listFreezes(tx, now)).flatMap((opened) => asFreeze(opened) ?? []);
}

/**
 * Nothing that is bounded ends later than this after it began: so that of all that is booked only what ends near the
 * window is read. What is longer, or runs, ends at infinity.
 */
const near = (kind: 'asset' | 'person', subjects: '$2' | '$3'): string => `
  SELECT change AS number FROM bookings
   WHERE workspace = $1 AND kind = '${kind}' AND subject = ANY (${subjects}) AND change <> $6
     AND ends_at > $4::timestamptz AND ends_at < $5::timestamptz + interval '${String(LONG_HOURS)} hours'
     AND starts_at < $5::timestamptz
  UNION
  SELECT change FROM bookings
   WHERE workspace = $1 AND kind = '${kind}' AND subject = ANY (${subjects}) AND change <> $6
     AND ends_at = 'infinity' AND starts_at < $5::timestamptz`;
const BESIDE = `${near('asset', '$2')} UNION ${near('person', '$3')}`;

/** Live changes that take up one of these at one of these times. */
export async function findBeside(tx: Tx, around: Around): Promise<readonly number[]> {
  const { number, assets, people, windows } = around;
  const { client, workspace } = sessionOf(tx);
  const found = new Set<number>();
  for (const { start, end } of windows) {
    const { rows } = await client.query<{ readonly number: number }>({
      name: 'find_beside',
      text: BESIDE,
      values: [workspace, assets, people, start, end, number],
    });
    for (const row of rows) found.add(row.number);
  }
  return [...found].toSorted((a, b) => a - b);
}

/** What ends a walk that people could make as long as they like. */
const MOST_UPSTREAM = 200;

/** What it waits for, and what that waits for; what has ended waits for nothing. */
async function readUpstream(
  tx: Tx,
  waitsFor: readonly Dependency[],
): Promise<readonly Neighbour[]> {
  const found = new Map<number, Neighbour>();
  let [open = []] = await numbersOf(tx, [waitsFor]);
  while (open.length > 0) {
    const next = open.filter((number) => !found.has(number)).slice(0, MOST_UPSTREAM - found.size);
    const told = await tell(tx, await loadChanges(tx, next));
    for (const one of told) found.set(one.number, one);
    open = [...new Set(told.flatMap((one) => one.waitsFor))];
  }
  return [...found.values()];
}

async function tell(tx: Tx, changes: readonly Change[]): Promise<readonly Neighbour[]> {
  const asked = changes.map((change) => (change.ended === null ? dependenciesOf(change) : []));
  const waitsFor = await numbersOf(tx, asked);
  return changes.map((change, at) => neighbourOf(change, waitsFor[at] ?? []));
}

/** One question for all of them: people may name many, in each of many changes. */
async function numbersOf(
  tx: Tx,
  all: readonly (readonly Dependency[])[],
): Promise<readonly (readonly number[])[]> {
  const issues = all.flat().flatMap(({ on }) => (on.kind === 'issue' ? [on] : []));
  const byIssue = issues.length === 0 ? new Map<string, number>() : await findByIssue(tx, issues);
  return all.map((waitsFor) => {
    const numbers = waitsFor.flatMap(({ on }) =>
      on.kind === 'change' ? [on.number] : (byIssue.get(`${on.repoId}#${String(on.issue)}`) ?? []),
    );
    return [...new Set(numbers)];
  });
}

type Issue = { readonly repoId: string; readonly issue: number };

/** Number of the newest change of each, by `<repository id>#<issue>`. */
async function findByIssue(tx: Tx, issues: readonly Issue[]): Promise<ReadonlyMap<string, number>> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<{ readonly name: string; readonly number: number }>({
    name: 'find_by_issue',
    text: `SELECT c.repo_id || '#' || c.issue_number AS name, max(c.number) AS number
             FROM unnest($2::text[], $3::bigint[]) AS a (repo_id, issue_number)
             JOIN changes c ON c.workspace = $1 AND c.repo_id = a.repo_id AND c.issue_number = a.issue_number
            GROUP BY c.repo_id, c.issue_number`,
    values: [workspace, issues.map(({ repoId }) => repoId), issues.map(({ issue }) => issue)],
  });
  return new Map(rows.map(({ name, number }) => [name, number]));
}

/** Changes that have not ended and wait for this one, by its number or by its issue. */
export async function findWaiting(
  tx: Tx,
  { number, repoId, issue }: Pick<Change, 'number' | 'repoId' | 'issue'>,
): Promise<readonly number[]> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<{ readonly number: number }>({
    name: 'find_waiting',
    text: `SELECT DISTINCT change AS number FROM bookings
            WHERE workspace = $1 AND change <> $2
              AND ((kind = 'change' AND subject = $2::text) OR (kind = 'issue' AND subject = $3))
            ORDER BY change`,
    values: [workspace, number, `${repoId}#${String(issue)}`],
  });
  return rows.map((row) => row.number);
}
