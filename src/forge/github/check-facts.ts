/**
 * What everybody else's checks say about a commit: check runs and commit statuses together, ours left out.
 * One failure outweighs what is pending, and pending outweighs success. Silence is `none`, not success, and a
 * forge that will not say is `unknown`. Anybody with write access can post a status: one that passes, by a person
 * with a hand in the code, vouches for nothing and takes no earlier failure back. A machine that commits is still a CI.
 */
import type { CheckReport, PullFacts } from '../../core/change/facts.ts';
import { isOf } from './check-verbs.ts';
import { namesakesIn, ourNameOf, type Namesakes } from './own-name.ts';
import type { CheckParts } from './pull-parts.ts';
import { actorSeen, GHOST } from './seen.ts';
import type { Bot } from './seen.ts';
import {
  fieldOf,
  instantOrNullAt,
  plainText,
  plainTextAt,
  recordOrNullAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';

export type CheckFacts = Pick<PullFacts, 'checks' | 'failing' | 'shownSince' | 'reports'> &
  Namesakes;

type Report = Pick<CheckReport, 'name' | 'says'>;

/** `hands`: the ids of those with a hand in what leads to the commit. */
export type Judging = {
  readonly appId: string;
  readonly bot: Bot;
  readonly hands: ReadonlySet<string>;
};

export function checkFacts(parts: CheckParts | null, judging: Judging): CheckFacts {
  const { appId, hands } = judging;
  if (parts === null) return { checks: 'unknown', failing: [] };
  const { runs, statuses } = parts;
  const ours = (runs ?? []).filter((run) => isOf(run, appId));
  // Whoever reports under our name says nothing that counts, and what we write over it neither.
  const others = (runs ?? []).filter((run) => !ours.includes(run) && ourNameOf(run) === null);
  const posted = (statuses ?? [])
    .filter((status) => ourNameOf(status) === null)
    .filter((status) => !vouchesForItself(status, hands));
  const since = ours.flatMap((run) => instantOrNullAt(run, 'started_at') ?? []);
  const shownSince = ours.length === 0 ? null : since.toSorted()[0];
  return {
    ...weigh([...others.map(runReport), ...newestOf(posted, contextOf).map(statusReport)]),
    reports: [
      ...newestOf(others.toSorted(newerFirst), reporterOf).map(runReport),
      ...newestOf(posted, postOf).map(statusReport),
    ],
    ...(runs === null || shownSince === undefined ? {} : { shownSince }),
    ...namesakesIn(parts, judging),
  };
}

export function weigh(reports: readonly Report[]): CheckFacts {
  const failing = reports.filter(({ says }) => says === 'failed').map(({ name }) => name);
  if (failing.length > 0) return { checks: 'failed', failing };
  if (reports.some(({ says }) => says === 'pending')) return { checks: 'pending', failing };
  return { checks: reports.length > 0 ? 'passed' : 'none', failing };
}

/** The first of each key, in the order in which they come. */
function newestOf(all: readonly Json[], keyOf: (one: Json) => string): readonly Json[] {
  const newest = new Map<string, Json>();
  for (const one of all) if (!newest.has(keyOf(one))) newest.set(keyOf(one), one);
  return [...newest.values()];
}

/** The later start; of two in one second the higher number. */
function newerFirst(a: Json, b: Json): number {
  return startOf(b) - startOf(a) || idOf(b) - idOf(a);
}

function startOf(run: Json): number {
  const at = instantOrNullAt(run, 'started_at');
  return at === null ? 0 : Date.parse(at);
}

function idOf(run: Json): number {
  const id = fieldOf(run, 'id');
  return typeof id === 'number' ? id : 0;
}

/** Two workflows may each have a job of one name: neither speaks for the other. */
function reporterOf(run: Json): string {
  const { name, from, workflow } = runReport(run);
  return JSON.stringify([name, from, workflow]);
}

function runReport(run: Json): CheckReport {
  const app = recordOrNullAt(run, 'app');
  const workflow = textOrNullAt(run, 'workflow');
  return {
    name: plainTextAt(run, 'name'),
    says: runSays(run),
    via: 'check',
    from: app === null ? '' : (textOrNullAt(app, 'slug') ?? ''),
    workflow: workflow === null ? null : plainText(workflow),
    url: textOrNullAt(run, 'details_url'),
  };
}

function runSays(run: Json): Report['says'] {
  if (textOrNullAt(run, 'status') !== 'completed') return 'pending';
  const conclusion = textOrNullAt(run, 'conclusion');
  return conclusion === 'success' || conclusion === 'neutral' || conclusion === 'skipped'
    ? 'passed'
    : 'failed';
}

function contextOf(status: Json): string {
  return plainTextAt(status, 'context');
}

function postOf(status: Json): string {
  return JSON.stringify([contextOf(status), actorSeen(fieldOf(status, 'creator')).id]);
}

function statusReport(status: Json): CheckReport {
  const { id, login } = actorSeen(fieldOf(status, 'creator'));
  return {
    name: contextOf(status),
    says: statusSays(textOrNullAt(status, 'state')),
    via: 'status',
    from: id === GHOST.id ? '' : login,
    workflow: null,
    url: textOrNullAt(status, 'target_url'),
  };
}

function statusSays(state: string | null): Report['says'] {
  if (state === 'success') return 'passed';
  return state === 'pending' ? 'pending' : 'failed';
}

function vouchesForItself(status: Json, hands: ReadonlySet<string>): boolean {
  const { id, kind } = actorSeen(fieldOf(status, 'creator'));
  return statusSays(textOrNullAt(status, 'state')) === 'passed' && kind !== 'bot' && hands.has(id);
}
