/**
 * Everything that gates and rules ask of a pull request, told together only when it fits one head: people go on pushing
 * while it is read.
 */
import type { PullKnown } from '../port.ts';
import type { Actor, PullFacts, PullReview } from '../../core/change/facts.ts';
import type { RepoRef } from '../../core/intent/notice.ts';
import { checkFacts } from './check-facts.ts';
import { contributorsOf } from './contributors.ts';
import { observeActor } from './people-verbs.ts';
import { detailOf } from './pull-detail.ts';
import { readParts } from './pull-parts.ts';
import type { PullAddress } from './pull-parts.ts';
import { standingReviews } from './reviews.ts';
import { pullSeen } from './seen.ts';
import type { Site } from './site.ts';

export async function observePullFacts(
  site: Site,
  at: PullAddress,
  known: PullKnown,
): Promise<PullFacts | null> {
  const parts = await readParts({ site, at });
  if (parts === null) return null;
  const pull = pullSeen(parts.pull);
  // Where a forge does not list the commits, its head is told alone.
  const contributors = contributorsOf(parts.commits ?? []);
  const makers = [pull.author, ...contributors, ...(known.pushers ?? [])];
  const hands = new Set(makers.map(({ id }) => id));
  return {
    repoId: at.repo.id,
    number: at.number,
    head: pull.head,
    ...(pull.base === undefined ? {} : { base: pull.base }),
    author: { id: pull.author.id, login: pull.author.login },
    contributors,
    reviews: await reviewFacts(site, at.repo, { told: parts.reviews, people: known.people ?? [] }),
    ...checkFacts(parts.checks, { appId: site.appId, hands }),
    merged: pull.merged,
    open: pull.open,
    detail: detailOf(parts),
  };
}

type Reviewing = { readonly told: readonly unknown[]; readonly people: readonly Actor[] };

/** With the roles of this moment; whoever is not among those who were just read is asked for. */
async function reviewFacts(
  site: Site,
  repo: RepoRef,
  { told, people }: Reviewing,
): Promise<readonly PullReview[]> {
  const byId = new Map(people.map((one) => [one.id, one]));
  const reviews: PullReview[] = [];
  for (const { by, state, commit, at } of standingReviews(told)) {
    const actor = byId.get(by.id) ?? (await observeActor(site, repo, by));
    reviews.push({ by: actor, state, commit, at });
  }
  return reviews;
}
