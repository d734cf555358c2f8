/**
 * Pull requests: what they are, who had a hand in them, who reviewed them and what the checks say. The parts are
 * read one after another while people go on pushing, so they are only told together when they fit one head;
 * otherwise, and when GitHub does not list every commit, the answer is that it cannot be told.
 */
import type { Forge } from '../port.ts';
import type { PullFacts, PullReview } from '../../core/change/facts.ts';
import type { Person } from '../../core/change/state.ts';
import type { NoticeActor, PullSeen, RepoRef, ReviewSeen } from '../../core/intent/notice.ts';
import { observeChecks } from './check-facts.ts';
import { contributorsOf } from './contributors.ts';
import { allEditors, PULL_EDITS } from './editors.ts';
import { orWithout } from './lacks.ts';
import { observeActor } from './people-verbs.ts';
import { standingReviews, wholeReview } from './reviews.ts';
import { pullSeen } from './seen.ts';
import { idAt, listAt, parseList, parseRecord, recordOrNullAt, textAt } from './shape.ts';
import { leftRepository, named } from './site.ts';
import type { Site } from './site.ts';

const PULL = '/repos/{owner}/{repo}/pulls/{pull_number}';
/** GitHub lists no more commits of a pull request than this, and does not say that it stopped. */
const MOST_COMMITS_LISTED = 250;

type PullVerbs = Pick<
  Forge,
  | 'observePull'
  | 'observePullEditors'
  | 'observePullFacts'
  | 'observeReviews'
  | 'observeRequestedReviewers'
  | 'requestReviewers'
>;

export function pullVerbs(site: Site): PullVerbs {
  const { api } = site;
  const address = (repo: RepoRef, pull: number): Readonly<Record<string, string | number>> => ({
    ...named(repo),
    pull_number: pull,
  });
  return {
    observePull: (repo, pull) => observePull(site, repo, pull),
    observePullFacts: async (repo, pull, pushers = []) =>
      // A push between two reads makes them disagree once; if it happens again, somebody is at work.
      (await observePullFacts(site, { repo, number: pull }, pushers)) ??
      (await observePullFacts(site, { repo, number: pull }, pushers)),
    observePullEditors: (repo, number) => observeEditors(site, { repo, number }),
    observeReviews: (repo, pull) => observeReviews(site, { repo, number: pull }),
    observeRequestedReviewers: (repo, pull) =>
      api.read(`GET ${PULL}/requested_reviewers`, address(repo, pull), ({ data }) =>
        listAt(parseRecord(data, 'requested reviewers'), 'users').map((user) =>
          textAt(parseRecord(user, 'user'), 'login'),
        ),
      ),
    requestReviewers: (repo, pull, logins) =>
      api.write(
        { kind: 'repeatable' },
        {
          route: `POST ${PULL}/requested_reviewers`,
          params: { ...address(repo, pull), reviewers: logins },
        },
        () => undefined,
      ),
  };
}

async function observePull({ api }: Site, repo: RepoRef, pull: number): Promise<PullSeen | null> {
  return api.readOrNull(`GET ${PULL}`, { ...named(repo), pull_number: pull }, (answer) =>
    leftRepository(answer, repo) || isElsewhere(answer.data, repo) ? null : pullSeen(answer.data),
  );
}

/** The name leads to another repository than the one that is meant: it was given to a new one. */
function isElsewhere(data: unknown, repo: RepoRef): boolean {
  const base = recordOrNullAt(parseRecord(data, 'pull_request'), 'base');
  const where = base === null ? null : recordOrNullAt(base, 'repo');
  return where !== null && idAt(where, 'id') !== repo.id;
}

async function observePullFacts(
  site: Site,
  { repo, number }: PullAddress,
  pushers: readonly Person[],
): Promise<PullFacts | null> {
  const pull = await observePull(site, repo, number);
  if (pull === null) return null;
  // The pull request is there: where its commits are not found, the forge does not list them, and its head is told alone.
  const commits = await orWithout(() => listed(site, 'commits', { repo, number }), {
    lacks: site.lacks,
    what: `GET ${PULL}/commits`,
    otherwise: [{ sha: pull.head, commit: {} }],
  });
  const shas = commits.map((commit) => textAt(parseRecord(commit, 'commit'), 'sha'));
  if (commits.length >= MOST_COMMITS_LISTED || !shas.includes(pull.head)) return null;
  const reviews = await reviewFacts(site, repo, number);
  const contributors = contributorsOf(commits);
  const hands = new Set([pull.author, ...contributors, ...pushers].map(({ id }) => id));
  const checks = await observeChecks(site, repo, { sha: pull.head, hands });
  return {
    repoId: repo.id,
    number,
    head: pull.head,
    ...(pull.base === undefined ? {} : { base: pull.base }),
    author: { id: pull.author.id, login: pull.author.login },
    contributors,
    reviews,
    ...checks,
    merged: pull.merged,
    open: pull.open,
  };
}

type PullAddress = { readonly repo: RepoRef; readonly number: number };

async function listed(
  { api }: Site,
  what: 'commits' | 'reviews',
  { repo, number }: PullAddress,
): Promise<readonly unknown[]> {
  return api.readAll(`GET ${PULL}/${what}`, { ...named(repo), pull_number: number }, (data) =>
    parseList(data, what),
  );
}

async function observeEditors(
  { api, lacks }: Site,
  { repo, number }: PullAddress,
): Promise<readonly NoticeActor[] | null> {
  return orWithout(
    () => api.query(PULL_EDITS, { ...named(repo), number }, (data) => allEditors(data, repo)),
    { lacks, what: 'GraphQL: who edited a pull request', otherwise: null },
  );
}

async function observeReviews(site: Site, pull: PullAddress): Promise<readonly ReviewSeen[]> {
  const told = await orWithout(() => listed(site, 'reviews', pull), {
    lacks: site.lacks,
    what: `GET ${PULL}/reviews`,
    otherwise: [],
  });
  return standingReviews(told)
    .map(wholeReview)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

async function reviewFacts(
  site: Site,
  repo: RepoRef,
  number: number,
): Promise<readonly PullReview[]> {
  const standing = standingReviews(await listed(site, 'reviews', { repo, number }));
  const reviews: PullReview[] = [];
  for (const { by, state, commit, at } of standing)
    reviews.push({ by: await observeActor(site, repo, by), state, commit, at });
  return reviews;
}
