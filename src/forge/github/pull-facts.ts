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
import { partsReader } from './pull-parts.ts';
import type { PullAddress, PullParts } from './pull-parts.ts';
import { standingReviews } from './reviews.ts';
import { pullSeen } from './seen.ts';
import type { Site } from './site.ts';

type Seeing = { readonly at: PullAddress; readonly known: PullKnown };

/** Null: gone, or people pushed while it was read. */
export type ReadFacts = (at: PullAddress, known: PullKnown) => Promise<PullFacts | null>;

export function factsReader(site: Site): ReadFacts {
  const readParts = partsReader(site);
  const once = async (seeing: Seeing): Promise<PullFacts | null> => {
    const parts = await readParts(seeing.at, seeing.known.exact);
    return parts === null ? null : factsOf(site, parts, seeing);
  };
  // A push between two reads makes them disagree once; if it happens again, somebody is at work.
  return async (at, known) => (await once({ at, known })) ?? once({ at, known });
}

async function factsOf(site: Site, parts: PullParts, { at, known }: Seeing): Promise<PullFacts> {
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
    ...checkFacts(parts.checks, { appId: site.appId, bot: site.bot, hands }),
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
