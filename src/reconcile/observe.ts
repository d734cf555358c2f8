/**
 * Looks at the forge: what is there now. The record comment is read every time, because people write in it; other
 * comments are trusted to be as they were written until a delivery or a sweep raises a doubt. An edit of the record
 * that no delivery has explained yet is never overwritten: it may hold somebody's tick.
 */
import type { Change } from '../core/change/state.ts';
import { isPull } from '../core/change/pull-key.ts';
import type { Elsewhere, Facts, PullFacts } from '../core/change/facts.ts';
import type { CommentSeen, IssueSeen, NoticeActor, RepoRef } from '../core/intent/notice.ts';
import { pullAsIssue } from '../core/intent/pull-issue.ts';
import { enrol } from '../core/policy/roles.ts';
import type { Forge } from '../forge/port.ts';
import type { Page } from './book.ts';
import type { Eyes, PolicySeen, PullEyes } from './eyes.ts';
import { seeNative } from './native.ts';
import type { Run } from './run.ts';
import type { Seen, Target } from './step.ts';
import { doubtedBy, isFormer, RECORD, seenSurface } from './surface-names.ts';
import { textDigest } from './text-digest.ts';

export type Looked = {
  /** null: gone, or not visible to us. */
  readonly issue: IssueSeen | null;
  readonly record: CommentSeen | null;
  /** The repository's name leads to another issue now: nothing may be written by that name. */
  readonly reused: boolean;
};

export async function look(run: Run): Promise<Looked> {
  const id = run.page.surfaces.get(RECORD)?.forgeId ?? null;
  const [issue, record] = await Promise.all([
    observeHome(run.forge, run.repo, run.page.change),
    id === null ? null : run.forge.observeComment(run.repo, id),
  ]);
  const reused = issue !== null && issue.id !== run.page.change.issueId;
  return reused ? { issue: null, record: null, reused } : { issue, record, reused };
}

/** The issue of a change, or the pull request that it is. */
export async function observeHome(
  forge: Pick<Forge, 'observeIssue' | 'observePull'>,
  repo: RepoRef,
  { issue, own }: Pick<Change, 'issue' | 'own'>,
): Promise<IssueSeen | null> {
  if (own === null) return forge.observeIssue(repo, issue);
  const pull = await forge.observePull(repo, issue);
  return pull === null ? null : pullAsIssue(pull);
}

/** An edit of the record that neither we nor any processed delivery made. */
export function isUnexplained(page: Page, record: CommentSeen | null): record is CommentSeen {
  const written = page.surfaces.get(RECORD)?.digest ?? null;
  if (record === null || written === null || textDigest(record.body) === written) return false;
  return !page.surfaces.has(seenSurface(record.body));
}

/**
 * Linked pull requests as they are now; one that cannot be read is left out, and its gate cannot tell. `seen`: who has
 * access where the change lives, read just now, so that nobody of them is asked for again.
 */
export async function observePulls(
  { forge, weigh, exact = false }: PullEyes,
  change: Change,
  seen: PeopleSeen,
): Promise<readonly PullFacts[]> {
  const read = await Promise.all(
    change.pulls.map((pull) => {
      const pushers = change.pushers.filter((one) => isPull(one, pull)).map(({ by }) => by);
      const repo = { id: pull.repoId, name: pull.repo };
      const people = pull.repoId === change.repoId ? seen.people : null;
      const known = { pushers, people, ...(exact ? { exact } : {}) };
      return forge.observePullFacts(repo, pull.number, known);
    }),
  );
  const pulls = read.filter((facts) => facts !== null);
  return weigh(change, pulls);
}

export type PeopleSeen = Pick<Facts, 'people' | 'peopleAreSome'>;

/** Everyone with access; where the forge does not list them, those who spoke for the change or work on it. */
export async function observePeople(
  forge: Pick<Forge, 'observePeople' | 'observeActor'>,
  repo: RepoRef,
  known: { readonly change: Change | null; readonly others?: readonly NoticeActor[] },
): Promise<PeopleSeen> {
  const people = await forge.observePeople(repo);
  if (people !== null) return { people };
  const { change, others = [] } = known;
  const named = new Map<string, NoticeActor>();
  for (const one of [...(change === null ? [] : peopleOf(change)), ...others])
    named.set(one.id, one);
  return {
    people: await Promise.all([...named.values()].map((one) => forge.observeActor(repo, one))),
    peopleAreSome: true,
  };
}

/** `policyOf`: what is in force in a repository. */
type EyesElsewhere = {
  readonly forge: Parameters<typeof observePeople>[0];
  readonly policyOf: (repo: RepoRef) => Promise<PolicySeen>;
};

type Around = {
  readonly change: Change;
  readonly pulls: readonly PullFacts[];
  readonly actor?: NoticeActor;
};

/** What is in force in each other repository that a linked pull request may still be merged in, and who is there. */
export async function observeElsewhere(
  { forge, policyOf }: EyesElsewhere,
  { change, pulls, actor }: Around,
): Promise<readonly Elsewhere[]> {
  const asked = change.pulls.filter((linked) => {
    const seen = pulls.find((pull) => isPull(pull, linked));
    const isShut = seen === undefined || (!seen.open && !seen.merged);
    return linked.repoId !== change.repoId && !linked.merged && !isShut;
  });
  const repos = new Map(asked.map(({ repoId, repo }) => [repoId, { id: repoId, name: repo }]));
  const named = actor === undefined ? [] : [actor];
  return Promise.all(
    [...repos.values()].map(async (repo): Promise<Elsewhere> => {
      const reviewers = pulls.flatMap(({ reviews }) => reviews.map(({ by }) => by));
      const [policy, people] = await Promise.all([
        policyOf(repo),
        observePeople(forge, repo, { change, others: [...named, ...reviewers] }),
      ]);
      return { repoId: repo.id, repo: repo.name, ...policy, ...people };
    }),
  );
}

function peopleOf(change: Change): readonly NoticeActor[] {
  const spoke = change.approvals.map(({ by }) => by);
  const asked = change.bypassRequests.map(({ by }) => by);
  // Whoever gave their voice to somebody is heard through them.
  const gave = change.delegations.flatMap(({ by, to }) => [by, to]);
  const all = [change.author, change.operator, change.lastEditor, ...spoke, ...asked, ...gave];
  return all.flatMap((one) => (one === null ? [] : [{ ...one, kind: 'human' as const }]));
}

/**
 * Everything that gates ask of one change, read now, with everybody's roles: what is shown, and what is judged by when
 * nobody has asked for an act. `known`: who has access to its repository, where that was read already.
 */
export async function factsOf(eyes: Eyes, change: Change, known?: PeopleSeen): Promise<Facts> {
  const repo = { id: change.repoId, name: change.repo };
  const [policy, people, template] = await Promise.all([
    eyes.policyOf(repo),
    known ?? observePeople(eyes.forge, repo, { change }),
    eyes.templateOf(change),
  ]);
  const pulls = await observePulls(eyes, change, people);
  const elsewhere = await observeElsewhere(eyes, { change, pulls });
  const neighbours = await eyes.neighboursOf(change, { ...policy, pulls });
  const now = eyes.now();
  return enrol({
    ...{ now, occurredAt: now, actor: { ...eyes.forge.self, kind: 'system', roles: [] } },
    ...{ ...policy, ...people, ...template, pulls, elsewhere, neighbours },
    signInAt: eyes.signInAt(change),
    clockSkewMs: eyes.clockSkewMs,
  });
}

type Standing = {
  readonly issue: IssueSeen;
  readonly record: CommentSeen | null;
  /** Read in this run. */
  readonly pulls: readonly PullFacts[];
};

/** What the surfaces of `target` show now. */
export async function see(
  run: Run,
  { issue, record, pulls }: Standing,
  target: Target,
): Promise<Seen> {
  const there = new Set(issue.labels.map((name) => name.toLowerCase()));
  const wanting = target.labels.some((label) => !there.has(label.name.toLowerCase()));
  const registry = wanting ? await run.forge.observeLabels(run.repo) : [];
  return {
    title: issue.title,
    labels: issue.labels,
    registry: registry.map((label) => label.name),
    open: issue.open,
    comments: commentsThere(run.page, record),
    checks: await seeChecks(run, target, pulls),
    requested: askedReviewers(run.page.surfaces.keys()),
    native: seeNative(run.page, issue),
  };
}

function commentsThere(page: Page, record: CommentSeen | null): Seen['comments'] {
  const doubted = new Set([...page.surfaces.keys()].map(doubtedBy));
  const there = new Map<string, { digest: string | null; retired: boolean }>();
  for (const [name, row] of page.surfaces) {
    if (row.forgeId === null || isFormer(name)) continue;
    const digest = doubted.has(name) ? null : row.digest;
    there.set(name, { digest, retired: row.problem === 'retired' });
  }
  if (there.has(RECORD) && !doubted.has(RECORD))
    there.set(RECORD, { digest: record === null ? null : textDigest(record.body), retired: false });
  return there;
}

/** A head of which its pull request has just told that no answer of ours is there is not asked about again. */
export async function seeChecks(
  run: Run,
  target: Pick<Target, 'checks'>,
  pulls: readonly PullFacts[],
): Promise<Seen['checks']> {
  const bare = new Set(
    pulls
      .filter(({ shownSince }) => shownSince === null)
      .map(({ repoId, head }) => `${repoId}:${head}`),
  );
  const checks = new Map<string, { id: string; content: Target['checks'][number]['content'] }>();
  for (const { repo, sha } of target.checks) {
    if (bare.has(`${repo.id}:${sha}`)) continue;
    const check = await run.forge.observeCheck(repo, sha);
    if (check !== null) checks.set(`${repo.id}:${sha}`, check);
  }
  return checks;
}

function askedReviewers(surfaces: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const asked = new Map<string, string[]>();
  for (const surface of surfaces) {
    const [kind, repo, pull, login, round = ''] = surface.split(':');
    if (kind !== 'reviewer' || repo === undefined || pull === undefined || login === undefined)
      continue;
    const key = `${repo}:${pull}:${round}`;
    asked.set(key, [...(asked.get(key) ?? []), login]);
  }
  return asked;
}
