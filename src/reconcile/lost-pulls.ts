/**
 * Linked pull requests that are not found where they were: their repository is gone, is not shown to us any more, or
 * left its name to another one. No answer can be put there, and trying for ever would keep the change from coming to
 * rest; the gate for unread pull requests says so in the record. New things are shown late by forges, so one has to be
 * missing for a while first.
 */
import type { PullFacts } from '../core/change/facts.ts';
import { isPull } from '../core/change/pull-key.ts';
import type { LinkedPull } from '../core/change/state.ts';
import { blankRow } from './book.ts';
import { waitedSince, type Run } from './run.ts';
import type { Target } from './step.ts';

const LOST = 'lost:';

export type Reachable = {
  readonly checks: Target['checks'];
  /** Milliseconds until a missing one is looked for again; null when none is, or those that are count as lost. */
  readonly laterMs: number | null;
};

/** `read`: the pull requests that were just read. */
export async function reachableChecks(
  run: Run,
  checks: Target['checks'],
  read: readonly PullFacts[],
): Promise<Reachable> {
  const missing: LinkedPull[] = [];
  const waits: number[] = [];
  for (const linked of run.page.change.pulls) {
    const rest = await missingFor(run, linked, read);
    if (rest !== null) missing.push(linked);
    if (rest !== null && rest > 0) waits.push(Math.min(rest, run.pace.settleMs));
  }
  const isMissing = ({ repo, sha }: Target['checks'][number]): boolean =>
    missing.some(({ repoId, head }) => repoId === repo.id && head === sha);
  return {
    checks: checks.filter((check) => !isMissing(check)),
    laterMs: waits.length === 0 ? null : Math.min(...waits),
  };
}

/** Milliseconds that are left to wait for it; null when it is there. */
async function missingFor(
  run: Run,
  linked: LinkedPull,
  read: readonly PullFacts[],
): Promise<number | null> {
  const { book, page, forge, pace } = run;
  const { number } = page.change;
  const surface = `${LOST}${linked.repoId}:${String(linked.number)}`;
  const since = page.surfaces.get(surface)?.intentAt ?? null;
  const repo = { id: linked.repoId, name: linked.repo };
  const isThere =
    read.some((pull) => isPull(pull, linked)) ||
    (await forge.observePull(repo, linked.number)) !== null;
  if (isThere) {
    if (since !== null) await book.drop(number, surface);
    return null;
  }
  if (since !== null) return pace.goneMs - waitedSince(run, since);
  await book.write(number, { ...blankRow(surface), intentAt: run.waitClock() });
  return pace.goneMs;
}
