/**
 * Pull requests: what they are, who wrote and reviewed them, and asking for a review. What gates need of one is read
 * together, in `pull-facts.ts`.
 */
import type { Forge } from '../port.ts';
import type { NoticeActor, PullSeen, RepoRef, ReviewSeen } from '../../core/intent/notice.ts';
import { PER_PAGE } from './api.ts';
import { allEditors, askForEdits, PULL_EDITS } from './editors.ts';
import { orWithout } from './lacks.ts';
import { factsReader } from './pull-facts.ts';
import { listed, PULL, readPull } from './pull-parts.ts';
import type { PullAddress } from './pull-parts.ts';
import { standingReviews, wholeReview } from './reviews.ts';
import { isElsewhere, pullSeen } from './seen.ts';
import { listAt, parseList, parseRecord, textAt } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

type PullVerbs = Pick<
  Forge,
  | 'observePull'
  | 'observeOpenPulls'
  | 'observePullEditors'
  | 'observePullsOfCommit'
  | 'observePullFacts'
  | 'observeReviews'
  | 'observeRequestedReviewers'
  | 'requestReviewers'
>;

const NEWEST_FIRST = { state: 'open', sort: 'updated', direction: 'desc', per_page: PER_PAGE };

export function pullVerbs(site: Site): PullVerbs {
  const { api } = site;
  const readFacts = factsReader(site);
  const address = (repo: RepoRef, pull: number): Readonly<Record<string, string | number>> => ({
    ...named(repo),
    pull_number: pull,
  });
  return {
    observePull: (repo, pull) => observePull(site, repo, pull),
    observeOpenPulls: (repo) =>
      api.read('GET /repos/{owner}/{repo}/pulls', { ...named(repo), ...NEWEST_FIRST }, ({ data }) =>
        parseList(data, 'pull requests')
          .filter((one) => !isElsewhere(one, repo))
          .map(pullSeen),
      ),
    observePullsOfCommit: (repo, sha) =>
      api.read(
        'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
        { ...named(repo), commit_sha: sha },
        ({ data }) =>
          parseList(data, 'pull requests')
            .filter((one) => !isElsewhere(one, repo))
            .map(pullSeen),
      ),
    observePullFacts: (repo, number, known = {}) => readFacts({ repo, number }, known),
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

async function observePull(site: Site, repo: RepoRef, number: number): Promise<PullSeen | null> {
  const pull = await readPull({ site, at: { repo, number } });
  return pull === null ? null : pullSeen(pull);
}

async function observeEditors(
  site: Site,
  { repo, number }: PullAddress,
): Promise<readonly NoticeActor[] | null> {
  const variables = { ...named(repo), number };
  const question = { what: 'a pull request', text: PULL_EDITS, variables };
  return askForEdits(site, question, (data) => allEditors(data, repo));
}

async function observeReviews(site: Site, pull: PullAddress): Promise<readonly ReviewSeen[]> {
  const told = await orWithout(() => listed({ site, at: pull }, 'reviews'), {
    lacks: site.lacks,
    what: `GET ${PULL}/reviews`,
    otherwise: [],
  });
  return standingReviews(told)
    .map(wholeReview)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
