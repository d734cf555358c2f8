/**
 * What everybody else's checks say about a commit: check runs and commit statuses together, ours left out.
 * One failure outweighs what is pending, and pending outweighs success. Silence is `none`, not success, and a
 * forge that will not say is `unknown`. Anybody with write access can post a status: one that passes, by a person
 * with a hand in the code, vouches for nothing and takes no earlier failure back. A machine that commits is still a CI.
 */
import type { PullFacts } from '../../core/change/facts.ts';
import type { RepoRef } from '../../core/intent/notice.ts';
import { ForgeFault } from '../fault.ts';
import { isOf } from './check-verbs.ts';
import { orWithout } from './lacks.ts';
import { actorSeen } from './seen.ts';
import {
  fieldOf,
  instantOrNullAt,
  listAt,
  parseList,
  parseRecord,
  plainTextAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

const STATUSES = '/repos/{owner}/{repo}/commits/{ref}/statuses';

export type CheckFacts = Pick<PullFacts, 'checks' | 'failing' | 'shownSince'>;

type Report = { readonly name: string; readonly says: 'passed' | 'failed' | 'pending' };

/** The commit, and the ids of those with a hand in what leads to it. */
export type Judged = { readonly sha: string; readonly hands: ReadonlySet<string> };

export async function observeChecks(
  site: Site,
  repo: RepoRef,
  { sha, hands }: Judged,
): Promise<CheckFacts> {
  const { lacks } = site;
  const asked = (what: string) => ({ lacks, what, otherwise: null });
  try {
    // Where one of the two lists can be read, the commit is there: it is the other's address that is missing.
    const runs = await orWithout(
      () => observeRuns(site, repo, sha),
      asked('GET /repos/{owner}/{repo}/commits/{ref}/check-runs'),
    );
    const statuses = await orWithout(
      () => statusReports(site, repo, { sha, hands }),
      asked(`GET ${STATUSES}`),
    );
    if (runs === null && statuses === null) return { checks: 'unknown', failing: [] };
    const weighed = weigh([...(runs?.others ?? []), ...(statuses ?? [])]);
    return runs?.oursSince === undefined ? weighed : { ...weighed, shownSince: runs.oursSince };
  } catch (error) {
    if (error instanceof ForgeFault && (error.code === 'forbidden' || error.code === 'not_found')) {
      return { checks: 'unknown', failing: [] };
    }
    throw error;
  }
}

export function weigh(reports: readonly Report[]): CheckFacts {
  const failing = reports.filter(({ says }) => says === 'failed').map(({ name }) => name);
  if (failing.length > 0) return { checks: 'failed', failing };
  if (reports.some(({ says }) => says === 'pending')) return { checks: 'pending', failing };
  return { checks: reports.length > 0 ? 'passed' : 'none', failing };
}

type Runs = {
  readonly others: readonly Report[];
  /** Null: ours is not there; undefined: the forge does not say since when it is. */
  readonly oursSince: string | null | undefined;
};

async function observeRuns({ api, appId }: Site, repo: RepoRef, sha: string): Promise<Runs> {
  const runs = await api.readAll(
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    { ...named(repo), ref: sha, filter: 'latest' },
    (data) =>
      listAt(parseRecord(data, 'check runs'), 'check_runs').map((run) =>
        parseRecord(run, 'check run'),
      ),
  );
  const ours = runs.filter((run) => isOf(run, appId));
  const since = ours.flatMap((run) => instantOrNullAt(run, 'started_at') ?? []);
  return {
    others: runs
      .filter((run) => !ours.includes(run))
      .map((run) => ({ name: plainTextAt(run, 'name'), says: runSays(run) })),
    oursSince: ours.length === 0 ? null : since.toSorted()[0],
  };
}

function runSays(run: Json): Report['says'] {
  if (textOrNullAt(run, 'status') !== 'completed') return 'pending';
  const conclusion = textOrNullAt(run, 'conclusion');
  return conclusion === 'success' || conclusion === 'neutral' || conclusion === 'skipped'
    ? 'passed'
    : 'failed';
}

/** Newest first, as GitHub lists them; only this list says who posted what. */
async function statusReports(
  { api }: Site,
  repo: RepoRef,
  { sha, hands }: Judged,
): Promise<readonly Report[]> {
  const statuses = await api.readAll(`GET ${STATUSES}`, { ...named(repo), ref: sha }, (data) =>
    parseList(data, 'statuses').map((status) => parseRecord(status, 'status')),
  );
  const newest = new Map<string, Report>();
  for (const status of statuses) {
    const name = plainTextAt(status, 'context');
    const says = statusSays(textOrNullAt(status, 'state'));
    const { id, kind } = actorSeen(fieldOf(status, 'creator'));
    const isOwn = kind !== 'bot' && hands.has(id);
    if (!newest.has(name) && !(says === 'passed' && isOwn)) newest.set(name, { name, says });
  }
  return [...newest.values()];
}

function statusSays(state: string | null): Report['says'] {
  if (state === 'success') return 'passed';
  return state === 'pending' ? 'pending' : 'failed';
}
